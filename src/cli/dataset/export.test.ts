import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBareDataset } from '../../dataset/store/bare-dataset.suite.js';
import { createProgram } from '../program.js';

let folder: string;
let printed: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-cli-dataset-export-'));
  printed = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const dataset = await createBareDataset(join(folder, 'data'), { kind: 'test' });
  const raw = { width: 40, height: 40, channels: 3 as const };
  const image = await sharp(new Uint8Array(4800).fill(99), { raw }).jpeg().toBuffer();
  await dataset.append(
    ['train', 'train', 'test'].map((split, i) => ({
      ...{ id: `face-${i}`, image, width: 40, height: 40, landmarks: 'ibug68', split, attributes: {} },
      points: {
        contour: Float32Array.from({ length: 136 }, (_, k) => (i === 1 && k < 2 ? Number.NaN : k / 4)),
      },
      ...{ points3d: null, visibility: null, labelQuality: null, pupils: null },
      box: { x: 0, y: 0, width: 30, height: 30 },
    })),
  );
  await dataset.finish();
  dataset.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function lineament(...argv: string[]): Promise<void> {
  await createProgram().parseAsync(argv, { from: 'user' });
}

describe('lineament dataset export', () => {
  it('writes the chosen samples, prints the result as JSON, and import reads it back', async () => {
    const out = join(folder, 'shards');
    const data = join(folder, 'data');
    await lineament(
      ...['dataset', 'export'],
      data,
      '--format',
      'webdataset',
      '--out',
      out,
      '--where',
      "id <> 'face-0'",
      '--json',
    );
    const readBack = `lineament dataset import webdataset ${out} --out DATASET`;
    expect(JSON.parse(printed)).toEqual({ folder: out, count: 2, failures: [], readBack });
    expect(readdirSync(out)).toEqual(['shard-000000.tar']);
    printed = '';
    await lineament('dataset', 'import', 'webdataset', out, '--out', join(folder, 'back'), '--json');
    expect(JSON.parse(printed)).toMatchObject({ count: 2, failures: [] });
  });

  it('lists what the format cannot hold, writes the rest and ends with an error', async () => {
    const out = join(folder, 'out');
    const command = lineament(
      ...['dataset', 'export'],
      join(folder, 'data'),
      '--format',
      '300w',
      '--out',
      out,
      '--split',
      'train',
      '--json',
    );
    await expect(command).rejects.toThrow(/1 of 2 samples failed, the first: .*point 0 has no label/);
    expect(JSON.parse(printed)).toMatchObject({ count: 1, failures: [{ id: 'face-1' }] });
    expect(readdirSync(out)).toEqual(['face-0.jpg', 'face-0.pts']);
  });

  it('refuses unknown formats, conditions and datasets before it writes', async () => {
    const out = join(folder, 'out');
    const data = join(folder, 'data');
    await expect(lineament('dataset', 'export', data, '--format', 'voc', '--out', out)).rejects.toThrow(
      'webdataset',
    );
    const where = lineament(
      ...['dataset', 'export'],
      data,
      '--format',
      '300w',
      '--out',
      out,
      '--where',
      'smile = 1',
      '--json',
    );
    await expect(where).rejects.toThrow(/smile.*columns: .*split/s);
    await expect(lineament('dataset', 'export', folder, '--format', '300w', '--out', out)).rejects.toThrow(
      'not a dataset',
    );
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it('has every importer, with an example for each', () => {
    const dataset = createProgram().commands.find((command) => command.name() === 'dataset')!.commands;
    const formats = dataset.find((command) => command.name() === 'import')!.commands;
    // The file that the importers of COCO-style JSON share is none.
    const importers = ['formats', 'formats/pts', 'coco'].flatMap((place) =>
      readdirSync(`src/dataset/import/${place}`)
        .filter(
          (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'import-coco-faces.ts',
        )
        .filter((file) =>
          /^export (async )?function import[A-Z]/m.test(
            readFileSync(`src/dataset/import/${place}/${file}`, 'utf8'),
          ),
        ),
    );
    // Folders of `lineament annotate` are read by the room that wrote them.
    const foreign = formats.filter((command) => command.name() !== 'annotations');
    expect(new Set(foreign.map((command) => command.name())).size).toBe(importers.length);
    for (const format of formats) {
      let help = '';
      format.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toContain(`Example:\n  lineament dataset import ${format.name()} `);
    }
  });
});
