/**
 * Learns how a detector's points are wrong together from faces whose points are known exactly, synthetic ones: what it
 * misses, in units of the uncertainty that it states, in the upright frame. N faces, K points, R modes. Safe in browsers.
 *
 * Turned down (`../shared/in-the-wild`'s train, corrections a face at the mean, 68 points): the modes of the shapes
 * themselves, on which a detector's errors do not lie (19 to 26, where points that do not move together need 20); nearness
 * on the template (10.6); modes of shapes and nearness as prior and noise (17). The detector's own errors: 9.3.
 */
import { principalModes } from '../core/numbers/principal-modes.js';
import { median } from '../core/numbers/statistics.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { frontalTemplate, shapeFrame } from '../landmarks/shape-frame.js';
import type { CorrectionModel, DetectedPoints } from './correction-model.js';

/** Told apart by no more: the rest is each point's own. */
export const defaultRank = 96;

/** A point's own share of its variance, at least. */
const leastResidual = 0.01;

export interface MissedFace extends DetectedPoints {
  /** `[K, 2]` pixels, where the points are in truth. */
  truth: Float32Array;
}

export function errorModes(
  set: LandmarkSet,
  faces: readonly MissedFace[],
  rank: number = defaultRank,
): CorrectionModel {
  const template = frontalTemplate(set);
  const rows = faces.map((face) => missedBy(face, template));
  const lengths = rows.map((row) => Math.hypot(...row));
  const usual = median(lengths);
  // A face that is missed altogether says nothing of how points go together: it counts as one of usual size.
  const scaled = rows.map((row, i) => row.map((value) => value * Math.min(1, usual / lengths[i]!)));
  const both = scaled.flatMap((row) => [row, mirrored(row, set.mirror)]);
  const scale = 1 / Math.sqrt(both.length);
  const weighted = both.map((row) => row.map((value) => value * scale));
  return modelOf(weighted, rank);
}

/** @param rows – `[N][2K]`, whose products sum to the second moment. */
export function modelOf(rows: readonly Float32Array[], rank: number): CorrectionModel {
  const modes = principalModes(rows, rank);
  const residual = new Float32Array(rows[0]!.length / 2);
  const add = (row: Float32Array, sign: number): void =>
    row.forEach((value, i) => {
      residual[i >> 1]! += (sign * value * value) / 2;
    });
  for (const row of rows) add(row, 1);
  for (const mode of modes) add(mode, -1);
  return { modes, residual: residual.map((value) => Math.max(value, 0) + leastResidual) };
}

/** `[2K]` truth − detection, upright, in units of the uncertainty. */
export function missedBy({ points, uncertainty, truth }: MissedFace, template: Float32Array): Float32Array {
  const { a, b } = shapeFrame(points, template);
  const radius = Math.hypot(a, b);
  const [cos, sin] = [a / radius, b / radius];
  const missed = new Float32Array(points.length);
  for (let k = 0; k < uncertainty.length; k++) {
    const [x, y] = [truth[2 * k]! - points[2 * k]!, truth[2 * k + 1]! - points[2 * k + 1]!];
    missed[2 * k] = (cos * x + sin * y) / uncertainty[k]!;
    missed[2 * k + 1] = (cos * y - sin * x) / uncertainty[k]!;
  }
  return missed;
}

/** Of the mirrored face. @param row – `[2K]`, upright. */
export function mirrored(row: Float32Array, mirror: readonly number[]): Float32Array {
  return row.map((_, i) => {
    const value = row[2 * mirror[i >> 1]! + (i % 2)]!;
    return i % 2 === 0 ? -value : value;
  });
}
