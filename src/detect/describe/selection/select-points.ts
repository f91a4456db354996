/**
 * Which points of a set serve a task best: greedy D-optimal selection (Fedorov 1972; with the other parameters left open:
 * Ds-optimal). The mean face is looked at from several sides; the next point, with its mirror image, is the one that makes
 * the task's parameters surest. All points are taken to be found equally well (`point-jacobian.ts`).
 *
 * Limits: errors of neighbouring points are alike, which is not in the formula; so chosen points keep a distance.
 */

import { UsageError } from '../../../core/errors.js';
import { atOnce, type Steps } from '../../../core/steps.js';
import { distance, type Vector3 } from '../../../core/vector.js';
import { poseParameters } from '../fit/fit-parameters.js';
import { inversePositive } from '../fit/inverse.js';
import { type ShapeModes, shapeModes } from '../fit/shape-modes.js';
import type { HeadPoints } from '../head/head-points.js';
import { gazeParameters, gazePrecision, pointJacobian } from './point-jacobian.js';

export const selectionTasks = ['pose', 'gaze', 'reconstruction'] as const;
export type SelectionTask = (typeof selectionTasks)[number];

export interface PointSelection {
  /** Indices of the chosen points, in the order of their choice. */
  chosen: number[];
  /**
   * What to expect of given points: standard deviation of the turn in degrees (pose, gaze), or root mean square error of
   * all places in millimetres (reconstruction); a mean over the views.
   */
  expected(points: readonly number[]): number;
}

/** Yaw and pitch, radians; the mirror images follow from the mirrored points. */
const views = [
  [0, 0],
  [0.6, 0.1],
  [1.1, -0.1],
] as const;
/** Of identity; the rest moves little. */
const mostModes = 20;

interface View {
  /** `[n, 2K]` */
  jacobian: Float64Array;
  /** `[n, n]` lower half: the priors and what is chosen so far. */
  information: Float64Array;
}

/** As {@link selectionSteps}, at once. */
export function selectPoints(head: HeadPoints, task: SelectionTask, count: number): PointSelection {
  return atOnce(selectionSteps(head, task, count));
}

/** @param count – how many at most: points that would lie too near to chosen ones are left out. */
export function* selectionSteps(head: HeadPoints, task: SelectionTask, count: number): Steps<PointSelection> {
  const all = shapeModes(head);
  const keep = Math.min(mostModes, all.identityCount);
  const withGaze = task === 'gaze';
  if (withGaze && !head.parts.some((part) => part > 0))
    throw new UsageError(
      `select: ${head.set} has no points on the eyeballs, which tell where the eyes look`,
      {
        hint: 'choose from a set with irises, such as dense1001',
      },
    );
  const shaped = poseParameters + keep + all.count - all.identityCount;
  const n = shaped + (withGaze ? gazeParameters : 0);
  const kept = Array.from({ length: all.count }, (_, m) => m).filter(
    (m) => m < keep || m >= all.identityCount,
  );
  const rows = 2 * head.names.length;
  const prepared = views.map(([yaw, pitch]): View => {
    const full = pointJacobian(all, head, yaw, pitch);
    const jacobian = new Float64Array(n * rows);
    for (let p = 0; p < n; p++) {
      const from =
        p < poseParameters
          ? p
          : poseParameters + (p < shaped ? kept[p - poseParameters]! : all.count + p - shaped);
      jacobian.set(full.subarray(from * rows, (from + 1) * rows), p * rows);
    }
    return { jacobian, information: priors() };
  });
  const wanted = (p: number): boolean =>
    withGaze ? p === shaped || p === shaped + 1 : task === 'pose' ? p < 3 : p >= poseParameters;
  const others = Array.from({ length: n }, (_, p) => p).filter((p) => !wanted(p));
  const spacing = Math.min(1, 6 / Math.sqrt(count));
  const place = (k: number): Vector3 => [head.mean[3 * k]!, head.mean[3 * k + 1]!, head.mean[3 * k + 2]!];
  const chosen: number[] = [];
  const counts = (k: number): boolean => withGaze || head.parts[k] === 0;
  const open = new Set([...head.names.keys()].filter((k) => counts(k) && head.mirror[k]! >= k));
  while (chosen.length < count && open.size > 0) {
    yield chosen.length / count;
    const inverses = prepared.map(({ information }) => ({
      whole: inversePositive(information.slice(), n),
      rest: inversePositive(partOf(information, n, others), others.length),
    }));
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const k of open) {
      if (head.mirror[k] !== k && chosen.length + 2 > count) continue;
      const gain = prepared.reduce(
        (sum, { jacobian }, v) =>
          sum +
          gainOf(jacobian, rows, k, inverses[v]!.whole, null, n) -
          gainOf(jacobian, rows, k, inverses[v]!.rest, others, others.length),
        0,
      );
      if (gain > most) [best, most] = [k, gain];
    }
    if (best < 0) break;
    for (const k of new Set([best, head.mirror[best]!])) {
      chosen.push(k);
      for (const view of prepared) addPoint(view, rows, k, n);
    }
    open.delete(best);
    for (const k of open)
      if (distance(place(k), place(best)) < (head.parts[k] === 0 ? spacing : eyeSpacing * spacing))
        open.delete(k);
  }
  return {
    chosen,
    expected: (points) =>
      expectedError(
        points,
        prepared.map(({ jacobian }) => jacobian),
      ),
  };

  function expectedError(points: readonly number[], jacobians: readonly Float64Array[]): number {
    const errors = jacobians.map((jacobian) => {
      const information = priors();
      for (const k of points) if (counts(k)) addPoint({ jacobian, information }, rows, k, n);
      const inverse = inversePositive(information, n);
      const variance = (p: number): number => inverse[p * (n + 1)]!;
      if (withGaze) return (180 / Math.PI) * Math.sqrt(variance(shaped) + variance(shaped + 1));
      if (task === 'pose') return (180 / Math.PI) * Math.sqrt(variance(0) + variance(1) + variance(2));
      return 10 * Math.sqrt(meanVariance(head, all, kept, inverse, n));
    });
    return errors.reduce((sum, value) => sum + value, 0) / errors.length;
  }

  /** `[n, n]` what is known before a point is seen. */
  function priors(): Float64Array {
    const information = new Float64Array(n * n);
    for (let p = 0; p < n; p++)
      information[p * (n + 1)] =
        p < poseParameters
          ? weak[p]!
          : p < shaped
            ? all.precision[kept[p - poseParameters]!]!
            : gazePrecision[p - shaped]!;
    return information;
  }
}

/** Points of an eyeball lie nearer to each other. */
const eyeSpacing = 0.3;

/** Next to nothing is known of the pose; the focal length is known to a tenth. */
const weak = [1, 1, 1, 1e-4, 1e-4, 1, 100];

/** log det(I + J M⁻¹ Jᵀ) of one point's two rows. @param only – which parameters the inverse is of; all for null. */
function gainOf(
  jacobian: Float64Array,
  rows: number,
  k: number,
  inverse: Float64Array,
  only: readonly number[] | null,
  n: number,
): number {
  const u = new Float64Array(n);
  const v = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = (only === null ? i : only[i]!) * rows + 2 * k;
    u[i] = jacobian[at]!;
    v[i] = jacobian[at + 1]!;
  }
  let [uu, uv, vv] = [1, 0, 1];
  for (let i = 0; i < n; i++) {
    let mu = 0;
    let mv = 0;
    for (let j = 0; j < n; j++) {
      mu += inverse[i * n + j]! * u[j]!;
      mv += inverse[i * n + j]! * v[j]!;
    }
    uu += u[i]! * mu;
    uv += u[i]! * mv;
    vv += v[i]! * mv;
  }
  return Math.log(uu * vv - uv * uv);
}

function addPoint({ jacobian, information }: View, rows: number, k: number, n: number): void {
  for (let row = 2 * k; row < 2 * k + 2; row++)
    for (let i = 0; i < n; i++) {
      const value = jacobian[i * rows + row]!;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) information[i * n + j]! += value * jacobian[j * rows + row]!;
    }
}

function partOf(matrix: Float64Array, n: number, chosen: readonly number[]): Float64Array {
  const m = chosen.length;
  return Float64Array.from({ length: m * m }, (_, at) => {
    const [i, j] = [chosen[Math.floor(at / m)]!, chosen[at % m]!];
    return matrix[Math.max(i, j) * n + Math.min(i, j)]!;
  });
}

/** Square centimetres: how far all places are off, the mean of their squared distances. */
function meanVariance(
  head: HeadPoints,
  { starts, numbers, moves, count }: ShapeModes,
  kept: readonly number[],
  inverse: Float64Array,
  n: number,
): number {
  let sum = 0;
  // Every so many places stand for all.
  const every = 7;
  let places = 0;
  for (let k = 0; k < head.names.length; k += every, places++)
    for (let axis = 0; axis < 3; axis++) {
      const moved = new Float64Array(count);
      for (let entry = starts[k]!; entry < starts[k + 1]!; entry++)
        moved[numbers[entry]!] = moves[3 * entry + axis]!;
      for (let a = 0; a < kept.length; a++) {
        const left = moved[kept[a]!]!;
        if (left === 0) continue;
        for (let b = 0; b < kept.length; b++)
          sum += left * inverse[(poseParameters + a) * n + poseParameters + b]! * moved[kept[b]!]!;
      }
    }
  return sum / places;
}
