import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../core/errors.js';
import { type LayeredSample, toTable } from './columns.js';
import { continueDataset, createDataset, type NewDataset } from './create-dataset.js';
import { loadLance } from './lance.js';
import { manifestPath } from './manifest.js';
import { openDataset } from './store.js';
import { storeError } from './store-errors.js';

const pointCount = 3;
const description: NewDataset = {
  landmarks: 'three',
  pointCount,
  conventions: ['surface', 'contour'],
  layers: ['segmentation'],
  missingPoints: 'forbidden',
  count: 5,
  origin: { seed: 7 },
};

function sampleNumber(i: number): LayeredSample {
  return {
    id: `face-${i}`,
    image: Uint8Array.of(255, 216, i),
    width: 64,
    height: 48,
    landmarks: 'three',
    points: {
      surface: Float32Array.of(i, 1.5, 2, 3, 4, 5),
      contour: Float32Array.of(i + 0.25, 1, 2, 3, 4, 5),
    },
    points3d: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, i),
    visibility: Uint8Array.of(0, 1, 3),
    labelQuality: i % 2 === 0 ? null : Uint8Array.of(0, 2, 1),
    box: { x: 1.125, y: -2, width: 30.1, height: 40 },
    split: i < 3 ? 'train' : "o'test",
    pupils: Float32Array.of(1, 2, Number.NaN, Number.NaN),
    attributes: { age: i, nested: { list: [1, 'zwei'] } },
    layers: { segmentation: Uint8Array.of(i, i + 1) },
  };
}

const five = [0, 1, 2, 3, 4].map(sampleNumber);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Without LanceDB's own folders. */
const filesOf = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

async function storeOfFive(change: Partial<NewDataset> = {}): Promise<void> {
  const dataset = await createDataset(folder, { ...description, ...change });
  await dataset.append(five.slice(0, 2));
  await dataset.append(five.slice(2));
  await dataset.finish();
  dataset.close();
}

describe('dataset store', () => {
  it('gives back every field of every sample bit for bit', async () => {
    await storeOfFive();
    const dataset = await openDataset(folder);
    expect(dataset.count).toBe(5);
    expect(await dataset.read([0, 1, 2, 3, 4], { layers: true })).toEqual(five);
  });

  it('selects by split and by what the pictures show', async () => {
    const dataset = await createDataset(folder, description);
    const made = {
      sceneVersion: 1,
      scene: {},
      camera: { width: 1, height: 1, focal: 1, cx: 0, cy: 0 },
      head: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] },
      gaze: [0, 0, 1, 0, 0, 1],
    };
    const shown = (i: number): Record<string, unknown> => ({
      ...made,
      shows: { yaw: 10 * i, glasses: i === 3 ? 'dark' : 'none', tone: i === 1 ? 'infrared' : 'colour' },
      caption: `face ${i}`,
      ...(i === 4 && { clip: { index: 7, frame: 2, frames: 9, rate: 25 } }),
    });
    await dataset.append(
      five.map((sample, i) => ({ ...sample, attributes: i === 0 ? sample.attributes : shown(i) })),
    );
    await dataset.finish();
    const chosen = (where: string, split?: string): Promise<number[]> =>
      dataset.indices({ where, ...(split !== undefined && { split }) });
    expect(await chosen('yaw > 15')).toEqual([2, 3, 4]);
    expect(await chosen('yaw > 15', 'train')).toEqual([2]);
    expect(await chosen("yaw < 15 OR glasses = 'dark'", 'train')).toEqual([1]);
    expect(await chosen("glasses = 'dark'")).toEqual([3]);
    expect(await chosen("tone = 'infrared'")).toEqual([1]);
    expect(await chosen("caption = 'face 2' OR clip = 7 AND frame = 2")).toEqual([2, 4]);
    expect(await chosen('yaw IS NULL')).toEqual([0]);
    expect(await dataset.ids({ where: 'yaw >= 30' })).toEqual(['face-3', 'face-4']);
    await expect(chosen('glases = 3')).rejects.toThrow(
      /«glases = 3» cannot be used: .*glases.*yaw, pitch, roll/,
    );
    for (const [where, told] of [
      ['beard = none', "there is no column 'none'; did you mean 'tone'?"],
      ['yaw >', 'an expression is missing at its end'],
      ["yaw = 'a'", "'a' is compared with a column of numbers"],
      ['yaw', 'it compares nothing'],
      ['foo(yaw) > 1', "there is no function 'foo'"],
      ['id + 1 = 2', 'it joins or compares numbers with text'],
      ["yaw LIKE 'a'", 'it joins or compares numbers with text'],
    ] as const) {
      const words = `the condition «${where}» cannot be used: ${told} (for example`;
      await expect(chosen(where)).rejects.toThrow(words);
    }
    // Nothing reaches out of the split, and nothing after the condition is passed over.
    await expect(chosen('true) OR (true', 'train')).rejects.toThrow('closes a bracket that it did not open');
    await expect(chosen('yaw > 15 LIMIT 1')).rejects.toThrow('LIMIT');
    await expect(chosen('1=1 --')).rejects.toThrow('leave out comments');
    expect(await chosen('"index" = 3')).toEqual([3]);
    const terms = (count: number, at: number): string =>
      Array.from({ length: count }, (_, i) => `yaw = ${i === at ? 20 : -i - 1}`).join(' OR ');
    expect(await chosen(terms(250, 249))).toEqual([2]);
    await expect(chosen(terms(700, 0))).rejects.toThrow('operators');
  });

  it('does not blame a condition for files that cannot be read', async () => {
    await storeOfFive();
    const dataset = await openDataset(folder);
    const data = join(folder, 'samples.lance', 'data');
    for (const name of readdirSync(data)) rmSync(join(data, name));
    const refused = await dataset.indices({ where: 'yaw > 15' }).catch((error: unknown) => error);
    expect(String(refused)).toMatch(/the dataset cannot be read: .*Not found/);
    expect(refused).not.toBeInstanceOf(UsageError);
    await expect(dataset.indices({ where: 'glases = 3' })).rejects.toBeInstanceOf(UsageError);
    dataset.close();
  });

  it('opens a dataset whose table was made before a column was there', async () => {
    await storeOfFive();
    const { lancedb } = loadLance();
    const table = await (await lancedb.connect(folder)).openTable('samples');
    await table.dropColumns(['brows', 'brow_arch', 'tone']);
    table.close();
    const dataset = await openDataset(folder);
    expect(await dataset.read([0, 1, 2, 3, 4], { layers: true })).toEqual(five);
    expect(await dataset.indices({ where: 'yaw IS NULL' })).toEqual([0, 1, 2, 3, 4]);
    const refused = dataset.indices({ where: "brows LIKE '%arched%'" });
    await expect(refused).rejects.toThrow(/cannot be used: .*brows/);
    await expect(refused).rejects.toThrow(/columns: (?!.* brows,)/);
  });

  it('reads rows in the order asked for, repeats included, without images where they are not wanted', async () => {
    await storeOfFive();
    const dataset = await openDataset(folder);
    const rows = await dataset.read([4, 0, 4, 1], { images: false });
    expect(rows.map(({ id }) => id)).toEqual(['face-4', 'face-0', 'face-4', 'face-1']);
    expect(rows[0]?.image.length).toBe(0);
    expect(rows[0]?.layers).toBeUndefined();
    await expect(dataset.read([5])).rejects.toThrow('sample 5 is not there: the dataset holds 5');
  });

  it('filters by split, whatever its name', async () => {
    await storeOfFive();
    const dataset = await openDataset(folder);
    expect(await dataset.indices({ split: "o'test" })).toEqual([3, 4]);
    expect(await dataset.ids({ split: 'train' })).toEqual(['face-0', 'face-1', 'face-2']);
    expect(await dataset.splits()).toEqual({ train: 3, "o'test": 2 });
    const scanned: string[] = [];
    for await (const batch of dataset.scan({ split: "o'test", images: false })) {
      scanned.push(...batch.map(({ id }) => id));
    }
    expect(scanned).toEqual(['face-3', 'face-4']);
  });

  it('keeps NaN where missing points are allowed', async () => {
    const dataset = await createDataset(folder, { ...description, missingPoints: 'allowed' });
    const surface = Float32Array.of(1, 2, Number.NaN, Number.NaN, 5, 6);
    await dataset.append([{ ...sampleNumber(0), points: { surface, contour: surface } }]);
    const [read] = await dataset.read([0]);
    expect(read?.points.surface).toEqual(surface);
  });

  it('refuses NaN where they are not, and wrong lengths, before anything is written', async () => {
    const dataset = await createDataset(folder, description);
    const surface = Float32Array.of(1, 2, 3, Number.NaN, 5, 6);
    const points = { surface, contour: surface };
    await expect(dataset.append([sampleNumber(0), { ...sampleNumber(1), points }])).rejects.toThrow(
      'sample face-1: point 1 (surface) is NaN, not a pixel',
    );
    await expect(dataset.append([{ ...sampleNumber(1), visibility: Uint8Array.of(0) }])).rejects.toThrow(
      'visibility has 1 numbers, not 3',
    );
    await expect(dataset.append([{ ...sampleNumber(1), points: {} }])).rejects.toThrow(
      'surface has 0 numbers, not 6',
    );
    expect(dataset.count).toBe(0);
  });

  it('refuses an unfinished dataset unless asked, and continues it', async () => {
    const dataset = await createDataset(folder, description);
    await dataset.append(five.slice(0, 2));
    dataset.close();
    await expect(openDataset(folder)).rejects.toThrow('not finished: it holds 2 of 5 samples');
    expect((await openDataset(folder, { incomplete: true })).count).toBe(2);
    const again = await continueDataset(folder);
    await again.append(five.slice(2));
    await again.finish();
    const whole = await openDataset(folder);
    expect(await whole.read([0, 1, 2, 3, 4], { layers: true })).toEqual(five);
    await expect(continueDataset(folder)).rejects.toThrow('already holds a dataset');
    expect(filesOf(folder)).toEqual(['dataset.json']);
  });

  it('starts afresh where a start was killed between table and manifest, and clears what that left', async () => {
    (await createDataset(folder, description)).close();
    rmSync(manifestPath(folder));
    writeFileSync(`${manifestPath(folder)}.17.c0ffee00.part`, '{"format"');
    const dataset = await createDataset(folder, description);
    await dataset.append(five);
    expect(dataset.count).toBe(5);
    expect(filesOf(folder)).toEqual(['dataset.json', 'dataset.lock']);
  });

  it('does not take the place of a table that has rows', async () => {
    await storeOfFive();
    rmSync(manifestPath(folder));
    for (const replaceUnfinished of [false, true])
      await expect(createDataset(folder, description, { replaceUnfinished })).rejects.toThrow(
        "holds a LanceDB table 'samples' with data and no dataset.json",
      );
    const { lancedb } = loadLance();
    expect(await (await (await lancedb.connect(folder)).openTable('samples')).countRows()).toBe(5);
    expect(filesOf(folder)).toEqual([]);
  });

  it('takes the place of an unfinished dataset of the same origin only, and only when asked', async () => {
    const begun = await createDataset(folder, description);
    await begun.append(five.slice(0, 2));
    await expect(createDataset(folder, description, { replaceUnfinished: true })).rejects.toThrow(
      /is working on this dataset/,
    );
    begun.close();
    await expect(createDataset(folder, description)).rejects.toThrow('already holds a dataset');
    const other = { ...description, origin: { seed: 8 } };
    await expect(createDataset(folder, other, { replaceUnfinished: true })).rejects.toThrow(
      'of another source',
    );
    const dataset = await createDataset(folder, description, { replaceUnfinished: true });
    await dataset.append(five);
    await dataset.finish();
    expect((await openDataset(folder)).count).toBe(5);
  });

  it('says what is wrong with a folder that is no dataset, empty, of another version or taken', async () => {
    await expect(openDataset(join(folder, 'missing'))).rejects.toThrow('not a dataset');
    writeFileSync(join(folder, 'note.txt'), 'x');
    await expect(createDataset(folder, description)).rejects.toThrow('it holds note.txt');
    rmSync(join(folder, 'note.txt'));
    const dataset = await createDataset(folder, { ...description, count: 0 });
    await dataset.finish();
    await expect(openDataset(folder)).rejects.toThrow('holds no samples');
    await expect(createDataset(folder, description)).rejects.toThrow('already holds a dataset');
    const manifest = await readFile(manifestPath(folder), 'utf8');
    await writeFile(manifestPath(folder), manifest.replace('"formatVersion": 1', '"formatVersion": 9'));
    await expect(openDataset(folder)).rejects.toThrow('format version 9; this Lineament reads version 1');
    await writeFile(manifestPath(folder), manifest.slice(0, 40));
    await expect(openDataset(folder)).rejects.toThrow('dataset manifest is not JSON');
    await writeFile(manifestPath(folder), manifest.replace('"pointCount": 3', '"pointCount": 0'));
    await expect(openDataset(folder)).rejects.toThrow('pointCount');
  });

  it('has one writer at a time, and refuses to go on without its lock', async () => {
    const first = await createDataset(folder, description);
    await expect(continueDataset(folder)).rejects.toThrow(
      `the process ${process.pid} is working on this dataset`,
    );
    rmSync(join(folder, 'dataset.lock'));
    await expect(first.append(five.slice(0, 1))).rejects.toThrow('the lock of this dataset was taken away');
    const second = await continueDataset(folder);
    await second.append(five.slice(0, 1));
    await expect(first.append(five.slice(0, 1))).rejects.toThrow('the lock of this dataset was taken away');
    first.close();
    await second.append(five.slice(1, 2));
    expect(second.count).toBe(2);
  });

  it('refuses to continue or finish where two writers have appended side by side', async () => {
    const dataset = await createDataset(folder, description);
    await dataset.append(five.slice(0, 2));
    const { lancedb } = loadLance();
    const table = await (await lancedb.connect(folder)).openTable('samples');
    await table.add(toTable(five.slice(1, 2), 1, pointCount));
    dataset.close();
    await expect(continueDataset(folder)).rejects.toThrow('not one for each index: index 1 in row 2');
  });

  it('names the row whose attributes are damaged', async () => {
    await storeOfFive();
    const { lancedb } = loadLance();
    const table = await (await lancedb.connect(folder)).openTable('samples');
    for (const damaged of ['{"age":2,', '[2]', '']) {
      await table.update({ where: 'index >= 0', values: { attributes: damaged } });
      const dataset = await openDataset(folder);
      await expect(dataset.read([2])).rejects.toThrow(
        /row 2 \(face-2\): the attributes of this row are damaged/,
      );
    }
  });

  it('turns a full disk into words', () => {
    const cause = new Error('lance error: IO: No space left on device (os error 28), /x/y.rs:3:4');
    expect(storeError('data/faces', 'written', cause).message).toBe(
      'data/faces: the dataset cannot be written: no space left on the device ' +
        '(what was written stays readable: free some space and run the same command again)',
    );
  });
});
