/**
 * How the points of a set are wrong together, whatever the face: modes and a residual in units of the detector's own
 * uncertainty, in the upright frame of a face (`landmarks/shape-frame.ts`). With a detection it gives the Gaussian of one
 * face. Where the model comes from: `error-modes.ts` (how the detector misses synthetic shapes), `nearness-model.ts` (any
 * model, from the layout of the set alone). K points, R modes. Safe in browsers.
 */
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { frontalTemplate, shapeFrame } from '../landmarks/shape-frame.js';
import type { PointGaussian } from './point-gaussian.js';

export interface CorrectionModel {
  /** `[R][2K]` in units of each point's uncertainty, x to the face's right side of the image, y down. */
  modes: readonly Float32Array[];
  /** `[K]` variance along either axis that is a point's own, in the same unit squared. */
  residual: Float32Array;
}

/** What a detector says of a face. */
export interface DetectedPoints {
  /** `[K, 2]` pixels. */
  points: Float32Array;
  /** `[K]` pixels. */
  uncertainty: Float32Array;
}

/**
 * How exactly people put points, as a share of the face's radius (mean square, `frontalTemplate`): annotators differ by
 * 1.8 % of the distance of the outer eye corners on average, which is 1.44 % along either axis.
 */
const handShare = 0.0235;

/** The model for faces of one set; the template is laid once. */
export function correctionFor(
  set: LandmarkSet,
  model: CorrectionModel,
): (detected: DetectedPoints) => PointGaussian {
  return correctionOn(frontalTemplate(set), model);
}

/** @param template – `[K, 2]` of the set (`frontalTemplate`): all that is needed of it. */
export function correctionOn(
  template: Float32Array,
  { modes, residual }: CorrectionModel,
): (detected: DetectedPoints) => PointGaussian {
  return ({ points, uncertainty }) => {
    const { a, b } = shapeFrame(points, template);
    const radius = Math.hypot(a, b);
    const [cos, sin] = [a / radius, b / radius];
    return {
      points,
      modes: modes.map((mode) => {
        const turned = new Float32Array(mode.length);
        for (let k = 0; k < uncertainty.length; k++) {
          const [x, y] = [mode[2 * k]!, mode[2 * k + 1]!];
          turned[2 * k] = uncertainty[k]! * (cos * x - sin * y);
          turned[2 * k + 1] = uncertainty[k]! * (sin * x + cos * y);
        }
        return turned;
      }),
      residual: residual.map((variance, k) => variance * uncertainty[k]! ** 2),
      hand: handShare * radius,
    };
  };
}

/** Both at once, their covariances added. @param share – how much of the second. */
export function joinedCorrection(a: CorrectionModel, b: CorrectionModel, share: number): CorrectionModel {
  const scale = Math.sqrt(share);
  return {
    modes: [...a.modes, ...b.modes.map((mode) => mode.map((value) => scale * value))],
    residual: a.residual.map((variance, k) => variance + share * b.residual[k]!),
  };
}

/** The same model for points of another set, each of which is wrong as the one that stands for it. @param nearest – `[T]`. */
export function nearestCorrection(
  { modes, residual }: CorrectionModel,
  nearest: readonly number[],
): CorrectionModel {
  return {
    modes: modes.map((mode) => Float32Array.from(nearest.flatMap((k) => [mode[2 * k]!, mode[2 * k + 1]!]))),
    residual: Float32Array.from(nearest, (k) => residual[k]!),
  };
}
