import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exampleFinder } from '../../networks/finder/finder-metadata.suite.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detector } from '../landmarks/detector.js';
import { detectFound, detectLeftToRight, type FoundDetection } from './detect-found.js';
import type { FindFacesOptions, FoundFace } from './face-finder.js';

const image: Image = { width: 200, height: 100, channels: 3, data: new Uint8Array(60_000) };
const box = (x: number, y = 10, side = 40): FaceBox => ({ x, y, width: side, height: side });
const found = (x: number, score: number, roll = 0): FoundFace => ({ box: box(x), score, roll });

interface Looks {
  seen: FaceBox[];
  faces: FoundDetection[];
}

/** @param see – where the face is that is seen through a box, how probably it is none, and which box was looked through at last. */
async function facesOf(
  candidates: readonly FoundFace[],
  see: (through: FaceBox) => { faceBox: FaceBox; wrong?: number; box?: FaceBox },
  options?: FindFacesOptions,
  detect = detectFound,
): Promise<Looks> {
  const seen: FaceBox[] = [];
  const detector: Detector = {
    metadata: exampleMetadata(),
    async detect(_, through) {
      seen.push(through!);
      const none = new Float32Array();
      const { faceBox, wrong = 0, box: last = through! } = see(through!);
      return { points: none, uncertainty: none, wrong, faceBox, box: last, usedWholeImage: false };
    },
  };
  const finder = { metadata: exampleFinder, find: async () => [...candidates] };
  return { seen, faces: await detect(image, { detector, finder }, options) };
}

describe('detectFound', () => {
  it('gives what the detector sees through the boxes, the surest first, with their scores', async () => {
    const { faces } = await facesOf([found(10, 0.9), found(100, 0.5)], (faceBox) => ({ faceBox }));
    expect(faces.map(({ score, box: { x } }) => [x, score])).toEqual([
      [10, 0.9],
      [100, 0.5],
    ]);
  });

  it('keeps the surest, and has them from left to right where people count them', async () => {
    // By their edges the wide one would come first, by their middles it is the second of the two.
    const wide: FoundFace = { box: box(60, 10, 80), score: 0.9, roll: 0 };
    const candidates = [wide, found(150, 0.8), { ...found(65, 0.7), box: box(65, 50, 30) }, found(5, 0.6)];
    const see = (faceBox: FaceBox) => ({ faceBox });
    const orderOf = async (detect?: typeof detectFound) =>
      (await facesOf(candidates, see, { mostFaces: 3 }, detect)).faces.map(({ score }) => score);
    expect(await orderOf()).toEqual([0.9, 0.8, 0.7]);
    expect(await orderOf(detectLeftToRight)).toEqual([0.7, 0.9, 0.8]);
  });

  it('drops what the detector takes for no face, and gives as many others as are wanted', async () => {
    const see = (faceBox: FaceBox) => ({ faceBox, wrong: faceBox.x === 10 ? 0.95 : 0.6 });
    const candidates = [found(10, 0.9), found(60, 0.8), found(120, 0.7)];
    const { faces } = await facesOf(candidates, see, { mostFaces: 1 });
    expect(faces.map(({ score }) => score)).toEqual([0.8]);
  });

  it('takes two boxes that lead to one face for one', async () => {
    const { seen, faces } = await facesOf([found(10, 0.9), found(40, 0.8)], () => ({ faceBox: box(12) }));
    expect(faces.map(({ score }) => score)).toEqual([0.9]);
    expect(seen).toHaveLength(3);
  });

  it('drops a doubtful face within a surer one, and no other', async () => {
    const small = (x: number, score: number): FoundFace => ({ box: box(x, 14, 20), score, roll: 0 });
    const see = (faceBox: FaceBox) => ({ faceBox, wrong: faceBox.width === 20 ? 0.7 : 0.1 });
    // The first lies within the face, the second a quarter of it, the third far from it.
    const { faces } = await facesOf([found(10, 0.9), small(25, 0.8), small(45, 0.7), small(120, 0.6)], see);
    expect(faces.map(({ score }) => score)).toEqual([0.9, 0.7, 0.6]);
    const sure = await facesOf([found(10, 0.9), small(25, 0.8)], (faceBox) => ({ faceBox, wrong: 0.1 }));
    expect(sure.faces).toHaveLength(2);
  });

  it('looks again where the face is, if its box was off, and drops it where that leads elsewhere', async () => {
    const { faces } = await facesOf([found(10, 0.9)], () => ({ faceBox: box(30) }));
    expect(faces[0]!.box).toEqual(box(30));
    const lost = await facesOf([found(10, 0.9)], ({ x }) => ({ faceBox: box(x + 30) }));
    expect(lost.faces).toEqual([]);
  });

  it('looks again where a sure box led to what it took for no face, and not where a weak one did', async () => {
    // Through the finder's boxes it doubts what it sees; through those of its points it does not.
    const see = ({ x }: FaceBox) => ({ faceBox: box(x < 60 ? 14 : 124), wrong: x % 10 === 0 ? 0.95 : 0.1 });
    const { seen, faces } = await facesOf([found(10, 0.7), found(120, 0.4)], see);
    expect(faces.map(({ score, box: { x } }) => [score, x])).toEqual([[0.7, 14]]);
    expect(seen.map(({ x }) => x)).toEqual([10, 14, 120]);
    // What the doubted look leads to is a neighbour, who has a box of its own.
    const astray = ({ x }: FaceBox) => ({ faceBox: box(45), wrong: x === 10 ? 0.95 : 0.1 });
    expect((await facesOf([found(10, 0.7)], astray)).faces).toEqual([]);
  });

  it('holds a detector that looks twice to the box that it was given', async () => {
    const lost = await facesOf([found(10, 0.9)], ({ x }) => ({ faceBox: box(x + 30), box: box(x + 30) }));
    expect(lost.faces).toEqual([]);
  });

  it('turns a turned face upright, and looks at it twice: its upright box is too large', async () => {
    const level = { ...box(14, 14, 32), roll: 130 };
    const { seen, faces } = await facesOf([found(10, 0.9, 130)], () => ({ faceBox: level }));
    expect(seen).toEqual([{ ...box(10), roll: 130 }, level]);
    expect(faces[0]!.box).toEqual(level);
  });

  it('looks at no box that lies mostly outside the picture, and stops between faces', async () => {
    const { seen } = await facesOf([found(-38, 0.9)], (faceBox) => ({ faceBox }));
    expect(seen).toEqual([]);
    const signal = AbortSignal.abort();
    await expect(facesOf([found(10, 0.9)], (faceBox) => ({ faceBox }), { signal })).rejects.toThrow(
      'detect, after 0 faces',
    );
  });
});
