import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isUnseen } from '../../../captions/unseen.js';
import { createDataset } from '../../../dataset/store/create-dataset.js';
import { BatchOrder } from './batch-order.js';
import type { FaceAttributes } from './face-set.js';
import { loadFaces } from './load-faces.js';
import { faceDataSchema } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-faces-'));
const shows: FaceAttributes = {
  age: 40,
  masculinity: 0.9,
  hair: 'short',
  hair_colour: 'brown',
  beard: 'none',
  glasses: 'none',
  headwear: 'none',
  headwear_colour: 'none',
  mask: 'none',
  expression: 'smile',
  eyes: 'open',
  yaw: 0,
  pitch: 0,
  roll: 0,
  gaze_yaw: 0,
  gaze_pitch: 0,
  light: 'studio',
  tone: 'colour',
} as unknown as FaceAttributes;

/** Four pictures of 16 × 16, left half red: three of training, of which one is dark-glassed and blond, and one of validation. */
beforeAll(async () => {
  const rgb = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) =>
    i % 3 === 0 && Math.floor(i / 3) % 16 < 8 ? 255 : 0,
  );
  const image = await sharp(rgb, { raw: { width: 16, height: 16, channels: 3 } })
    .png()
    .toBuffer();
  const dataset = await createDataset(folder, {
    landmarks: 'ibug68',
    pointCount: 68,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'allowed',
    count: 4,
    origin: {},
  });
  await dataset.append(
    [shows, { ...shows, glasses: 'dark', hair_colour: 'blond' }, shows, shows].map((attributes, i) => ({
      id: `face-${i}`,
      image,
      width: 16,
      height: 16,
      landmarks: 'ibug68',
      points: { contour: Float32Array.from({ length: 136 }, (_, k) => 2 + (k % 11)) },
      points3d: null,
      visibility: null,
      labelQuality: null,
      box: { x: 2, y: 2, width: 11, height: 11 },
      split: i === 3 ? 'validation' : 'train',
      pupils: null,
      attributes: {
        sceneVersion: 1,
        scene: {},
        camera: { width: 16, height: 16, focal: 1, cx: 8, cy: 8 },
        head: { rotation: Array(9).fill(0), translation: [0, 0, 0] },
        gaze: Array(6).fill(0),
        shows: attributes,
        caption: '',
      },
    })),
  );
  await dataset.finish();
  dataset.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('faces in memory', () => {
  it('are those of their split, scaled, from −1 to 1, without the combinations that are held out', async () => {
    expect(faceDataSchema.parse({ datasets: [folder] })).toEqual({ datasets: [folder], size: 64 });
    const data = faceDataSchema.parse({ datasets: [folder, folder], size: 8 });
    const train = await loadFaces(data, 'train');
    expect(train.count).toBe(4);
    expect(train.faces.map(({ id }) => id.split('/').at(-1))).toEqual([
      'face-0',
      'face-2',
      'face-0',
      'face-2',
    ]);
    expect(train.faces[0]!.facts).toMatchObject({ person: 'man', expression: 'smile', hairColour: 'brown' });
    const images = train.images([1, 3]);
    expect(images).toHaveLength(2 * 3 * 64);
    expect([...images.subarray(0, 8)]).toEqual([1, 1, 1, 1, -1, -1, -1, -1]);
    expect(images[64]).toBe(-1);
    expect((await loadFaces({ ...data, limit: 3 }, 'train')).count).toBe(3);
    expect((await loadFaces(data, 'validation')).count).toBe(2);
    const unseen = await loadFaces(data, 'unseen');
    expect(unseen.faces.map(({ facts }) => isUnseen(facts))).toEqual([true, true]);
    await expect(loadFaces(data, 'test')).rejects.toThrow("no face is in split 'test'");
  });
});

describe('the order of batches', () => {
  it('takes every face once a pass, in another order each pass, whatever was asked for before', () => {
    const order = new BatchOrder(10, 4, 3);
    const all = [0, 1, 2, 3, 4].flatMap((number) => order.indices(number));
    const [first, second] = [all.slice(0, 10), all.slice(10)];
    expect([...first].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...second].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(second).not.toEqual(first);
    expect(new BatchOrder(10, 4, 3).indices(3)).toEqual(order.indices(3));
    expect(new BatchOrder(10, 4, 4).indices(3)).not.toEqual(order.indices(3));
  });
});
