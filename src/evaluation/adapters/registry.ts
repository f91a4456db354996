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
import { fitRidgeFeatures } from './ridge-features.js';

export interface AdapterWay {
  /** What it is fitted on: nothing, faces labelled in both sets by a model and by people, or synthetic pairs. */
  learnsFrom: 'nothing' | 'labels' | 'synthetic pairs';
  /** What it reads of a face: a detector that tells what it sees is opened for `features` alone. */
  reads: 'points' | 'features';
  /** The box through which faces are best looked at for it, times that of the labels. */
  crop: number;
  /** Null for the model's own points of the target set: as its only output, or as its second one. */
  fit: AdapterFit | null;
}

/** In the order of the tables. */
export const adapterNames: readonly [...typeof adapterKinds, 'own-head'] = [...adapterKinds, 'own-head'];
export type AdapterName = (typeof adapterNames)[number];

export const adapterWays: Readonly<Record<AdapterName, AdapterWay>> = {
  'nearest-subset': { learnsFrom: 'nothing', reads: 'points', crop: 1, fit: fitNearestSubset },
  'ridge-affine': { learnsFrom: 'labels', reads: 'points', crop: 1, fit: fitRidgeAffine },
  'ridge-features': { learnsFrom: 'labels', reads: 'features', crop: 0.9, fit: fitRidgeFeatures },
  mlp: { learnsFrom: 'labels', reads: 'points', crop: 1, fit: fitMlp },
  auxiliary: { learnsFrom: 'synthetic pairs', reads: 'points', crop: 1, fit: fitAuxiliary },
  'own-head': { learnsFrom: 'nothing', reads: 'points', crop: 1, fit: null },
};

/** Those that every comparison has unless it names its own: ways that read features cost a minute a fit. */
export const usualAdapters: readonly AdapterName[] = adapterNames.filter(
  (name) => adapterWays[name].reads === 'points',
);

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
  return { ...fitted, apply: ({ points, patches }) => adaptPoints(fitted.adapter, points, patches) };
}
