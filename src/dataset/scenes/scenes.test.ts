import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { generateDataset } from '../generate/generate-dataset.js';
import { coverNumber } from './clutter.js';
import { composeScene, photographed } from './compose-scene.js';
import { type HeadLibrary, openHeadLibrary } from './head-library.js';
import { paste, type Stage, sameTones } from './paste.js';
import { openScenes } from './scenes.js';
import { sceneSchema } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-scenes-'));
const [heads, backs] = [join(folder, 'heads'), join(folder, 'backs')];
const settings = sceneSchema.parse({ heads, backs, pictures: heads, size: 96 });
const common = {
  head: 'cage',
  landmarks: 'ibug68',
  size: 64,
  seed: 4,
  layers: ['alpha'],
  workers: 1,
  validation: 0,
  test: 0,
} as const;

beforeAll(async () => {
  await generateDataset({ ...common, count: 4, out: heads });
  await generateDataset({ ...common, count: 2, pose: 'away', out: backs });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('scenes', () => {
  let library: HeadLibrary;
  beforeAll(async () => {
    library = await openHeadLibrary(settings, 'train');
  });
  const scene = (number: number, change = {}) =>
    composeScene(new Random(1, number), library, { ...settings, ...change });

  it('hold heads, pictures and backs of the split that is asked for', () => {
    expect([library.heads.length, library.pictures.length, library.backs.length]).toEqual([4, 4, 2]);
  });

  it('are the same for a number whatever was made before', async () => {
    const [first, again] = [await scene(7), await scene(7)];
    expect(again).toEqual(first);
    expect((await scene(8)).image.data).not.toEqual(first.image.data);
  });

  it('without faces hold none, however much there is to be taken for one', async () => {
    for (let number = 0; number < 6; number++)
      expect((await scene(number, { empty: 1, whole: 0, near: 0 })).faces).toEqual([]);
  });

  it('of heads say where each is, how it is turned, and what is seen of it', async () => {
    let seen = 0;
    for (let number = 0; number < 24; number++) {
      const { faces } = await scene(number, { empty: 0, whole: 0, near: 0 });
      expect(faces.length).toBeGreaterThan(0);
      for (const { box, visible, roll } of faces) {
        expect(Math.max(box.width, box.height)).toBeGreaterThan(3);
        expect(visible).toBeGreaterThanOrEqual(0);
        expect(visible).toBeLessThanOrEqual(1);
        expect(Math.abs(roll)).toBeLessThanOrEqual(180);
        if (visible > 0.9) seen++;
      }
    }
    expect(seen).toBeGreaterThan(6);
  });

  it('turn as many heads as they are told to, and draw as many small ones', async () => {
    const only = { empty: 0, whole: 0, near: 0 };
    const rolls: number[] = [];
    const sides: number[] = [];
    for (let number = 0; number < 24; number++) {
      const { faces } = await scene(number, { ...only, tilted: 0, turned: 1, small: 1, smallest: 14 });
      for (const { roll, box } of faces) {
        rolls.push(Math.abs(roll));
        sides.push(Math.max(box.width, box.height));
      }
    }
    expect(rolls.filter((roll) => roll > 90).length / rolls.length).toBeGreaterThan(0.3);
    expect(Math.min(...sides)).toBeLessThan(20);
    // A whole scene may have a size of its own, a few tenths off the drawn one, and a turned box is larger.
    expect(Math.max(...sides)).toBeLessThan(2 * 3 * 14);
  });

  it('near show one face that is larger than the frame', async () => {
    const { faces } = await scene(3, { empty: 0, near: 1, whole: 0 });
    expect(faces).toHaveLength(1);
    expect(Math.max(faces[0]!.box.width, faces[0]!.box.height)).toBeGreaterThan(settings.size);
    expect(faces[0]!.visible).toBeLessThan(0.8);
  });

  it('are blurred by as many pixels whatever their side: a small one is a part of a picture', async () => {
    const sharp = await meanEdgeWidth(192, 0);
    const [small, large] = [await meanEdgeWidth(64, 10), await meanEdgeWidth(192, 10)];
    expect(Math.min(small, large)).toBeGreaterThan(sharp + 0.7);
    expect(large / small).toBeGreaterThan(0.8);
    expect(large / small).toBeLessThan(1.25);
  });

  it('come in batches that depend on their numbers alone', async () => {
    const options = {
      split: 'train',
      seed: 2,
      normalisation: { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] },
    } as const;
    const scenes = await openScenes(settings, options);
    const whole = await scenes.compose(0, 3);
    const last = await scenes.compose(2, 1);
    expect(last.faces[0]).toEqual(whole.faces[2]);
    expect(last.images).toEqual(whole.images.slice(2 * 3 * 96 * 96));
    await scenes.close();
    await expect(openScenes(settings, { ...options, split: 'none' })).rejects.toThrow(
      "no face in split 'none'",
    );
  });
});

/** Columns over which an upright edge rises from a quarter to three quarters, over twenty pictures of it. */
async function meanEdgeWidth(side: number, blur: number): Promise<number> {
  const data = Uint8Array.from({ length: 3 * side * side }, (_, i) => ((i / 3) % side < side / 2 ? 60 : 190));
  const image = { width: side, height: side, channels: 3, data } as const;
  let sum = 0;
  for (let number = 0; number < 20; number++) {
    const seen = (await photographed({ image, faces: [] }, { blur }, new Random(3, number))).image.data;
    const columns = Array.from({ length: side }, (_, x) =>
      Array.from({ length: side }, (_, y) => seen[3 * (y * side + x) + 1]!).reduce((a, b) => a + b, 0),
    );
    const [first, last] = [columns[side >> 3]!, columns[side - 1 - (side >> 3)]!];
    const shares = columns.map((column) => (column - first) / (last - first));
    sum += shares.filter((share) => share > 0.25 && share < 0.75).length;
  }
  return sum / 20;
}

describe('paste', () => {
  const stage = (): Stage => ({
    image: { width: 8, height: 8, channels: 3, data: new Uint8Array(192) },
    owner: new Uint16Array(64),
  });
  const cover = { width: 2, height: 2, data: new Uint8Array(16).fill(255) };

  it('covers the pixels under the cut-out, and says whose they are', () => {
    const under = stage();
    paste(under, cover, [1, 0, 3, 0, 1, 2], 5, sameTones, false);
    expect([...under.owner.keys()].filter((pixel) => under.owner[pixel] === 5)).toEqual([19, 20, 27, 28]);
    expect(under.image.data[3 * 19]).toBe(255);
    expect(under.image.data[3 * 18]).toBe(0);
  });

  it('goes on below where the cut-out ends only because its picture did', () => {
    const under = stage();
    paste(under, cover, [1, 0, 3, 0, 1, 2], coverNumber, sameTones, true);
    for (let row = 2; row < 8; row++) expect(under.owner[8 * row + 3]).toBe(coverNumber);
    expect(under.owner[8 + 3]).toBe(0);
  });
});
