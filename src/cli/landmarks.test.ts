import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addLandmarksCommand } from './landmarks.js';

afterEach(() => vi.restoreAllMocks());

async function landmarks(...argv: string[]): Promise<string> {
  vi.restoreAllMocks();
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().exitOverride();
  addLandmarksCommand(program);
  await program.parseAsync(['landmarks', ...argv], { from: 'user' });
  return out.mock.calls.map(([text]) => text).join('');
}

describe('lineament landmarks', () => {
  it('lists the sets', async () => {
    expect(await landmarks('list')).toContain(
      'ibug68  68 points: 17 contour, 10 brows, 9 nose, 12 eyes, 20 mouth',
    );
    expect(JSON.parse(await landmarks('list', '--json'))[0]).toMatchObject({ name: 'ibug68', points: 68 });
  });

  it('shows the points of a set', async () => {
    const lines = (await landmarks('show', 'ibug68')).trimEnd().split('\n');
    expect(lines).toHaveLength(70);
    expect(lines[2 + 45]).toMatch(/^ +45 eye\.left\.upper\.3 +eyes +lid\.left\.upper +0\.000 +36$/);
    expect(JSON.parse(await landmarks('show', 'ibug68', '--json')).mirror[0]).toBe(16);
  });

  it('names the known sets for an unknown one, and refuses an unknown subcommand', async () => {
    await expect(landmarks('show', 'ibug')).rejects.toThrow('the known sets are ibug68');
    await expect(landmarks('lst')).rejects.toThrow("unknown command 'lst'");
  });
});
