import { describe, expect, it } from 'vitest';
import { dense243 } from '../../landmarks/sets/dense-sets.js';
import { eye151, eyePointsOf } from '../../landmarks/sets/eye-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detector } from '../landmarks/detector.js';
import type { EyeToSee } from './eye-look.js';
import { eyesDetector } from './eyes-detector.js';

const example = exampleMetadata();
const image = { width: 100, height: 100, channels: 3, data: new Uint8Array(30_000) } as const;
const box = { x: 0, y: 0, width: 90, height: 90 };
const landmarks = namedSet(dense243, 'contour');
const count = landmarks.names.length;

/** Each point at its own number, 2 px unsure, surely visible. */
const first = (): Awaited<ReturnType<Detector['detect']>> => ({
  points: Float32Array.from({ length: 2 * count }, (_, i) => i >> 1),
  uncertainty: new Float32Array(count).fill(2),
  visibility: Float32Array.from({ length: 4 * count }, (_, i) => +(i % 4 === 0)),
  box,
  faceBox: { ...box, roll: 12 },
  usedWholeImage: false,
});
const detector: Detector = { metadata: { ...example, landmarks }, detect: async () => first() };

/** Every point at (1000, 2000). */
const seen = (uncertainty: number) => ({
  points: Float32Array.from({ length: 2 * eye151.points.length }, (_, i) => (i % 2 === 0 ? 1000 : 2000)),
  uncertainty: new Float32Array(eye151.points.length).fill(uncertainty),
  visibility: Float32Array.from({ length: 4 * eye151.points.length }, (_, i) => +(i % 4 === 2)),
});

describe('a detector that looks at the eyes again', () => {
  it('leaves each point of the eyes between its two places, by how sure either look is, and others alone', async () => {
    const asked: EyeToSee[] = [];
    const joined = await eyesDetector(detector, async (_, eye) => {
      asked.push(eye);
      return eye.side === 'right' ? seen(1) : null;
    }).detect(image, box);
    expect(asked.map(({ side, roll }) => [side, roll])).toEqual([
      ['right', 12],
      ['left', 12],
    ]);
    const own = eyePointsOf(landmarks.names, 'right');
    expect(asked[0]!.points[2 * own.findIndex((n) => n >= 0)]).toBe(own.find((n) => n >= 0));
    expect(asked[0]!.points.some(Number.isNaN)).toBe(true);
    const right = new Set(own);
    for (let n = 0; n < count; n++) {
      // The second look is twice as sure: four fifths of the way; on the eyeball six times, 36 of 37 parts.
      const share = !right.has(n) ? 0 : /^(iris|pupil)/.test(landmarks.names[n]!) ? 36 / 37 : 0.8;
      expect(joined.points[2 * n]).toBeCloseTo(n + share * (1000 - n), 2);
      expect(joined.points[2 * n + 1]).toBeCloseTo(n + share * (2000 - n), 2);
      expect(joined.uncertainty[n]).toBeCloseTo(2 - share, 5);
      expect(joined.visibility![4 * n]).toBeCloseTo(1 - share, 5);
      expect(joined.visibility![4 * n + 2]).toBeCloseTo(share, 5);
    }
  });

  it('hardly heeds a look that says that it saw nothing, and does not change the first one', async () => {
    const given = first();
    const still: Detector = { ...detector, detect: async () => given };
    const joined = await eyesDetector(still, async () => seen(2000)).detect(image, box);
    const [right] = eyePointsOf(landmarks.names, 'right').filter((n) => n >= 0);
    expect(Math.abs(joined.points[2 * right!]! - right!)).toBeLessThan(0.01);
    expect(given).toEqual(first());
  });

  it('is refused where the set has no lids and brows', () => {
    const metadata = { ...example, landmarks: namedSet(ibug68, 'contour') };
    expect(() => eyesDetector({ ...detector, metadata }, async () => null)).toThrow(
      'eyes: ibug68 has no points of lids and brows',
    );
  });
});
