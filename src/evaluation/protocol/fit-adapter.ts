/** Fits one adapter for a model, to be kept as a file beside it. */
import type { PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import type { AdapterFit, FitFace } from './adapter-fit.js';
import { fitAuxiliary } from './auxiliary.js';
import { ownSet, readPairs } from './measure-row.js';
import { fitMlp } from './mlp.js';
import { fitRidgeAffine } from './ridge-affine.js';
import { readPart } from './row-faces.js';
import type { FacePart } from './row-result.js';

/** Kinds that are fitted. */
export const fittedKinds = ['ridge', 'mlp', 'auxiliary'] as const;
export type FittedKind = (typeof fittedKinds)[number];

const fits: Record<FittedKind, AdapterFit> = {
  ridge: fitRidgeAffine,
  mlp: fitMlp,
  auxiliary: fitAuxiliary,
};

export interface FitAdapterOptions {
  model: string;
  kind: FittedKind;
  /**
   * Labelled faces that the model's training has not seen; for `auxiliary` generated faces, whose pictures are not
   * looked at.
   */
  faces: FacePart;
  /** Name of the target set; `ibug68` by default. */
  to?: string;
  /** 1 by default. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface FittedFile {
  adapter: PointAdapter;
  /** Faces that it was fitted on. */
  faces: number;
  failures: { id: string; reason: string }[];
  /** Of a ridge: mean error of persons that were left out, per cent of the eye corners' distance on the template. */
  crossValidated: number | null;
}

export async function fitAdapter(options: FitAdapterOptions): Promise<FittedFile> {
  const { model, kind, faces: part, seed = 1, signal, onProgress } = options;
  const detector = await openLandmarkDetector(model);
  const from = await ownSet(detector, { model, measure: [part] });
  const to = landmarkSet(options.to ?? defaultLandmarkSet);
  const { convention } = detector.metadata.landmarks;
  const context = { from, to, convention, seed };
  let faces: FitFace[];
  let failures: FittedFile['failures'] = [];
  if (kind === 'auxiliary') faces = await readPairs(part, context);
  else {
    let done = 0;
    const read = await readPart(part, {
      own: from,
      target: to,
      convention,
      seed,
      detectorOf: () => detector,
      signal,
      onFace: (count) => onProgress?.(++done, count),
    });
    failures = read.failures;
    faces = read.faces.map(({ personKey, predicted, labels }) => ({
      person: personKey,
      points: predicted.points,
      target: labels.points,
    }));
  }
  const where = `${part.data}${part.split === undefined ? '' : `, split ${part.split}`}`;
  const fittedOn = `${faces.length} faces of ${where}`;
  const { adapter, crossValidated } = await fits[kind](faces, { ...context, fittedOn });
  return { adapter, faces: faces.length, failures, crossValidated };
}
