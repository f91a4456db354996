import { describe, expect, it } from 'vitest';
import { mean } from '../../../core/numbers/statistics.js';
import { Random } from '../../../core/random.js';
import { createCageHead } from '../../../face/heads/cage/cage-head.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { sampleCameraDomainScene } from '../../../render/sampling/camera-domain.js';
import { createStudio } from '../../../render/studio.js';
import { annotatorDistribution } from './annotator-distribution.js';
import { annotate, applyConvention, evenlySpaced, faceSize, features } from './annotators.js';

/** A face drawn with compass and ruler: eyes and lips are regular polygons, everything else straight lines. */
function plainFace(): Float32Array {
  const points = new Float32Array(136);
  const set = (k: number, x: number, y: number): void => points.set([x, y], 2 * k);
  for (let i = 0; i < 17; i++) {
    const angle = Math.PI * (1 - i / 16);
    set(i, 100 + 60 * Math.cos(angle), 100 + 80 * Math.sin(angle));
  }
  for (let i = 0; i < 5; i++) {
    set(17 + i, 55 + 9 * i, 80);
    set(22 + i, 109 + 9 * i, 80);
    set(31 + i, 90 + 5 * i, 125);
  }
  for (let i = 0; i < 4; i++) set(27 + i, 100, 90 + 10 * i);
  const ring = (first: number, count: number, x: number, y: number, radius: number): void => {
    for (let i = 0; i < count; i++) {
      const angle = Math.PI + (2 * Math.PI * i) / count;
      set(first + i, x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
  };
  ring(36, 6, 75, 95, 10);
  ring(42, 6, 125, 95, 10);
  ring(48, 12, 100, 150, 16);
  ring(60, 8, 100, 150, 9);
  return points;
}

const at = (points: Float32Array, k: number): [number, number] => [points[2 * k]!, points[2 * k + 1]!];
const distance = (a: Float32Array, b: Float32Array, k: number): number =>
  Math.hypot(a[2 * k]! - b[2 * k]!, a[2 * k + 1]! - b[2 * k + 1]!);

describe('the convention', () => {
  const exact = plainFace();
  const size = faceSize(exact);
  const moved = applyConvention(exact);

  it('measures in 0.6 √(width · height) of the points: 120 wide, from the brows at 80 to the chin at 180', () => {
    expect(size).toBeCloseTo(0.6 * Math.sqrt(120 * 100), 4);
  });

  it('moves lids and lips straight out of their middle, by the written shares', () => {
    const { convention } = annotatorDistribution;
    for (const [x, y, radius, numbers] of [
      [75, 95, 10, [36, 37, 38, 39, 40, 41]],
      [125, 95, 10, [42, 43, 44, 45, 46, 47]],
      [100, 150, 16, [48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]],
    ] as const)
      for (const k of numbers) {
        const [px, py] = at(moved, k);
        expect(Math.hypot(px - x, py - y)).toBeCloseTo(radius + convention[k]!.out * size, 3);
        const [ex, ey] = at(exact, k);
        expect((px - x) * (ey - y)).toBeCloseTo((py - y) * (ex - x), 2);
      }
  });

  it('draws brows down to their hair, spreads the wings of the nose, and leaves the inner lips', () => {
    expect(at(moved, 19)[1]).toBeCloseTo(80 + 0.03 * size, 3);
    expect(at(moved, 17)[0]).toBeCloseTo(55 + 0.015 * size, 3);
    expect(at(moved, 26)[0]).toBeCloseTo(145 - 0.015 * size, 3);
    expect(at(moved, 31)[0]).toBeCloseTo(90 - 0.03 * size, 3);
    expect(at(moved, 35)[0]).toBeCloseTo(110 + 0.03 * size, 3);
    expect(at(moved, 27)[1]).toBeCloseTo(90 + 0.03 * size, 3);
    for (const k of [60, 62, 66]) expect(distance(moved, exact, k)).toBe(0);
  });

  it('is the same on a face that is turned, moved and enlarged', () => {
    const [cos, sin] = [2 * Math.cos(Math.PI / 2), 2 * Math.sin(Math.PI / 2)];
    const turn = (points: Float32Array): Float32Array =>
      points.map((_, i) => {
        const [x, y] = at(points, i >> 1);
        return i % 2 === 0 ? cos * x - sin * y + 7 : sin * x + cos * y - 3;
      });
    const [a, b] = [turn(moved), applyConvention(turn(exact))];
    for (let k = 0; k < 68; k++) expect(distance(a, b, k)).toBeLessThan(1e-3);
  });
});

describe('evenlySpaced', () => {
  it('keeps the ends and puts the rest at equal lengths of the way', () => {
    // A right angle of 4 and 2: every 2 of the way.
    const bent = Float32Array.of(0, 0, 1, 0, 4, 0, 4, 2);
    expect([...evenlySpaced(bent, [0, 1, 2, 3])]).toEqual([0, 0, 2, 0, 4, 0, 4, 2]);
  });
});

describe('annotate', () => {
  const exact = plainFace();
  const size = faceSize(exact);
  const { deviation, shares, annotators } = annotatorDistribution;

  it('gives the same labels for the same stream, others for another', () => {
    const one = annotate(exact, new Random(1, 'a'), 9);
    expect(annotate(exact, new Random(1, 'a'), 9)).toEqual(one);
    expect(annotate(exact, new Random(2, 'a'), 9).points).not.toEqual(one.points);
  });

  it('errs as the distribution says: in all, by habit, and by what a feature shares in a picture', () => {
    expect(shares.habits + shares.pictures + shares.points).toBeCloseTo(1, 12);
    const ideal = applyConvention(exact);
    const faces = 1500;
    const all = Array.from({ length: faces }, (_, i) => annotate(exact, new Random(3, i), i));
    expect(new Set(all.map(({ annotator }) => annotator)).size).toBe(annotators);
    // On this face the brow runs along x, so x is along it and y out of it. Every picture has a crew of its own.
    const errors = (k: number, axis: number): number[] =>
      all.map(({ points }) => (points[2 * k + axis]! - ideal[2 * k + axis]!) / size);
    const product = (a: readonly number[], b: readonly number[]): number => mean(a.map((v, i) => v * b[i]!));
    for (const [axis, name] of ['along', 'out'].entries()) {
      const [a, b, other] = [errors(18, axis), errors(20, axis), errors(24, axis)];
      const variance = deviation['right brow']![name as 'along' | 'out'] ** 2;
      expect(Math.abs(mean(a))).toBeLessThan((4 * Math.sqrt(variance)) / Math.sqrt(faces));
      expect(Math.abs(product(a, a) / variance - 1)).toBeLessThan(0.1);
      expect(Math.abs(product(a, b) / variance - shares.pictures)).toBeLessThan(0.08);
      expect(Math.abs(product(a, other) / variance)).toBeLessThan(0.08);
    }
    // One crew: what an annotator does in every picture is left in the mean of many.
    const crew = Array.from({ length: faces }, (_, i) => annotate(exact, new Random(4, i), 0));
    const habits = [...Array(annotators).keys()].flatMap((n) => {
      const own = crew.filter(({ annotator }) => annotator === n);
      return [...Array(68).keys()].map((k) => {
        const feature = Object.entries(features).find(([, { points }]) => points.includes(k))![0];
        const { along, out } = deviation[feature]!;
        const [dx, dy] = [0, 1].map((axis) =>
          mean(own.map(({ points }) => points[2 * k + axis]! - ideal[2 * k + axis]!)),
        ) as [number, number];
        return (dx ** 2 + dy ** 2) / (size ** 2 * (along ** 2 + out ** 2));
      });
    });
    expect(Math.abs(mean(habits) - shares.habits)).toBeLessThan(0.06);
  });

  it('lets two annotators of the same picture differ by 1.8 % of the outer eye corners, as those of HELEN do', () => {
    const head = createCageHead();
    const studio = createStudio({ head, set: ibug68 });
    const found: number[] = [];
    for (let face = 0; face < 3; face++) {
      const scene = sampleCameraDomainScene(new Random(8, face), head, 'common-test');
      const front = { ...scene, pose: { yaw: 0, pitch: 0, roll: 0 }, props: [] };
      const { contour } = studio.locate(front, 256).points;
      const corners = Math.hypot(contour[72]! - contour[90]!, contour[73]! - contour[91]!);
      // Crews of their own: two annotators who never were the same.
      for (let pair = 0; pair < 25; pair++) {
        const a = annotate(contour, new Random(face, pair, 'a'), 1000 + pair).points;
        const b = annotate(contour, new Random(face, pair, 'b'), 5000 + pair).points;
        for (let k = 0; k < 68; k++) found.push((100 * distance(a, b, k)) / corners);
      }
    }
    const mean = found.reduce((x, y) => x + y, 0) / found.length;
    expect(mean).toBeGreaterThan(1.65);
    expect(mean).toBeLessThan(1.95);
  });
});
