/**
 * The mean cage, ready for use: the table of control points mirrored to both sides, then fitted where whole
 * millimetres are too coarse: the edges of the lips must meet.
 */
import { movedEyeCorner } from '../after-photographs.js';
import { cagePoints } from './cage-points.js';
import { type CageTopology, ringSizes } from './cage-topology.js';
import type { SparseRows } from './subdivision.js';

/** One control point of the mean cage, as deformations see it. */
export interface CagePoint {
  readonly patch: string;
  /** Row of the grid, or ring of a patch. */
  readonly ring: number;
  readonly place: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Half the gap between closed lips in the middle, centimetres: a seam, not a slit. */
const seam = 0.012;

/** `[N, 3]` centimetres, head space. */
export function meanCage(cage: CageTopology, matrix: SparseRows): Float64Array {
  const points = new Float64Array(3 * cage.pointCount);
  for (let point = 0; point < cage.names.length; point++) {
    const other = cage.mirror[point]!;
    for (let axis = 0; axis < 3; axis++) {
      const value = cagePoints[3 * point + axis]! / 10;
      points[3 * other + axis] = axis === 0 ? -value : value;
      points[3 * point + axis] = value;
    }
  }
  moveEyeCorners(points);
  closeLips(cage, matrix, points);
  return points;
}

function moveEyeCorners(points: Float64Array): void {
  for (let i = 0; i < points.length; i += 3)
    movedEyeCorner(points[i]!, points[i + 1]!, points[i + 2]!).forEach((amount, axis) => {
      points[i + axis]! += amount;
    });
}

/** The control points with their names, mean places and, on the right side, negative x. */
export function describePoints(cage: CageTopology, mean: Float64Array): CagePoint[] {
  const described: CagePoint[] = Array.from({ length: cage.pointCount });
  cage.names.forEach((name, left) => {
    const [patch, ring, place] = name.split('/') as [string, string, string];
    for (const point of new Set([left, cage.mirror[left]!])) {
      const [x, y, z] = [mean[3 * point]!, mean[3 * point + 1]!, mean[3 * point + 2]!];
      described[point] = { patch, ring: Number(ring), place: Number(place), x, y, z };
    }
  });
  return described;
}

/** Where a control point's own vertex ends up on the fine surface. */
export function limitOf(
  { starts, columns, weights }: SparseRows,
  points: Float64Array,
  vertex: number,
): [number, number, number] {
  const place: [number, number, number] = [0, 0, 0];
  for (let k = starts[vertex]!; k < starts[vertex + 1]!; k++)
    for (let axis = 0; axis < 3; axis++) place[axis]! += weights[k]! * points[3 * columns[k]! + axis]!;
  return place;
}

/** Moves the control points of the lips' inner edges until the fine edges meet (a Jacobi iteration). */
function closeLips(cage: CageTopology, matrix: SparseRows, points: Float64Array): void {
  const middle = (ringSizes.mouth - 1) / 2;
  const pairs = Array.from({ length: middle }, (_, k) => [
    cage.index(`mouth/3/${k}`),
    cage.index(`mouth/3/${ringSizes.mouth - 1 - k}`),
  ]) as [number, number][];
  const targets = new Map<number, [number, number, number]>();
  for (const [k, [lower, upper]] of pairs.entries()) {
    const [a, b] = [limitOf(matrix, points, lower), limitOf(matrix, points, upper)];
    const gap = seam * (1 - k / middle);
    targets.set(lower, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - gap, (a[2] + b[2]) / 2]);
    targets.set(upper, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + gap, (a[2] + b[2]) / 2]);
  }
  for (let round = 0; round < 30; round++) {
    const steps = [...targets].map(([point, target]) => {
      const place = limitOf(matrix, points, point);
      return { point, step: target.map((value, axis) => value - place[axis]!) };
    });
    for (const { point, step } of steps) {
      const other = cage.mirror[point]!;
      for (let axis = 0; axis < 3; axis++) {
        points[3 * point + axis]! += step[axis]!;
        if (other !== point) points[3 * other + axis]! += (axis === 0 ? -1 : 1) * step[axis]!;
      }
    }
  }
}
