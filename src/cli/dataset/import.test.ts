import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProgram } from '../program.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-cli-import-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

it('A folder that is taken is refused before the labels are opened', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const gone = join(folder, 'gone.json');
  const argv = ['dataset', 'import', 'coco-wholebody', gone, '--images', folder, '--out', folder];
  await expect(createProgram().parseAsync(argv, { from: 'user' })).rejects.toThrow('it holds notes.txt');
});
