import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../core/errors.js';
import { writeTinyFacekit } from '../../face/heads/ict-facekit/tiny-facekit.suite.js';
import { exists } from '../../node/files.js';
import { createProgram } from '../program.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assets-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function lineament(...argv: string[]): Promise<void> {
  await createProgram().parseAsync(argv, { from: 'user' });
}

describe('lineament assets install', () => {
  it('refuses what it does not know', async () => {
    await expect(lineament('assets', 'install', 'flame')).rejects.toThrow("there is no 'flame' to install");
    await expect(lineament('assets', 'install', 'flame')).rejects.toThrow(UsageError);
  });

  it('refuses a folder that is not the published one, names it, and leaves nothing behind', async () => {
    const [from, to] = [join(folder, 'tiny'), join(folder, 'installed')];
    await writeTinyFacekit(from);
    const attempt = lineament('assets', 'install', 'ict-facekit', '--from', from, '--to', to);
    await expect(attempt).rejects.toThrow(
      'generic_neutral_mesh.obj: the neutral mesh must have 26719 vertices, got 4',
    );
    expect(await exists(to)).toBe(false);
  });

  it('says that a folder is missing', async () => {
    const attempt = lineament(
      'assets',
      'install',
      'ict-facekit',
      '--from',
      join(folder, 'nowhere'),
      '--to',
      folder,
    );
    await expect(attempt).rejects.toThrow(/nowhere: is no ICT-FaceKit folder/);
  });
});
