import { expect, test } from 'vitest';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { correctionFor, type DetectedPoints } from './correction-model.js';
import { curvesOf, dragCurve } from './curves.js';
import { correctionsIn, type Edit, editSchema, replay } from './edits.js';
import { faceFaults } from './face-faults.js';
import { nearnessModel } from './nearness-model.js';
import { frontalFace } from './simulated-faces.suite.js';

const points = frontalFace(ibug68, 100);
const detected: DetectedPoints = { points, uncertainty: new Float32Array(68).fill(3) };
const gaussian = correctionFor(ibug68, nearnessModel(ibug68))(detected);
const at = (face: Float32Array, k: number): [number, number] => [face[2 * k]!, face[2 * k + 1]!];

test('a point that is dragged takes its neighbours along, those far away less', () => {
  const [x, y] = at(points, 48);
  const moved = replay(gaussian, [{ kind: 'points', places: [[48, x + 10, y]] }]).points;
  expect(at(moved, 48)).toEqual([Math.fround(x + 10), y]);
  const shift = (k: number): number => moved[2 * k]! - points[2 * k]!;
  expect(shift(49)).toBeGreaterThan(3);
  expect(shift(60)).toBeGreaterThan(shift(39));
});

test('each place in the list of edits is a face of its own: undo and redo are exact', () => {
  const edits: Edit[] = [
    { kind: 'points', places: [[30, 210, 190]] },
    { kind: 'move', by: [5, -3] },
    { kind: 'points', places: [[8, 200, 330]], alone: true },
    { kind: 'visibility', point: 3, value: 1 },
    { kind: 'release', point: 30 },
    { kind: 'done', value: true },
  ];
  const all = replay(gaussian, edits);
  expect(all.done).toBe(true);
  expect([...all.fixed.keys()]).toEqual([8]);
  expect([...all.visibility]).toEqual([[3, 1]]);
  // A face that was moved as a whole is the first one moved, and the released point goes with it.
  for (const k of [0, 30, 67])
    expect(at(all.points, k)).toEqual([Math.fround(points[2 * k]! + 5), Math.fround(points[2 * k + 1]! - 3)]);
  expect(at(all.points, 8)).toEqual([200, 330]);
  expect(replay(gaussian, edits.slice(0, 2)).fixed.get(30)).toEqual({ x: 215, y: 187 });
  expect(replay(gaussian, []).points).toEqual(points);
  expect(correctionsIn(edits)).toBe(3);
});

test.each([
  { kind: 'points', places: [] },
  { kind: 'points', places: [[0, Number.NaN, 1]] },
  { kind: 'visibility', point: 3, value: 4 },
  { kind: 'erase' },
])('%j is no edit', (edit) => {
  expect(editSchema.safeParse(edit).success).toBe(false);
});

test('a curve that is dragged follows the hand, keeps its far end, and its points stay spread along it', () => {
  const jaw = curvesOf(ibug68).find(({ name }) => name === 'jaw')!;
  const places = dragCurve(points, jaw, 8, [0, 20]);
  const moved = points.slice();
  for (const [k, x, y] of places) moved.set([x, y], 2 * k);
  expect(at(moved, 8)[1]).toBeCloseTo(at(points, 8)[1] + 20, 4);
  expect(at(moved, 0)).toEqual(at(points, 0));
  const lengths = (face: Float32Array): number[] =>
    jaw.points
      .slice(1, 9)
      .map((k) => Math.hypot(...at(face, k).map((value, axis) => value - at(face, k - 1)[axis]!)));
  const [before, after] = [lengths(points), lengths(moved)];
  const total = (list: number[]): number => list.reduce((sum, value) => sum + value, 0);
  // Chords of a bent curve are a little shorter than the curve.
  for (const [i, length] of after.entries())
    expect(length / total(after)).toBeCloseTo(before[i]! / total(before), 1);
});

test('faces that are mirrored or twisted are told', () => {
  const faultsOf = faceFaults(ibug68, curvesOf(ibug68));
  expect(faultsOf(points)).toEqual([]);
  const upsideDown = points.map((value) => -value);
  expect(faultsOf(upsideDown)).toEqual([]);
  expect(faultsOf(Float32Array.from(ibug68.mirror.flatMap((k) => at(points, k))))).toEqual(['mirrored']);
  const twisted = points.slice();
  twisted.set(at(points, 4), 2 * 12);
  twisted.set(at(points, 12), 2 * 4);
  expect(faultsOf(twisted)).toEqual(['twisted: jaw']);
  const neighbours = points.slice();
  neighbours.set(at(points, 37), 2 * 38);
  neighbours.set(at(points, 38), 2 * 37);
  expect(faultsOf(neighbours)).toEqual(['twisted: lid.right.upper']);
});

test('what crosses itself by less than can be seen is no fault', () => {
  const curves = [{ name: 'loop', points: [0, 1, 2, 3, 4], closed: false }];
  // A way that comes back over itself, `deep` pixels beyond where it began; the other points give the face its size.
  const drawn = (deep: number): Float32Array => {
    const face = points.slice();
    face.set(
      [0, 0, 40, 0, 40, 30, 20, 30, 20, -deep].map((v, i) => v + at(points, 30)[i % 2]!),
      0,
    );
    return face;
  };
  const faultsOf = faceFaults(ibug68, curves);
  expect(faultsOf(drawn(1))).toEqual(['twisted: loop']);
  const sliver = points.slice();
  sliver.set(
    [0, 0, 40, 0.2, 40.2, -0.2, 20, 0.3, 0, 5].map((v, i) => v + at(points, 30)[i % 2]!),
    0,
  );
  expect(faceFaults(ibug68, [{ ...curves[0]!, points: [0, 1, 2, 3] }])(sliver)).toEqual([]);
});
