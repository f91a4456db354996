import { describe, expect, it } from 'vitest';
import type { Image } from '../core/image.js';
import type { PointMap } from '../landmarks/point-map.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { namedSet } from '../landmarks/sets/named-set.js';
import { frontalTemplate } from '../landmarks/shape-frame.js';
import { exampleMetadata } from '../networks/model-file/metadata-example.suite.js';
import type { ModelMetadata } from '../networks/model-file/model-metadata.js';
import { adaptedDetector } from './landmarks/adapted-detector.js';
import { createDetector } from './landmarks/create-detector.js';
import type { DetectionSession, Detector } from './landmarks/detector.js';
import { mappedDetector } from './landmarks/mapped-detector.js';
import type { PointAdapter } from './landmarks/point-adapter.js';
import { transferredDetector } from './landmarks/transferred-detector.js';
import { seeFace } from './seen-face.js';

const template = frontalTemplate(ibug68);
const set = namedSet(ibug68, 'contour');
const image: Image = { width: 128, height: 128, channels: 3, data: new Uint8Array(3 * 128 * 128) };
const pair = { set: 'two', names: ['a', 'b'], mirror: [1, 0], convention: 'contour' as const };

/** A network that sees the same face in every crop, 98 of 128 pixels high, and is surer of the mouth than of the rest. */
function session(deviation: number, distances: number[] = []): DetectionSession {
  return {
    async run() {
      const [top, bottom] = [extreme(Math.min), extreme(Math.max)];
      const size = 98 / (bottom - top);
      const points = template.map(
        (value, i) => 63.5 + size * (i % 2 === 0 ? value : value - (top + bottom) / 2),
      );
      const sigma = Float32Array.from({ length: 68 }, (_, k) => (k < 48 ? deviation : 1));
      return {
        ...{ points, sigma, distance: Float32Array.of(distances.shift() ?? 1) },
        ...{ transferred: Float32Array.of(40, 50, 80, 50), transferredSigma: Float32Array.of(1, 1) },
      };
    },
  };
}
const extreme = (of: (...values: number[]) => number): number =>
  of(...template.filter((_, i) => i % 2 === 1));

const adapter: PointAdapter = {
  kind: 'ridge-affine',
  from: set,
  to: set,
  template,
  subset: ibug68.points.map((_, k) => k),
  layers: [],
  fittedOn: 'nothing',
  lineament: '0.1.0',
};
const looksFirst = {
  firstLook: [{ weight: new Float32Array(136 * 136), bias: new Float32Array(136), rectified: false }],
};
/** Error bars that are nothing, or larger than the face. */
const bars = (scale: number): Pick<PointAdapter, 'uncertainty'> => ({
  uncertainty: { scale: Array(68).fill(scale), floor: Array(68).fill(0) },
});
/** To two points of the mouth. */
const map: PointMap = {
  from: set,
  to: pair,
  nearest: [48, 54],
  sources: [[], []],
  weights: [[], []],
  deviation: [0, 0],
  error: { nme: 0, points: [0, 0], faces: 1 },
  head: 'cage',
  lineament: '0.1.0',
};

const isSeen = async (detector: Detector): Promise<boolean> =>
  (await seeFace(detector, image, { x: 14, y: 14, width: 98, height: 98 })) !== null;

/** Of a model that cannot tell how probably a face is wrong. */
const plain = exampleMetadata();
const withTransfer = exampleMetadata({ transfer: { ...pair, network: 'mlp', nearest: [48, 54] } });
const ways: Record<string, (deviation: number) => Detector> = {
  'by itself': (deviation) => createDetector(plain, session(deviation)),
  'behind an adapter': (deviation) => adaptedDetector(createDetector(plain, session(deviation)), adapter),
  'behind an adapter that is too sure': (deviation) =>
    adaptedDetector(createDetector(plain, session(deviation)), { ...adapter, ...bars(0) }),
  'behind an adapter that is too unsure': (deviation) =>
    adaptedDetector(createDetector(plain, session(deviation)), { ...adapter, ...bars(99) }),
  'behind an adapter that looks twice': (deviation) => {
    const looking = createDetector(plain, session(deviation));
    return adaptedDetector(looking, { ...adapter, ...looksFirst, ...bars(0) }, looking);
  },
  'behind a map to the mouth': (deviation) => mappedDetector(createDetector(plain, session(deviation)), map),
  'behind a map that errs': (deviation) =>
    mappedDetector(createDetector(plain, session(deviation)), { ...map, deviation: [9, 9] }),
  'by its second set': (deviation) => transferredDetector(createDetector(withTransfer, session(deviation))),
};

describe('seeFace', () => {
  it.each(Object.entries(ways))(
    'judges a face by how sure the model is of its own points: %s',
    async (_, way) => {
      // Of some 98 pixels; a third of the points are off by 1 pixel.
      expect(await isSeen(way(3))).toBe(true);
      expect(await isSeen(way(6))).toBe(false);
    },
  );

  describe('where the model tells how probably a face is wrong', () => {
    const told: ModelMetadata = exampleMetadata({
      reliability: {
        uncertainty: { scale: Array(68).fill(1), floor: Array(68).fill(0) },
        // 0.97 at a distance of 2, 0.03 at a half, however sure the points are.
        wrong: { intercept: 0, distance: 5, deviation: 0 },
        wrongAbove: 8,
        fittedOn: 'nothing',
      },
    });

    it.each([
      [[2], false],
      [[0.5], true],
    ])('goes by that alone, behind an adapter too: %j', async (distances, seen) => {
      for (const deviation of [0.1, 30]) {
        const own = () => createDetector(told, session(deviation, [...distances]));
        expect(await isSeen(own())).toBe(seen);
        for (const scale of [0, 99])
          expect(await isSeen(adaptedDetector(own(), { ...adapter, ...bars(scale) }))).toBe(seen);
      }
    });

    it.each([
      [[0.5, 2], false],
      [[2, 0.5], true],
      [[2, 2], false],
    ])('goes by the last look of two, as without an adapter: %j', async (distances, seen) => {
      const twice = createDetector(told, session(1, [...distances]), { looks: 2 });
      expect(await isSeen(twice)).toBe(seen);
      const looking = createDetector(told, session(1, [...distances]));
      expect(await isSeen(adaptedDetector(looking, { ...adapter, ...looksFirst }, looking))).toBe(seen);
    });
  });
});
