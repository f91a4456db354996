import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import type { LayeredSample } from '../store/columns.js';
import { openDataset } from '../store/store.js';
import type { GeneratedSample } from './encode-shot.js';
import { generateDataset } from './generate-dataset.js';
import { isSceneOrder, parseSceneOrder, type SceneOrder, sceneOrderOf } from './scene-order.js';

let folder: string;
let rows: LayeredSample[];
let order: SceneOrder;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-scenes-'));
  const out = join(folder, 'faces');
  await generateDataset({ head: 'cage', count: 2, size: 48, landmarks: 'ibug68', seed: 5, out, workers: 1 });
  rows = await rowsOf(out);
  order = sceneOrderOf(rows as GeneratedSample[], ibug68);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rowsOf(place: string): Promise<LayeredSample[]> {
  const dataset = await openDataset(place);
  const read = await dataset.read(await dataset.indices());
  dataset.close();
  return read;
}

const labels = ({ id, image, points, points3d, visibility, box }: LayeredSample): unknown => [
  id,
  ...[image, points.surface, points.contour, points3d, visibility].map((list) => Array.from(list ?? [])),
  box,
];

describe('an order of scenes', () => {
  it('renders the same pictures and labels bit for bit, after a way through JSON', async () => {
    const read = parseSceneOrder(JSON.parse(JSON.stringify(order)));
    const out = join(folder, 'again');
    const settings = { head: 'cage', landmarks: 'ibug68', size: 256, count: 2, workers: 1 };
    await generateDataset({ ...settings, scenes: read, out });
    expect((await rowsOf(out)).map(labels)).toEqual(rows.map(labels));
    // Another order does not go on with the folder; the same one finds it complete.
    const other = { ...read, scenes: [...read.scenes].reverse() };
    await expect(generateDataset({ ...settings, scenes: other, out })).rejects.toThrow('other arguments');
    expect(await generateDataset({ ...settings, scenes: read, out })).toMatchObject({ resumedAt: 2 });
  });

  it('refuses what it cannot be', () => {
    expect(isSceneOrder({ humans: [] })).toBe(false);
    const [first, second] = order.scenes as [SceneOrder['scenes'][0], SceneOrder['scenes'][0]];
    const face = { ...first.scene.face, head: 'ict-facekit' };
    const behind = { ...first.scene.background, file: 'a.jpg' };
    for (const [wrong, words] of [
      [{ ...order, sceneVersion: 99 }, 'version 99'],
      [{ ...order, scenes: [] }, 'damaged'],
      [{ ...order, scenes: [{ ...first, size: 1e9 }] }, 'damaged'],
      [{ ...order, scenes: [{ ...first, scene: { ...first.scene, light: {} } }] }, 'light'],
      [{ ...order, scenes: [first, first] }, 'two scenes of one id'],
      [{ ...order, scenes: [second, { ...first, scene: { ...first.scene, face } }] }, 'several heads'],
      [{ ...order, scenes: [{ ...first, scene: { ...first.scene, background: behind } }] }, 'a picture of a'],
    ] as const)
      expect(() => parseSceneOrder(wrong)).toThrow(words);
  });

  it('has no use for settings of drawn faces', async () => {
    const ordered = { head: 'cage', landmarks: 'ibug68', count: 2, scenes: order, out: join(folder, 'x') };
    for (const [more, words] of [
      [{ count: 3 }, 'of 2 pictures has no 3'],
      [{ head: 'ict-facekit' }, 'was made with the head cage'],
      [{ frames: 2 }, 'stills only'],
      [{ pose: 'frontal' }, 'poses of its own'],
      [{ light: 'infrared' }, 'lights of its own'],
      [{ without: ['hair'] }, 'variety'],
    ] as const)
      await expect(generateDataset({ ...ordered, ...more } as never)).rejects.toThrow(words);
  });
});
