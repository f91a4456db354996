/**
 * Error bars behind an adapter: those of the model were fitted to what its own points are off, and an adapter takes away part of
 * that. So for each region of the target set a factor and a floor are fitted again (`reliability/fit-deviations.ts`), to the errors
 * of fit faces through adapters that were fitted without their person. Lengths are in the faces' own frames: no box has a part in it.
 */
import { StoppedError } from '../../core/errors.js';
import { silentWork, type Work } from '../../core/work.js';
import { adaptDeviations, adaptPoints, type PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { pointErrors } from '../../landmarks/errors/nme.js';
import { frameSize, shapeFrame } from '../../landmarks/shape-frame.js';
import { fitDeviations, type MeasuredPoint } from '../reliability/fit-deviations.js';
import type { FitContext, FitFace } from './adapter.js';
import { adapterFolds } from './folds.js';
import { type AdapterName, adapterWays, fitWay } from './registry.js';

/**
 * @param context – with the `strength` that was chosen on all faces.
 * @returns for `PointAdapter`; undefined where no face shows what the adapter leaves of the error: nothing was fitted, or on synthetic
 * pairs alone, or on a single person, or the faces came without deviations.
 */
export async function leftOutDeviations(
  name: AdapterName,
  faces: readonly FitFace[],
  context: FitContext,
  work: Work = silentWork,
): Promise<PointAdapter['uncertainty']> {
  const folds = adapterFolds(
    faces.map(({ person }) => person),
    context.seed,
  );
  const count = Math.max(...folds) + 1;
  if (adapterWays[name].learnsFrom !== 'labels' || count < 2) return undefined;
  const measured: MeasuredPoint[] = [];
  work.report(0, count);
  for (let fold = 0; fold < count; fold++) {
    if (work.signal.aborted) throw new StoppedError(`error bars, after ${fold} of ${count} folds`);
    const { adapter } = await fitWay(
      name,
      faces.filter((_, i) => folds[i] !== fold),
      context,
    );
    if (adapter === null) return undefined;
    for (const face of faces.filter((_, i) => folds[i] === fold)) {
      if (face.uncertainty === undefined) return undefined;
      measured.push(...measuredPoints(adapter, face, face.uncertainty, context));
    }
    work.report(fold + 1, count);
  }
  return fitDeviations(measured, context.to);
}

/** The labelled points of a face that the adapter has not seen, in units of the face's frame. */
function measuredPoints(
  adapter: PointAdapter,
  { points, target, patches }: FitFace,
  uncertainty: Float32Array,
  { to }: FitContext,
): MeasuredPoint[] {
  const size = frameSize(shapeFrame(points, adapter.template));
  const nearest = adaptDeviations(adapter, points, uncertainty);
  return [...pointErrors(adaptPoints(adapter, points, patches), target)].flatMap((error, t) =>
    Number.isNaN(error)
      ? []
      : { region: to.points[t]!.region, error: error / size, sigma: nearest[t]! / size },
  );
}
