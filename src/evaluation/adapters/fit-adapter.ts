/** Fits one adapter for a model, to be kept as a file beside it. */

import { internalError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { croppedDetector } from '../../detect/landmarks/cropped-detector.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { type AdapterKind, adapterKinds, type PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { looksInMirror } from '../../detect/node/shipped-model-file.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { noneMeasured, type PredictedFace } from '../predict/predict.js';
import { fitFaceOf, ownSet, predictPart, readPairs } from '../rows/measure-row.js';
import type { FacePart } from '../rows/row-settings.js';
import { needsNoFile } from './adapter-file.js';
import { type FitLooks, fitByLooks } from './fit-by-looks.js';
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

export async function fitAdapter(options: FitAdapterOptions, work: Work = silentWork): Promise<FittedFile> {
  const { model, kind, faces: part, seed = adapterSeed, crop = adapterWays[kind].crop } = options;
  const features = adapterWays[kind].reads === 'features';
  // As the model is looked through where nothing else is said.
  const detector = await openLandmarkDetector(model, { mirror: features || looksInMirror(model), features });
  const from = await ownSet(detector, { model, measure: [part] });
  const to = landmarkSet(options.to ?? defaultLandmarkSet);
  const { convention } = detector.metadata.landmarks;
  const where = `${part.data}${part.split === undefined ? '' : `, split ${part.split}`}`;
  const context = {
    ...{ from, to, convention, seed, ...(crop !== 1 && { crop }) },
    fittedOn: (count: number) => `${counted(count, 'face')} of ${where}`,
  };
  let failures: FittedFile['failures'] = [];
  const seen = async (
    by: (id: string) => Detector,
    watched: Work,
    reads = false,
  ): Promise<PredictedFace[]> => {
    const labels = { set: to, own: from, convention, seed, features: reads };
    const read = await predictPart(part, by, labels, watched);
    failures = read.failures;
    if (read.faces.length === 0) throw noneMeasured(failures, part.data);
    return read.faces;
  };
  const looks: FitLooks = {
    async glance() {
      const once = await openLandmarkDetector(model, { mirror: false, eyes: false });
      const faces = await seen(() => once, partOf(work, 'first look'));
      return faces.map((face) => ({ ...fitFaceOf(face), id: face.id, roll: face.box.roll }));
    },
    async look(boxes) {
      if (kind === 'auxiliary') return readPairs(part, context);
      const looking = croppedDetector(detector, crop);
      const faces = await seen((id) => throughBox(looking, boxes.get(id)), work, features);
      return faces.map(fitFaceOf);
    },
  };
  const { adapter, faces, crossValidated } = await fitByLooks(kind, looks, context, work);
  if (adapter === null) throw internalError(`an adapter by ${kind} has nothing to keep`);
  return { adapter, faces, failures, crossValidated };
}

/** @returns a detector that looks through this box, where there is one and it lies in the picture, instead of the given one. */
export function throughBox(detector: Detector, box: FaceBox | undefined): Detector {
  if (box === undefined) return detector;
  return {
    ...detector,
    detect: (image, given) => detector.detect(image, faceBoxFault(box, image) === null ? box : given),
  };
}
