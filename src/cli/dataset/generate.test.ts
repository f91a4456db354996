import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDataset } from '../../dataset/store/store.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { createProgram } from '../program.js';

let folder: string;
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-cli-generate-'));
  printed = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function lineament(...argv: string[]): Promise<void> {
  await createProgram().parseAsync(argv, { from: 'user' });
}

describe('lineament dataset generate', () => {
  it('makes real faces: the same bits with one worker and with two, and a contact sheet', async () => {
    const generate = (out: string, workers: string): Promise<void> =>
      lineament(
        ...['dataset', 'generate', '--head', 'cage', '--count', '4', '--size', '40', '--seed', '9', '--json'],
        ...['--workers', workers, '--out', out, '--contact-sheet', '--layers', 'segmentation'],
      );
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await generate(one, '1');
    const result: unknown = JSON.parse(printed);
    expect(result).toMatchObject({ folder: one, count: 4, resumedAt: 0, splits: { train: 4 } });
    await generate(two, '2');
    const read = async (out: string) => (await openDataset(out)).read([0, 1, 2, 3], { layers: true });
    const samples = await read(one);
    expect(await read(two)).toEqual(samples);
    expect(new Set(samples.map(({ image }) => Buffer.from(image).toString('base64'))).size).toBe(4);
    for (const { id, image, box, points, layers } of samples) {
      expect((await decodeImage(image, id)).width).toBe(40);
      expect(points.surface?.length).toBe(136);
      expect(box.width).toBeGreaterThan(10);
      expect((await sharp(layers?.segmentation).metadata()).width).toBe(40);
    }
    expect((await sharp(join(one, 'contact-sheet.png')).metadata()).width).toBe(4 * 128);
  });

  it('refuses what cannot be before anything is written', async () => {
    const out = join(folder, 'data');
    const wrong = (...argv: string[]): Promise<void> =>
      lineament('generate', '--count', '2', '--out', out, '--json', ...argv);
    await expect(wrong('--head', 'marble')).rejects.toThrow("there is no head 'marble'");
    await expect(wrong('--size', 'big')).rejects.toThrow('whole number');
    await expect(wrong('--pose', 'upside-down')).rejects.toThrow('in-the-wild');
    await expect(wrong('--count', '0')).rejects.toThrow('Allowed: a whole number from 1 to');
    await expect(openDataset(out)).rejects.toThrow('not a dataset');
  });
});

describe('lineament dataset import', () => {
  it('says which source has nothing to give', async () => {
    await expect(
      lineament('dataset', 'import', 'pts', folder, '--out', join(folder, 'x'), '--json'),
    ).rejects.toThrow('no .pts file');
    await expect(
      lineament('dataset', 'import', 'jsonl', join(folder, 'no.jsonl'), '--out', join(folder, 'x'), '--json'),
    ).rejects.toThrow('no such file or folder');
  });
});
