/** What all formats share, and small files compared with text written by hand. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { importWebDataset } from '../import/formats/webdataset.js';
import type { LayeredSample } from '../store/columns.js';
import { createDataset } from '../store/create-dataset.js';
import { describeLandmarks } from '../store/manifest.js';
import { openDataset } from '../store/store.js';
import { exportDataset, exportFormats } from './export-dataset.js';
import { fileStem, uniqueStems } from './sample-writer.js';

let picture: Uint8Array;
beforeAll(async () => {
  const raw = { width: 20, height: 10, channels: 3 as const };
  picture = Uint8Array.from(await sharp(new Uint8Array(600).fill(90), { raw }).png().toBuffer());
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const threePoints: LandmarkSet = {
  name: 'three',
  points: [
    { name: 'right', region: 'eyes', curve: 'lid.right.upper', at: 0 },
    { name: 'chin', region: 'contour', curve: 'jaw', at: 0.5 },
    { name: 'left', region: 'eyes', curve: 'lid.left.upper', at: 0 },
  ],
  mirror: [2, 1, 0],
};

/** A photograph with three points, the last of them without a label where `missing`. */
function photograph(id: string, missing = false): LayeredSample {
  const last = missing ? [Number.NaN, Number.NaN] : [12, 2.5];
  return {
    id,
    image: picture,
    width: 20,
    height: 10,
    landmarks: 'three',
    points: { contour: Float32Array.from([3, 2, 7.25, 9, ...last]) },
    points3d: null,
    visibility: null,
    labelQuality: null,
    box: { x: 3, y: 2, width: 9, height: 7 },
    split: 'test',
    pupils: null,
    attributes: {},
  };
}

/** With all of the 68 points that some formats ask for. */
function wholePhotograph(id: string): LayeredSample {
  return { ...photograph(id), landmarks: 'ibug68', points: { contour: new Float32Array(136) } };
}

async function dataset(
  samples: readonly LayeredSample[],
  set: LandmarkSet = threePoints,
): ReturnType<typeof openDataset> {
  const made = await createDataset(join(folder, 'data'), {
    ...describeLandmarks(set),
    conventions: ['contour'],
    layers: [],
    missingPoints: 'allowed',
    count: null,
    origin: { kind: 'test' },
  });
  await made.append(samples);
  await made.finish();
  return made;
}

const out = (): string => join(folder, 'out');
const files = (): string[] =>
  readdirSync(out(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out().length + 1))
    .sort();

/** The exported shards as a dataset. */
async function readBack(): Promise<LayeredSample[]> {
  const landmarks = join(folder, 'three.yaml');
  const rows = [
    'right, curve: lid.right.upper, at: 0',
    'chin, curve: jaw, at: 0.5',
    'left, curve: lid.left.upper, at: 0',
  ];
  writeFileSync(landmarks, `name: three\npoints:\n${rows.map((row) => `  - { name: ${row} }\n`).join('')}`);
  const back = join(folder, 'back');
  await importWebDataset({ source: out(), out: back, landmarks });
  const read = await openDataset(back);
  return read.read(await read.indices());
}

describe('exportDataset', () => {
  it('300w: points counted from 1; a missing point is listed, the rest goes on', async () => {
    const data = await dataset([photograph('a'), photograph('b', true)]);
    const result = await exportDataset({ dataset: data, format: '300w', out: out() });
    expect(result.count).toBe(1);
    expect(result.failures).toEqual([
      {
        id: 'b',
        reason:
          'sample b: point 2 has no label, which .pts cannot say (export as coco-wholebody or webdataset)',
      },
    ]);
    expect(files()).toEqual(['a.png', 'a.pts']);
    expect(readFileSync(join(out(), 'a.pts'), 'utf8')).toBe(
      'version: 1\nn_points: 3\n{\n4.000000 3.000000\n8.250000 10.000000\n13.000000 3.500000\n}\n',
    );
    expect(readFileSync(join(out(), 'a.png'))).toEqual(Buffer.from(picture));
  });

  it('webdataset: members and labels as the documentation shows them; a missing point is null and comes back', async () => {
    const data = await dataset([photograph('b.1', true)]);
    await exportDataset({ dataset: data, format: 'webdataset', out: out() });
    const shard = readFileSync(join(out(), 'shard-000000.tar'));
    // POSIX: the name in the first 100 bytes of a block, `ustar` at byte 257.
    expect(shard.toString('latin1', 0, 7)).toBe('b_1.png');
    expect(shard.toString('latin1', 257, 262)).toBe('ustar');
    const labels = 512 + Math.ceil(picture.length / 512) * 512;
    expect(shard.toString('latin1', labels, labels + 8)).toBe('b_1.json');
    const text = shard.toString('utf8', labels + 512);
    expect(text.slice(0, text.indexOf('\0'))).toBe(
      '{"id":"b.1","split":"test","width":20,"height":10,"landmarks":"three",' +
        '"points":{"contour":[[3,2],[7.25,9],null]},"points3d":null,"visibility":null,' +
        '"box":{"x":3,"y":2,"width":9,"height":7},"pupils":null,"attributes":{}}',
    );
    expect(await readBack()).toEqual([photograph('b.1', true)]);
  });

  it('coco-wholebody: v is 0 for a missing point and 68 points are asked for', async () => {
    const data = await dataset([photograph('a', true)]);
    await exportDataset({ dataset: data, format: 'coco-wholebody', out: out() });
    const { images, annotations } = JSON.parse(readFileSync(join(out(), 'annotations.json'), 'utf8'));
    expect(images).toEqual([{ id: 1, file_name: 'a.png', width: 20, height: 10 }]);
    const [{ face_kpts: points, ...face }] = annotations;
    expect(face).toMatchObject({ image_id: 1, face_box: [3, 2, 9, 7], bbox: [3, 2, 9, 7], area: 63 });
    expect(face).toMatchObject({ face_valid: true, lefthand_valid: false, num_keypoints: 0 });
    expect(points).toHaveLength(3 * 68);
    expect(points.slice(3 * 36, 3 * 37)).toEqual([3, 2, 2]);
    expect(points.slice(3 * 45, 3 * 46)).toEqual([0, 0, 0]);
    expect(points.slice(3 * 8, 3 * 9)).toEqual([7.25, 9, 2]);
    // The set has nothing near the tip of the nose: its chin is not written for it.
    expect(points.slice(3 * 30, 3 * 31)).toEqual([0, 0, 0]);
  });

  it('coco-wholebody: a photograph of several faces is written once', async () => {
    const other = await sharp(picture).negate().png().toBuffer();
    const data = await dataset([
      photograph('a#1'),
      { ...photograph('b'), image: other },
      photograph('a#2'),
      photograph('c'),
    ]);
    await exportDataset({ dataset: data, format: 'coco-wholebody', out: out() });
    const { images, annotations } = JSON.parse(readFileSync(join(out(), 'annotations.json'), 'utf8'));
    expect(images).toEqual([
      { id: 1, file_name: 'a.png', width: 20, height: 10 },
      { id: 2, file_name: 'b.png', width: 20, height: 10 },
    ]);
    expect(annotations.map((face: { id: number; image_id: number }) => [face.id, face.image_id])).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
      [4, 1],
    ]);
    expect(files().filter((file) => file.endsWith('.png'))).toEqual(['images/a.png', 'images/b.png']);
  });

  it.each(['facesynthetics', 'synthesis'] as const)(
    '%s refuses a set that lacks some of the 68 and leaves nothing',
    async (format) => {
      const data = await dataset([photograph('a')]);
      await expect(exportDataset({ dataset: data, format, out: out() })).rejects.toThrow(
        "set 'three' has nothing within 1 cm of 6",
      );
      expect(readdirSync(folder)).toEqual(['data']);
    },
  );

  it.each(['facesynthetics', 'synthesis'] as const)(
    '%s refuses photographs and leaves nothing',
    async (format) => {
      const data = await dataset([wholePhotograph('a')], ibug68);
      await expect(exportDataset({ dataset: data, format, out: out() })).rejects.toThrow(
        'none of 1 samples could be exported',
      );
      expect(readdirSync(folder)).toEqual(['data']);
    },
  );

  it.each(['300w', 'coco-wholebody', 'webdataset'] as const)(
    '%s: hostile ids stay below the folder, and none is lost',
    async (format) => {
      const ids = [
        '../../x',
        '/etc/x',
        'a/b',
        'a_b',
        'A_B',
        'con?',
        'con',
        'con_',
        'x.jpg/y',
        'x',
        '..',
        'a//b',
      ];
      ids.push('x'.repeat(300), `${'x'.repeat(299)}y`, 'caf\u00e9', 'cafe\u0301', 'C:\\y');
      // Each with a picture of its own: by bytes, which PNG allows after its end.
      const own = (i: number): Uint8Array => Uint8Array.from([...picture, i]);
      const data = await dataset(ids.map((id, i) => ({ ...photograph(id), image: own(i) })));
      const { count, failures } = await exportDataset({ dataset: data, format, out: out() });
      expect({ count, failures }).toEqual({ count: ids.length, failures: [] });
      expect(readdirSync(folder).sort()).toEqual(['data', 'out']);
      if (format === 'webdataset') return; // one shard; its ids are compared below
      const pictures = files().filter((file) => file.endsWith('.png'));
      expect(new Set(pictures.map((file) => file.toLowerCase())).size).toBe(ids.length);
    },
  );

  it('webdataset: hostile ids come back as they were', async () => {
    const ids = ['../../x', 'a/b', 'a_b', 'a.b', 'A_B', 'con?', 'con!'];
    const data = await dataset(ids.map((id) => photograph(id)));
    await exportDataset({ dataset: data, format: 'webdataset', out: out() });
    expect((await readBack()).map(({ id }) => id)).toEqual(ids);
  });

  it('a folder that holds something, an empty choice and a stop leave no half export', async () => {
    const data = await dataset([wholePhotograph('a'), wholePhotograph('b')], ibug68);
    for (const format of exportFormats) {
      const wanted = { dataset: data, format, out: out() };
      await expect(exportDataset({ ...wanted, split: 'none' })).rejects.toThrow('no sample is selected');
      const stop = new AbortController();
      stop.abort();
      await expect(exportDataset(wanted, { ...silentWork, signal: stop.signal })).rejects.toThrow(
        '0 of 2 samples were exported',
      );
      expect(readdirSync(folder)).toEqual(['data']);
    }
    mkdirSync(out());
    const chosen = { dataset: data, format: '300w' as const, out: out() };
    expect((await exportDataset({ ...chosen, where: "id = 'b'" })).count).toBe(1);
    await expect(exportDataset(chosen)).rejects.toThrow('is not empty');
    expect(files()).toEqual(['b.png', 'b.pts']);
    writeFileSync(join(folder, 'file'), '');
    await expect(exportDataset({ ...chosen, out: join(folder, 'file') })).rejects.toThrow(
      'cannot be written',
    );
  });

  it('killed half-way, the folder is absent, and the next run makes it whole', async () => {
    const data = await dataset(Array.from({ length: 400 }, (_, i) => photograph(`face-${i}`)));
    const script = fileURLToPath(new URL('./kill-target.suite.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, join(folder, 'data'), out()], {
      stdio: 'inherit',
    });
    const part = `${out()}.lineament-part`;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!existsSync(part) || readdirSync(part).length < 20)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(out())).toBe(false);
    await exportDataset({ dataset: data, format: '300w', out: out() });
    expect(files()).toHaveLength(800);
    expect(existsSync(part)).toBe(false);
  });
});

describe('fileStem', () => {
  it.each([
    ['../../x', '__/__/x'],
    ['/etc/passwd', 'etc/passwd'],
    ['a/b', 'a/b'],
    ['v1.0/face.2', 'v1_0/face.2'],
    ['con?', 'con_'],
    ['con', '_con'],
    ['', '_'],
    ['C:\\x', 'C__x'],
    ['Zoë', 'Zoë'],
  ])('%s is written as %s', (id, stem) => {
    expect(fileStem(id)).toBe(stem);
  });

  it('is unique even where capitals do not count', () => {
    const stemOf = uniqueStems();
    expect(['a', 'A', 'a-2', 'a'].map(stemOf)).toEqual(['a', 'A-2', 'a-2-2', 'a-3']);
    expect(fileStem('x'.repeat(300))).toHaveLength(200);
    expect(fileStem(`..${sep}..`)).not.toContain('..');
  });
});
