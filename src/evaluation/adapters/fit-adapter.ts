/** Fits one adapter for a model, to be kept as a file beside it. */

import { internalError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { croppedDetector } from '../../detect/landmarks/cropped-detector.js';
import { type AdapterKind, adapterKinds, type PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { looksInMirror } from '../../detect/node/shipped-model-file.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { noneMeasured } from '../predict/predict.js';
import { fitFaceOf, ownSet, predictPart, readPairs } from '../rows/measure-row.js';
import type { FacePart } from '../rows/row-settings.js';
import type { FitFace } from './adapter.js';
import { needsNoFile } from './adapter-file.js';
import { leftOutDeviations } from './left-out-deviations.js';
import { adapterWays, fitWay } from './registry.js';

/** Kinds that are fitted. */
export type FittedKind = Exclude<AdapterKind, typeof needsNoFile>;
export const fittedKinds: readonly FittedKind[] = adapterKinds.filter((kind) => kind !== needsNoFile);

export interface FitAdapterOptions {
  model: string;
  kind: FittedKind;
  /**
   * Labelled faces that the model's training has not seen; for `auxiliary` generated faces, whose pictures are not
   * looked at.
   */
  faces: FacePart;
  /** The box through which the model looks, times that of the labels; each kind's own by default. */
  crop?: number;
  /** Name of the target set; `ibug68` by default. */
  to?: string;
  seed?: number;
}

/** Of folds and networks, where none is given. */
export const adapterSeed = 1;

export interface FittedFile {
  adapter: PointAdapter;
  /** Faces that it was fitted on. */
  faces: number;
  failures: { id: string; reason: string }[];
  /** Of a ridge: mean error of persons that were left out, per cent of the eye corners' distance on the template. */
  crossValidated: number | null;
}

export async function fitAdapter(options: FitAdapterOptions, work: Work = silentWork): Promise<FittedFile> {
  const { model, kind, faces: part, seed = adapterSeed, crop = adapterWays[kind].crop } = options;
  const features = adapterWays[kind].reads === 'features';
  // As the model is looked through where nothing else is said.
  const detector = await openLandmarkDetector(model, { mirror: features || looksInMirror(model), features });
  const from = await ownSet(detector, { model, measure: [part] });
  const to = landmarkSet(options.to ?? defaultLandmarkSet);
  const { convention } = detector.metadata.landmarks;
  const context = { from, to, convention, seed, ...(crop !== 1 && { crop }) };
  let faces: FitFace[];
  let failures: FittedFile['failures'] = [];
  if (kind === 'auxiliary') faces = await readPairs(part, context);
  else {
    const read = await predictPart(
      part,
      croppedDetector(detector, crop),
      { set: to, own: from, convention, seed, features },
      work,
    );
    if (read.faces.length === 0) throw noneMeasured(read.failures, part.data);
    failures = read.failures;
    faces = read.faces.map(fitFaceOf);
  }
  const where = `${part.data}${part.split === undefined ? '' : `, split ${part.split}`}`;
  const fittedOn = `${counted(faces.length, 'face')} of ${where}`;
  const described = { ...context, fittedOn };
  // A fit is one piece of arithmetic: its folds, each nearly as long, show how far they are.
  work.log.info(`fitting ${kind} to ${fittedOn}`);
  const { adapter, ridge, crossValidated } = await fitWay(kind, faces, described);
  if (adapter === null) throw internalError(`an adapter by ${kind} has nothing to keep`);
  const strength = ridge === null ? {} : { strength: ridge };
  const uncertainty = await leftOutDeviations(
    kind,
    faces,
    { ...described, ...strength },
    partOf(work, 'error bars', 'fold'),
  );
  return {
    adapter: { ...adapter, ...(uncertainty && { uncertainty }) },
    faces: faces.length,
    failures,
    crossValidated,
  };
}
