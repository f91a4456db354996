/** The example at the head of the README: what is printed there is what its command prints. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { typed } from '../src/cli/command/typed.suite.js';

test('the README shows what its first command prints', async () => {
  const readme = await readFile('README.md', 'utf8');
  const [, command, said] = /^\$ .*lineament -- (.*)\n([\s\S]*?)^```$/m.exec(readme)!;
  const { out } = await typed(...command!.split(' '));
  const printed = out.trimEnd().split('\n');
  const shown = said!
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '   …');
  expect(shown[0]).toBe(printed[0]);
  expect(shown.length).toBeGreaterThan(3);
  for (const line of shown.slice(1)) {
    const [number, name, ...values] = line.trim().split(/\s+/);
    const found = printed[1 + Number(number)]!.trim().split(/\s+/);
    expect(found.slice(0, 2)).toEqual([number, name]);
    // Processors add up in other orders.
    found.slice(2).forEach((value, i) => {
      expect(Number(value), line).toBeCloseTo(Number(values[i]), 1);
    });
  }
});
