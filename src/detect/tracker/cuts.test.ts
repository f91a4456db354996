/** What a tracker makes of cuts: still pictures, and a detector that is told where their faces are. */
import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detector } from '../landmarks/detector.js';
import { createTracker, type TrackerSettings } from './create-tracker.js';
import { paintedPicture } from './painted-picture.suite.js';

const metadata = exampleMetadata({
  landmarks: {
    set: 'four',
    names: ['eye.right', 'eye.left', 'brow', 'chin'],
    mirror: [1, 0, 2, 3],
    convention: 'surface',
  },
});

/** A picture, and the face in it; null where there is none. */
interface Frame {
  image: Image;
  face: FaceBox | null;
}

const face: FaceBox = { x: 110, y: 80, width: 80, height: 80 };
const beside: FaceBox = { x: 113, y: 82, width: 78, height: 78 };
/** Points in a face, as shares of its box. */
const places = [0, 0.3, 1, 0.3, 0.5, 0, 0.5, 1];

/** @returns for each frame ids, and the points of the first face. */
async function followed(frames: readonly Frame[], settings: TrackerSettings = {}, seconds = 1 / 25) {
  let shown: FaceBox | null = null;
  let searches = 0;
  const detector: Detector = {
    metadata,
    async detect(_image, box) {
      const { x, y, width, height } = shown ?? box!;
      const points = Float32Array.from(places, (share, i) =>
        i % 2 === 0 ? x + share * width : y + share * height,
      );
      const uncertainty = new Float32Array(4).fill(shown === null ? 20 : 2);
      return { points, uncertainty, faceBox: shown ?? box!, box: box!, usedWholeImage: false };
    },
  };
  const finder = {
    async find() {
      searches++;
      return shown === null ? [] : [{ box: shown }];
    },
  };
  const tracker = createTracker({ detector, finder, ...settings });
  const seen: { ids: number[]; points: number[] }[] = [];
  for (const [i, frame] of frames.entries()) {
    shown = frame.face;
    const faces = await tracker.track(frame.image, i * seconds);
    const points = faces[0]?.points.flatMap(({ x, y }) => [x, y]) ?? [];
    seen.push({ ids: faces.map(({ id }) => id), points });
  }
  return { seen, searches };
}

async function idsOf(
  frames: readonly Frame[],
  settings?: TrackerSettings,
  seconds?: number,
): Promise<number[]> {
  return (await followed(frames, settings, seconds)).seen.map(({ ids }) => ids[0] ?? 0);
}

function held(frame: Frame, count: number): Frame[] {
  return Array.from({ length: count }, () => frame);
}

function lit({ image, face }: Frame, gain: (x: number) => number): Frame {
  const data = Uint8ClampedArray.from(
    image.data,
    (value, i) => value * gain((Math.floor(i / 3) % image.width) / image.width),
  );
  return { image: { ...image, data: new Uint8Array(data.buffer) }, face };
}

const first: Frame = { image: paintedPicture(1), face };
const second: Frame = { image: paintedPicture(2), face: beside };
const empty: Frame = { image: paintedPicture(3), face: null };

describe('a cut', () => {
  it('gives the face at the same place a new id, and points in which nothing of the last one is', async () => {
    const { seen, searches } = await followed([...held(first, 10), ...held(second, 10)]);
    expect(seen.map(({ ids }) => ids)).toEqual([
      ...held(first, 10).map(() => [1]),
      ...held(first, 10).map(() => [2]),
    ]);
    for (const { points } of seen.slice(10))
      places.forEach((share, i) => {
        expect(points[i]).toBeCloseTo(i % 2 === 0 ? beside.x + share * 78 : beside.y + share * 78, 4);
      });
    // At the beginning, and in the quarter of a second for which the first one may come back: at 0.04 to 0.24 s.
    expect(searches).toBe(1 + 6);
  });

  it('is followed through where cuts are not asked for, and points are smoothed over it', async () => {
    const frames = [...held(first, 10), { ...second, face: { ...face, x: face.x + 0.2 } }];
    const { seen } = await followed(frames, { cuts: false });
    expect(seen.at(-1)!.ids).toEqual([1]);
    expect(seen.at(-1)!.points[0]).toBeLessThan(face.x + 0.1);
    expect((await followed(frames)).seen.at(-1)).toMatchObject({
      ids: [2],
      points: { 0: expect.closeTo(face.x + 0.2, 4) },
    });
  });

  it('to a picture without a face ends the id, though another face soon comes to the same place', async () => {
    expect(await idsOf([...held(first, 5), ...held(empty, 10), ...held(second, 3)])).toEqual([
      ...new Array(5).fill(1),
      ...new Array(10).fill(0),
      ...new Array(3).fill(2),
    ]);
  });

  it('and back at once gives the face its id again', async () => {
    expect(await idsOf([first, first, second, first, first])).toEqual([1, 1, 2, 1, 1]);
  });

  it('and back later gives it another: who comes then may only look like it', async () => {
    const ids = await idsOf([...held(first, 3), ...held(second, 10), ...held(first, 3)]);
    expect(ids).toEqual([...new Array(3).fill(1), ...new Array(10).fill(2), ...new Array(3).fill(3)]);
  });

  it('is none between frames that are far apart in time', async () => {
    expect(await idsOf([first, second], {}, 0.5)).toEqual([1, 1]);
  });
});

describe('what is no cut', () => {
  it.each<[string, Frame[]]>([
    [
      'the camera moves by a fifth of the width a frame',
      [0, 64, 64, 0].map((across) => ({
        image: paintedPicture(1, across),
        face: { ...face, x: face.x - across },
      })),
    ],
    ['twice as bright', [first, lit(first, () => 2), lit(first, () => 2), first]],
    ['half as bright', [first, lit(first, () => 0.5), lit(first, () => 0.5), first]],
    ['a flash that leaves nothing but white', [first, lit(first, () => 20), first]],
    ['light from another side every other frame', [first, lit(first, (x) => 0.15 + 2 * x * x), first]],
    ['the face stays, and all around it is another picture', [first, withFaceOf(second.image, first), first]],
    [
      'the face is another, and all around it stays',
      [first, withFaceOf(first.image, { image: second.image, face })],
    ],
  ])('%s', async (_name, frames) => {
    expect(await idsOf(frames)).toEqual(frames.map(() => 1));
  });
});

/** The surroundings of a face in another picture. */
function withFaceOf(image: Image, { image: own, face }: Frame): Frame {
  const data = image.data.slice();
  const [left, right] = [face!.x - 30, face!.x + face!.width + 30];
  for (let y = face!.y - 30; y < face!.y + face!.height + 30; y++)
    data.set(
      own.data.subarray(3 * (y * own.width + left), 3 * (y * own.width + right)),
      3 * (y * own.width + left),
    );
  return { image: { ...image, data }, face };
}
