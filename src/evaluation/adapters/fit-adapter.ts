/** Fits one adapter for a model, to be kept as a file beside it. */

import { internalError } from '../../core/errors.js';
import { freedAfter } from '../../core/opened-together.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { type AdapterKind, adapterKinds, type PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { type OpenedModel, openModel } from '../../detect/node/open-landmark-detector.js';
import { looksInMirror } from '../../detect/node/shipped-model-file.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { noneMeasured } from '../predict/predict.js';
import { ownSet, predictPart } from '../rows/measure-row.js';
import { fitFaceOf, readPairs } from '../rows/row-fitter.js';
import type { FacePart } from '../rows/row-settings.js';
import { needsNoFile } from './adapter-file.js';
import { fitByLooks, looksOf } from './fit-by-looks.js';
import { fittedOnWords } from './fitted-on.js';
import { adapterWays } from './registry.js';

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

export function fitAdapter(options: FitAdapterOptions, work: Work = silentWork): Promise<FittedFile> {
  const { model, kind } = options;
  const features = adapterWays[kind].reads === 'features';
  return freedAfter(async (keep) => {
    // As the model is looked through where nothing else is said.
    const opened = await openModel(model, { mirror: features || looksInMirror(model), features });
    keep(opened.close);
    return fitBehind(opened, options, work);
  });
}

async function fitBehind(
  opened: OpenedModel,
  {
    model,
    kind,
    faces: part,
    seed = adapterSeed,
    crop = adapterWays[kind].crop,
    to: target,
  }: FitAdapterOptions,
  work: Work,
): Promise<FittedFile> {
  const { metadata } = opened.detector;
  const from = await ownSet(opened.detector, { model, measure: [part] });
  const to = landmarkSet(target ?? defaultLandmarkSet);
  const { convention } = metadata.landmarks;
  const context = {
    ...{ from, to, convention, seed, ...(crop !== 1 && { crop }) },
    fittedOn: (count: number) => fittedOnWords(count, part),
  };
  let failures: FittedFile['failures'] = [];
  const seen = looksOf(opened, crop, async (by, isFirst) => {
    const features = !isFirst && adapterWays[kind].reads === 'features';
    const labels = { set: to, own: from, convention, seed, features };
    const read = await predictPart(part, by, labels, isFirst ? partOf(work, 'first look') : work);
    failures = read.failures;
    if (read.faces.length === 0) throw noneMeasured(failures, part.data);
    return read.faces.map((face) => ({ ...fitFaceOf(face), id: face.id, roll: face.box.roll }));
  });
  const looks = kind === 'auxiliary' ? { ...seen, look: () => readPairs(part, context) } : seen;
  const { adapter, faces, crossValidated } = await fitByLooks(kind, looks, context, work);
  if (adapter === null) throw internalError(`an adapter by ${kind} has nothing to keep`);
  const kept = crossValidated === null ? adapter : { ...adapter, crossValidated };
  return { adapter: kept, faces, failures, crossValidated };
}
