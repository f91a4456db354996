/**
 * Every way by which a model's prediction becomes points of another set, in one list: the plain nearest subset, maps
 * that are fitted, and the model's own second output. A new way is one file and one line here.
 */
import { adapterKinds, adaptPoints, type PointAdapter } from '../../detect/landmarks/point-adapter.js';
import type { Prediction } from '../predict/predict.js';
import type { AdapterFit, FitContext, FitFace } from './adapter.js';
import { fitAuxiliary } from './auxiliary.js';
import { fitMlp } from './mlp.js';
import { fitNearestSubset } from './nearest.js';
import { fitRidgeAffine } from './ridge.js';

export interface AdapterWay {
  /** What it is fitted on: nothing, faces labelled in both sets by a model and by people, or synthetic pairs. */
  learnsFrom: 'nothing' | 'labels' | 'synthetic pairs';
  /** Null for the model's own points of the target set: as its only output, or as its second one. */
  fit: AdapterFit | null;
}

/** In the order of the tables. */
export const adapterNames: readonly [...typeof adapterKinds, 'own-head'] = [...adapterKinds, 'own-head'];
export type AdapterName = (typeof adapterNames)[number];

export const adapterWays: Readonly<Record<AdapterName, AdapterWay>> = {
  'nearest-subset': { learnsFrom: 'nothing', fit: fitNearestSubset },
  'ridge-affine': { learnsFrom: 'labels', fit: fitRidgeAffine },
  mlp: { learnsFrom: 'labels', fit: fitMlp },
  auxiliary: { learnsFrom: 'synthetic pairs', fit: fitAuxiliary },
  'own-head': { learnsFrom: 'nothing', fit: null },
};

export interface FittedWay {
  /** `[T, 2]` pixels of the target set. */
  apply(prediction: Prediction): Float32Array;
  /** What a file keeps of it; null for the model's own output. */
  adapter: PointAdapter | null;
  ridge: number | null;
  crossValidated: number | null;
}

export async function fitWay(
  name: AdapterName,
  faces: readonly FitFace[],
  context: FitContext,
): Promise<FittedWay> {
  const way = adapterWays[name];
  if (way.fit === null)
    return {
      apply: ({ points, transferred }) => transferred?.points ?? points,
      adapter: null,
      ridge: null,
      crossValidated: null,
    };
  const fitted = await way.fit(faces, context);
  return { ...fitted, apply: ({ points }) => adaptPoints(fitted.adapter, points) };
}
