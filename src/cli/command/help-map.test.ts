import { Command } from 'commander';
import { expect, it } from 'vitest';
import { mapInHelp } from './help-map.js';

/** Nouns with so many commands each. */
function mapOf(...counts: number[]): string[] {
  const program = mapInHelp(new Command('tool')).description('does it').version('1');
  program.command('now').summary('at once');
  for (const [n, count] of counts.entries()) {
    const noun = program.command(`noun${n}`);
    for (let i = 0; i < count; i++) noun.command(`verb${i}`).summary(`does ${i}`);
  }
  return program.helpInformation().trimEnd().split('\n');
}

it('says what each command does while they fit one screen', () => {
  const lines = mapOf(4, 10);
  expect(lines).toHaveLength(20);
  expect(lines).toContain('  noun1 verb9  does 9');
});

it('leaves the headings out first, then names what the last nouns have in one line each', () => {
  expect(mapOf(4, 17)).toHaveLength(24);
  const lines = mapOf(4, 4, 10, 4);
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines).toContain('  noun3        verb0, verb1, verb2, verb3');
  expect(lines).toContain('  noun2 verb9  does 9');
  expect(lines).toContain('  now          at once');
});
