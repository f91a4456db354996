import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { unknownVisibility, visibility } from '../../landmarks/landmark-set.js';
import { type Augmentation, augmentationSchema } from '../augment/settings.js';
import type { LayeredSample } from '../store/columns.js';
import { createDataset } from '../store/create-dataset.js';
import { type Dataset, openDataset } from '../store/store.js';
import { createLoader, type LoadedBatch, type LoaderOptions } from './loader.js';

const side = 96;
const inputSize = 64;
const count = 68;
/** Outer corners of the subject's right and left eye: mirror partners. */
const [right, left] = [36, 45];
const normalisation = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;

const off = { probability: 0 };
const geometryOnly: Augmentation = augmentationSchema.parse({
  occluders: off,
  colour: off,
  blur: off,
  resolutionLoss: off,
  noise: off,
  jpeg: off,
  rotation: { probability: 1, degrees: 20 },
  cropJitter: { shift: 0.08, scale: [0.9, 1.3] },
});

/** The face hides its right eye's outer corner itself; a hat is over the left brow; a point of the jaw is not in the picture. */
const seen = new Uint8Array(count);
seen[right] = visibility.hiddenBySelf;
seen[24] = visibility.hiddenByOther;
seen[3] = visibility.outside;

/** A dark picture with a red blob on point 36 and a blue blob on point 45. */
async function blobSample(index: number): Promise<LayeredSample> {
  const random = new Random('blobs', index);
  const points = Float32Array.from({ length: 2 * count }, () => random.uniform(30, 66));
  points.set([random.uniform(26, 34), random.uniform(34, 42)], 2 * right);
  points.set([random.uniform(60, 68), random.uniform(34, 42)], 2 * left);
  if (index === 0) points.fill(Number.NaN, 0, 2);
  const rgb = new Uint8Array(side * side * 3);
  for (const [k, channel] of [
    [right, 0],
    [left, 2],
  ] as const) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const d2 = (x - points[2 * k]!) ** 2 + (y - points[2 * k + 1]!) ** 2;
        rgb[(y * side + x) * 3 + channel] = 250 * Math.exp(-d2 / 8);
      }
    }
  }
  return {
    id: `blob-${index}`,
    image: await sharp(rgb, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toBuffer(),
    width: side,
    height: side,
    landmarks: 'ibug68',
    points: { contour: points },
    points3d: null,
    // The last test face says nothing.
    visibility: index === 11 ? null : seen,
    labelQuality: null,
    box: { x: 22, y: 30, width: 52, height: 40 },
    split: index < 10 ? 'train' : 'test',
    pupils: null,
    attributes: {},
  };
}

let folder: string;
let dataset: Dataset;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-loader-'));
  const made = await createDataset(folder, {
    landmarks: 'ibug68',
    pointCount: count,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'allowed',
    count: 12,
    origin: {},
  });
  await made.append(await Promise.all(Array.from({ length: 12 }, (_, i) => blobSample(i))));
  await made.finish();
  dataset = await openDataset(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function batches(
  steps: readonly number[],
  change: Partial<LoaderOptions> = {},
): Promise<LoadedBatch[]> {
  const loader = await createLoader([dataset], {
    split: 'train',
    batch: 4,
    inputSize,
    augmentation: geometryOnly,
    convention: 'contour',
    seed: 11,
    normalisation,
    ...change,
  });
  const loaded = await Promise.all(steps.map((step) => loader.batch(step)));
  await loader.close();
  return loaded;
}

/** Brightness-weighted centre of one channel. */
function centroid({ images }: LoadedBatch, i: number, channel: number): [number, number] {
  const plane = images.subarray((i * 3 + channel) * inputSize ** 2, (i * 3 + channel + 1) * inputSize ** 2);
  let [sum, sumX, sumY] = [0, 0, 0];
  for (const [at, value] of plane.entries()) {
    sum += value;
    sumX += value * (at % inputSize);
    sumY += value * Math.floor(at / inputSize);
  }
  return [sumX / sum, sumY / sum];
}

function pointOf({ points }: LoadedBatch, i: number, k: number): [number, number] {
  return [points[(i * count + k) * 2]!, points[(i * count + k) * 2 + 1]!];
}

const apart = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

describe('loader', () => {
  it('moves points with their pixels, and a flipped face gets the names of a face', async () => {
    let flipped = 0;
    const loaded = await batches([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const batch of loaded) {
      for (let i = 0; i < 4; i++) {
        const red = centroid(batch, i, 0);
        const blue = centroid(batch, i, 2);
        const onRight = pointOf(batch, i, right);
        const onLeft = pointOf(batch, i, left);
        // The subject's right eye stays on the left of the picture: what lies there is named 36.
        expect(onRight[0]).toBeLessThan(onLeft[0]);
        const isFlipped = red[0] > blue[0];
        if (isFlipped) flipped++;
        expect(apart(red, isFlipped ? onLeft : onRight)).toBeLessThan(0.25);
        expect(apart(blue, isFlipped ? onRight : onLeft)).toBeLessThan(0.25);
      }
    }
    expect(flipped).toBeGreaterThan(5);
    expect(flipped).toBeLessThan(27);
  });

  it('gives the same batch for a step, whatever the workers and whatever was asked for before', async () => {
    const augmentation = augmentationSchema.parse({});
    const [a, b, c] = await batches([0, 1, 7], { augmentation });
    expect(await batches([7, 0, 1], { augmentation, workers: 2 })).toEqual([c, a, b]);
    expect(await batches([0, 1, 7], { augmentation, cacheBytes: 5 * 3 * side * side })).toEqual([a, b, c]);
    const [other] = await batches([0], { augmentation, seed: 12 });
    expect(other?.images).not.toEqual(a?.images);
  });

  it('goes through all samples once an epoch, in a new order each time', async () => {
    const loaded = await batches([0, 1, 2, 3, 4]); // 20 samples: two epochs of 10
    const order = loaded.flatMap(({ indices }) => [...indices]);
    const sorted = (part: number[]): number[] => part.toSorted((x, y) => x - y);
    const all = Array.from({ length: 10 }, (_, i) => i);
    expect(sorted(order.slice(0, 10))).toEqual(all);
    expect(sorted(order.slice(10))).toEqual(all);
    expect(order.slice(0, 10)).not.toEqual(order.slice(10));
  });

  it('without augmentation takes samples in order and crops as detection does', async () => {
    const [batch] = await batches([0], { augmentation: null, split: 'test', batch: 2 });
    const sample = await blobSample(10);
    // Side 1.3 · 52 around (48, 50), drawn at 64.
    const scale = 64 / (1.3 * 52);
    const [x, y] = pointOf(batch!, 0, 7);
    expect(x).toBeCloseTo((sample.points.contour![14]! - 48) * scale + 31.5, 3);
    expect(y).toBeCloseTo((sample.points.contour![15]! - 50) * scale + 31.5, 3);
    expect([...batch!.indices]).toEqual([0, 1]);
  });

  it('normalises, weighs missing points 0 and never hands out NaN', async () => {
    const plain = await batches([0], { augmentation: null });
    const scaled = await batches([0], {
      augmentation: null,
      normalisation: { mean: [0.5, 0.25, 0], deviation: [0.5, 1, 2] },
    });
    const plane = inputSize ** 2;
    for (const at of [5, 1000, 2000]) {
      expect(scaled[0]!.images[at]).toBeCloseTo((plain[0]!.images[at]! - 0.5) / 0.5, 5);
      expect(scaled[0]!.images[plane + at]).toBeCloseTo(plain[0]!.images[plane + at]! - 0.25, 5);
      expect(scaled[0]!.images[2 * plane + at]).toBeCloseTo(plain[0]!.images[2 * plane + at]! / 2, 5);
    }
    expect(plain[0]!.weights[0]).toBe(0);
    expect(plain[0]!.weights[right]).toBe(1);
    expect(plain[0]!.points.every(Number.isFinite)).toBe(true);
  });

  it('weighs points that jitter moved out of the crop 0', async () => {
    const close = { ...geometryOnly, cropJitter: { shift: 0.3, scale: [0.4, 0.4] as [number, number] } };
    const [batch] = await batches([0], { augmentation: close });
    let outside = 0;
    for (let i = 0; i < 4 * count; i++) {
      const [x, y] = [batch!.points[2 * i]!, batch!.points[2 * i + 1]!];
      const inside = x >= -0.5 && y >= -0.5 && x < 63.5 && y < 63.5;
      if (!inside) outside++;
      if (!inside) expect(batch!.weights[i]).toBe(0);
    }
    expect(outside).toBeGreaterThan(20);
  });

  it('says what can be seen of each point, by its name in the crop', async () => {
    const flipAlways = { ...geometryOnly, flip: { probability: 1 } };
    for (const [augmentation, byFace, byHat, cut] of [
      [null, right, 24, 3],
      [flipAlways, left, 19, 13],
    ] as const) {
      const [batch] = await batches([0], { augmentation });
      const kinds = new Map<number, number>([
        [byFace, visibility.hiddenBySelf],
        [byHat, visibility.hiddenByOther],
        [cut, visibility.outside],
      ]);
      // The first sample's first point has no label.
      const from = [...batch!.indices].indexOf(batch!.indices.find((index) => index !== 0)!) * count;
      for (let k = 0; k < count; k++)
        if (batch!.weights[from + k] === 1)
          expect(batch!.visibility[from + k], `point ${k}`).toBe(kinds.get(k) ?? visibility.visible);
    }
    const [batch] = await batches([0], { augmentation: null });
    expect(batch!.visibility[0]).toBe(unknownVisibility);
    const [test] = await batches([0], { augmentation: null, split: 'test', batch: 2 });
    expect([...test!.visibility.subarray(count)]).toEqual(new Array(count).fill(unknownVisibility));
  });

  it('leaves what lies beyond the crop as the picture has it, and calls what augmentation covers hidden', async () => {
    const close = { ...geometryOnly, cropJitter: { shift: 0.3, scale: [0.4, 0.4] as [number, number] } };
    const [cut] = await batches([0], { augmentation: close });
    const kinds = new Set<number>();
    for (let i = 1; i < 4 * count; i++)
      if (cut!.weights[i] === 0 && cut!.points[2 * i] !== 0) kinds.add(cut!.visibility[i]!);
    expect(kinds.has(visibility.visible)).toBe(true);
    expect(cut!.visibility.filter((kind) => kind === visibility.outside)).toHaveLength(4);
    const covered: Augmentation = {
      ...geometryOnly,
      occluders: { probability: 1, most: 1, size: [0.99, 1] },
    };
    const [plain] = await batches([3], { augmentation: geometryOnly });
    const [hidden] = await batches([3], { augmentation: covered });
    let newly = 0;
    hidden!.visibility.forEach((kind, i) => {
      const before = plain!.visibility[i]!;
      if (kind === before) return;
      newly++;
      expect([before, kind]).toEqual([visibility.visible, visibility.hiddenByOther]);
    });
    expect(newly).toBeGreaterThan(20);
    expect(newly).toBeLessThan(4 * count);
  });

  it('takes at most `limit` samples', async () => {
    const loader = await createLoader([dataset], {
      split: 'train',
      batch: 4,
      inputSize,
      augmentation: null,
      convention: 'contour',
      seed: 0,
      normalisation,
      limit: 3,
    });
    expect(loader.size).toBe(3);
    expect([...(await loader.batch(0)).indices]).toEqual([0, 1, 2, 0]);
    await loader.close();
  });

  it('hands out twins after one another, moved alike, and nobody who has none', async () => {
    const place = mkdtempSync(join(tmpdir(), 'lineament-loader-'));
    // 3 is 1 again and 4 is 2 again: the same labels, so that moved alike means moved to the same place; 0 stands alone.
    const withTwins = async (name: string, from: number): Promise<Dataset> => {
      const made = await createDataset(join(place, name), { ...dataset.manifest, count: null });
      const rows = await Promise.all([0, 1, 2, 3, 4].map((i) => blobSample(from + i)));
      for (const [i, row] of rows.entries()) {
        const first = i < 3 ? undefined : rows[i - 2]!;
        row.id = `blob-${i}`;
        row.split = 'train';
        row.points = first?.points ?? row.points;
        if (first !== undefined) row.attributes = { again: first.id } as LayeredSample['attributes'];
      }
      await made.append(rows);
      await made.finish();
      return openDataset(join(place, name));
    };
    const both = await withTwins('both', 0);
    // The same ids, other faces.
    const others = await withTwins('others', 5);
    const options = { split: 'train', inputSize, convention: 'contour', seed: 5, normalisation } as const;
    const labels = ({ points }: LoadedBatch, face: number): number[] => [
      ...points.subarray(face * 2 * count, (face + 1) * 2 * count),
    ];
    const loader = await createLoader([both], {
      ...options,
      ...{ batch: 4, augmentation: geometryOnly, twins: true },
    });
    expect(loader.size).toBe(4);
    const orders = new Set<string>();
    const places = new Set<string>();
    for (let step = 0; step < 6; step++) {
      const batch = await loader.batch(step);
      for (const pair of [0, 2]) {
        expect(labels(batch, pair + 1)).toEqual(labels(batch, pair));
        places.add(String(labels(batch, pair)));
      }
      orders.add(String(batch.indices));
    }
    // Items in twins' order: 1, 3, 2, 4.
    expect([...orders].sort()).toEqual(['0,1,2,3', '2,3,0,1']);
    expect(places.size).toBe(12);
    await loader.close();
    const all = await createLoader([both, others], {
      ...options,
      ...{ batch: 8, augmentation: null, twins: true },
    });
    const batch = await all.batch(0);
    for (const pair of [0, 2, 4, 6]) expect(labels(batch, pair + 1)).toEqual(labels(batch, pair));
    expect(new Set([0, 2, 4, 6].map((pair) => String(labels(batch, pair)))).size).toBe(4);
    await all.close();
    await expect(
      createLoader([both], { ...options, batch: 3, augmentation: null, twins: true }),
    ).rejects.toThrow('twins in batches of 3');
    await expect(
      createLoader([dataset], { ...options, batch: 4, augmentation: null, twins: true }),
    ).rejects.toThrow("no row of split 'train' is another one of it again");
    both.close();
    others.close();
    rmSync(place, { recursive: true });
  });

  it('leaves out samples whose labels are not of their picture, and says which', async () => {
    const place = mkdtempSync(join(tmpdir(), 'lineament-loader-'));
    const made = await createDataset(place, { ...dataset.manifest, count: null });
    const [first, beside, far, last] = await Promise.all([0, 1, 2, 3].map(blobSample));
    beside!.box.x = side + 1;
    far!.points.contour![7] = 1e9;
    await made.append([first!, beside!, far!, { ...last!, split: 'dev', box: { ...last!.box, y: -90 } }]);
    await made.finish();
    const broken = await openDataset(place);
    const options = { batch: 1, inputSize, augmentation: null, convention: 'contour', seed: 0 } as const;
    const loader = await createLoader([broken], { ...options, normalisation, split: 'train', limit: 1 });
    const all = await createLoader([broken], { ...options, normalisation, split: 'train' });
    expect([loader.size, all.size]).toEqual([1, 1]);
    expect(all.leftOut).toEqual([
      { folder: place, id: 'blob-1', reason: expect.stringContaining('lies outside the image') },
      { folder: place, id: 'blob-2', reason: expect.stringContaining('point 3 (contour, counted from 0)') },
    ]);
    await Promise.all([loader.close(), all.close()]);
    await expect(createLoader([broken], { ...options, normalisation, split: 'dev' })).rejects.toThrow(
      /labels of all 1 samples of split 'dev' are broken; blob-3: the box/,
    );
    broken.close();
    rmSync(place, { recursive: true });
  });

  it('says which split or convention is missing', async () => {
    await expect(batches([0], { split: 'dev' })).rejects.toThrow(
      "no sample is in split 'dev' (the dataset's splits are train, test)",
    );
    await expect(batches([0], { convention: 'surface' })).rejects.toThrow('has no surface points');
  });
});
