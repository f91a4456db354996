/**
 * Error bars as wide as the errors are: for each region of the face a factor on what the network says, and a floor below which
 * nothing is known, such as where two definitions of a point differ. Both by the likelihood of the errors under an isotropic
 * Gaussian. All lengths are in one unit that grows with the face, such as the crop's side; which, is the caller's choice, and the fit
 * is the same face for face.
 */
import { mean } from '../../core/numbers/statistics.js';
import type { LandmarkSet, Region } from '../../landmarks/landmark-set.js';

/** One point of one face. */
export interface MeasuredPoint {
  region: Region;
  /** Distance from the label. */
  error: number;
  /** As the network says it, along either axis. */
  sigma: number;
}

export interface DeviationFit {
  scale: number;
  floor: number;
}

/** Where no label lies: ears count with the contour, skin with all points. */
const standIns: Partial<Record<Region, Region>> = { ears: 'contour' };

/** @returns `[K]` for the set's points. */
export function fitDeviations(
  measured: readonly MeasuredPoint[],
  set: LandmarkSet,
): { scale: number[]; floor: number[] } {
  const fits = new Map<Region, DeviationFit>();
  const fitOf = (region: Region): DeviationFit => {
    const known = fits.get(region);
    if (known !== undefined) return known;
    const wanted = standIns[region] ?? region;
    const own = measured.filter((point) => point.region === wanted);
    const fit = fitDeviation(own.length > 0 ? own : measured);
    fits.set(region, fit);
    return fit;
  };
  const all = set.points.map(({ region }) => fitOf(region));
  return { scale: all.map(({ scale }) => scale), floor: all.map(({ floor }) => floor) };
}

/** The search goes from 0 to so much, for the floor to the root mean square of the errors: alone it is likeliest at 0.7 of that. */
const mostScale = 6;
/** How many values each round of it tries on the way between its bounds. */
const steps = 24;
const rounds = 3;
/** No error bar is narrower than this share of the root mean square error, whatever the search tries. */
const leastShare = 1e-4;

/** The factor and the floor under which the errors are most likely: a grid, and finer ones around its best. */
export function fitDeviation(points: readonly Pick<MeasuredPoint, 'error' | 'sigma'>[]): DeviationFit {
  const errors = Float64Array.from(points, ({ error }) => error ** 2);
  const sigmas = Float64Array.from(points, ({ sigma }) => sigma ** 2);
  const size = Math.sqrt(mean([...errors])) || 1;
  let [lowScale, highScale] = [0, mostScale];
  let [lowFloor, highFloor] = [0, size];
  let best: DeviationFit = { scale: 1, floor: 0 };
  for (let round = 0; round < rounds; round++) {
    const [scaleStep, floorStep] = [(highScale - lowScale) / steps, (highFloor - lowFloor) / steps];
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= steps; i++)
      for (let j = 0; j <= steps; j++) {
        const fit = { scale: lowScale + i * scaleStep, floor: lowFloor + j * floorStep };
        const misfit = negativeLikelihood(errors, sigmas, fit, leastShare * size);
        if (misfit < lowest) [lowest, best] = [misfit, fit];
      }
    [lowScale, highScale] = [Math.max(0, best.scale - scaleStep), best.scale + scaleStep];
    [lowFloor, highFloor] = [Math.max(0, best.floor - floorStep), best.floor + floorStep];
  }
  return { scale: Number(best.scale.toPrecision(4)), floor: Number(best.floor.toPrecision(4)) };
}

/** @param errors – squared. @param sigmas – squared; both as typed arrays, which are read a thousand times. */
function negativeLikelihood(
  errors: Float64Array,
  sigmas: Float64Array,
  { scale, floor }: DeviationFit,
  least: number,
): number {
  const [factor, ground] = [scale ** 2, floor ** 2 + least ** 2];
  let sum = 0;
  for (let i = 0; i < errors.length; i++) {
    const variance = factor * sigmas[i]! + ground;
    sum += Math.log(variance) + errors[i]! / (2 * variance);
  }
  return sum;
}
