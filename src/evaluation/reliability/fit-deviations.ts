/**
 * Error bars as wide as the errors are: for each region of the face a factor on what the network says, and a floor below which
 * nothing is known, such as where two definitions of a point differ. Both by the likelihood of the errors under an isotropic
 * Gaussian. All lengths are shares of the crop's side, so that the floor grows with the face.
 */
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

/** Bounds of the search, and how many values each round of it tries on the way between them. */
const bounds = { scale: [0, 6], floor: [0, 0.1] } as const;
const steps = 24;
const rounds = 3;
/** No error bar is narrower than this share of the crop, whatever the search tries. */
const least = 1e-5;

/** The factor and the floor under which the errors are most likely: a grid, and finer ones around its best. */
export function fitDeviation(points: readonly Pick<MeasuredPoint, 'error' | 'sigma'>[]): DeviationFit {
  let [lowScale, highScale]: readonly [number, number] = bounds.scale;
  let [lowFloor, highFloor]: readonly [number, number] = bounds.floor;
  let best: DeviationFit = { scale: 1, floor: 0 };
  for (let round = 0; round < rounds; round++) {
    const [scaleStep, floorStep] = [(highScale - lowScale) / steps, (highFloor - lowFloor) / steps];
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= steps; i++)
      for (let j = 0; j <= steps; j++) {
        const fit = { scale: lowScale + i * scaleStep, floor: lowFloor + j * floorStep };
        const misfit = negativeLikelihood(points, fit);
        if (misfit < lowest) [lowest, best] = [misfit, fit];
      }
    [lowScale, highScale] = [Math.max(0, best.scale - scaleStep), best.scale + scaleStep];
    [lowFloor, highFloor] = [Math.max(0, best.floor - floorStep), best.floor + floorStep];
  }
  return { scale: Number(best.scale.toPrecision(4)), floor: Number(best.floor.toPrecision(4)) };
}

function negativeLikelihood(
  points: readonly Pick<MeasuredPoint, 'error' | 'sigma'>[],
  { scale, floor }: DeviationFit,
): number {
  let sum = 0;
  for (const { error, sigma } of points) {
    const variance = (scale * sigma) ** 2 + floor ** 2 + least ** 2;
    sum += Math.log(variance) + error ** 2 / (2 * variance);
  }
  return sum;
}
