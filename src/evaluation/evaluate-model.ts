/**
 * Measures a model on a labelled dataset by the field's conventions: NME under a named normaliser, beside the
 * mean-shape baseline. The detector sees each face through the box of its labels, as the published protocols do, so
 * the figures say nothing about finding faces (box jitter says a little). K landmarks, N faces.
 */

import { LineamentError } from '../core/errors.js';
import { freedAfter } from '../core/opened-together.js';
import { silentWork, type Work } from '../core/work.js';
import { landmarksOf } from '../dataset/store/manifest.js';
import type { Dataset } from '../dataset/store/store.js';
import type { Detector } from '../detect/landmarks/detector.js';
import { type OpenModelOptions, openLandmarkDetector } from '../detect/node/open-landmark-detector.js';
import type { Normaliser } from '../landmarks/errors/normalisers.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { Convention, LandmarkSet } from '../landmarks/landmark-set.js';
import { hasPointsOf, type NamedSet } from '../landmarks/sets/named-set.js';
import type { ModelMetadata } from '../networks/model-file/model-metadata.js';
import { describeMachine, type Machine } from '../node/machine.js';
import { countedPoints, type PointSubset } from './figures/counted-points.js';
import { type FigureRow, figureRows } from './figures/figure-rows.js';
import {
  type ComparedFace,
  comparedFace,
  faceErrors,
  pointFigures,
  shareWithinTwoSigma,
} from './figures/figures.js';
import { labelledFaces } from './predict/labelled-faces.js';
import { leaveOneOutMeanShape, trainedMeanShape } from './predict/mean-shape.js';
import { type FailedFace, noneMeasured, predict } from './predict/predict.js';
import type { BoxProtocol } from './predict/protocol-box.js';
import { type EvaluationInput, parseEvaluation } from './settings.js';

/** How it is measured, with the defaults of {@link evaluationDefaults}, and on what. */
export interface EvaluateOptions extends EvaluationInput {
  dataset: Dataset;
  /** The mean shape is computed on this dataset; leave-one-out on the evaluated faces without it. */
  training?: Dataset;
}

export interface MeasuredFace {
  index: number;
  id: string;
  box: FaceBox;
  /** × 100, over the chosen points; null where the face has none of them. */
  error: number | null;
  /** `[2K]` pixels. */
  points: number[];
  /** `[K]` pixels. */
  uncertainty: number[];
}

export interface Evaluation {
  model: {
    file: string;
    metadata: ModelMetadata;
    /** Which of its outputs was measured: its own points, or those of its second set (label transfer). */
    output: 'points' | 'transferred';
  };
  data: {
    folder: string;
    split: string | null;
    where: string | null;
    landmarks: string;
    origin: Record<string, unknown>;
  };
  protocol: {
    normaliser: Normaliser;
    points: PointSubset;
    threshold: number;
    boxes: BoxProtocol;
    /** The model's convention; where a sample lacks such labels, those it has were used. */
    convention: Convention;
  };
  machine: Machine;
  /** Seconds for reading, decoding and detecting all faces. */
  seconds: number;
  figures: FigureRow[];
  /** Null for a single face without training data. */
  baseline: { source: string; figures: FigureRow[]; errors: number[] } | null;
  /** `[K]` error of each point over all faces, × 100. */
  byPoint: { name: string; error: number | null }[];
  /** 0.865 where the model's uncertainties are right. */
  withinTwoSigma: number;
  /** In the order of the dataset. */
  faces: MeasuredFace[];
  failures: FailedFace[];
}

export function evaluateModel(
  options: EvaluateOptions & OpenModelOptions & { modelPath: string },
  work: Work = silentWork,
): Promise<Evaluation> {
  const { modelPath } = options;
  return freedAfter(async (keep) =>
    evaluateDetector(await openLandmarkDetector(modelPath, options, keep), modelPath, options, work),
  );
}

/**
 * As {@link evaluateModel}, for a detector that is open already. One with label transfer is measured through its
 * transferred points where the labels are of that set.
 * @param file – its name in reports.
 */
export async function evaluateDetector(
  opened: Detector,
  file: string,
  options: EvaluateOptions,
  work: Work = silentWork,
): Promise<Evaluation> {
  const { dataset, training } = options;
  const { normaliser, points, threshold, split, where, boxes } = parseEvaluation(options);
  const set = landmarksOf(dataset.manifest);
  const output = outputFor(set, opened.metadata, dataset.folder);
  const predictedSet = output === 'transferred' ? opened.metadata.transfer! : opened.metadata.landmarks;
  const { convention } = predictedSet;
  if (training !== undefined && training.manifest.landmarks !== set.name) {
    throw new LineamentError(
      `evaluate: the mean shape is to come from ${training.manifest.landmarks}, the labels are ${set.name}`,
      { file: training.folder, hint: `give training data with ${set.name}` },
    );
  }
  const began = performance.now();
  const selection = { ...(split !== null && { split }), ...(where !== null && { where }) };
  const { faces: predicted, failures } = await predict(
    opened,
    await labelledFaces(dataset, selection, { set, convention }),
    { normaliser, boxes },
    work,
  );
  if (predicted.length === 0) throw noneMeasured(failures, dataset.folder);
  const faces = predicted.map((face) => {
    const own = output === 'transferred' ? face.predicted.transferred! : face.predicted;
    return comparedFace(face, face.labels, own.points, own.uncertainty);
  });
  const seconds = (performance.now() - began) / 1000;
  requirePoints(faces, points, dataset.folder);
  const figureOptions = { set, normaliser, threshold };
  const baseline = await meanShapeFaces(faces, training, { convention, boxes });
  const byPoint = pointFigures(faces, countedPoints('all'), normaliser);
  const counted = countedPoints(points);
  const errors = faceErrors(faces, counted, normaliser);
  return {
    model: { file, metadata: opened.metadata, output },
    data: {
      folder: dataset.folder,
      split,
      where,
      landmarks: set.name,
      origin: dataset.manifest.origin,
    },
    protocol: { normaliser, points, threshold, boxes, convention },
    machine: describeMachine(),
    seconds,
    figures: figureRows(faces, points, figureOptions),
    baseline: baseline && {
      source: baseline.source,
      figures: figureRows(baseline.faces, points, figureOptions),
      errors: faceErrors(baseline.faces, counted, normaliser).filter((error) => error !== null),
    },
    byPoint: set.points.map(({ name }, k) => ({ name, error: byPoint[k] ?? null })),
    withinTwoSigma: shareWithinTwoSigma(faces, counted),
    faces: faces.map((face, i) => ({
      index: face.index,
      id: face.id,
      box: face.box,
      error: errors[i] ?? null,
      points: [...face.points],
      uncertainty: [...face.uncertainty!],
    })),
    failures,
  };
}

/** The output of a model whose points are those of the labels. @param folder – of the dataset, named in errors. */
function outputFor(
  set: LandmarkSet,
  { landmarks, transfer }: ModelMetadata,
  folder: string,
): Evaluation['model']['output'] {
  const isSet = (predicted: NamedSet): boolean => predicted.set === set.name && hasPointsOf(predicted, set);
  if (isSet(landmarks)) return 'points';
  if (transfer !== undefined && isSet(transfer)) return 'transferred';
  const known = [landmarks, ...(transfer === undefined ? [] : [transfer])].map((own) => own.set);
  throw new LineamentError(
    `evaluate: the model predicts ${known.join(' and ')}, the dataset has labels of ${known.includes(set.name) ? 'another set of that name' : set.name}`,
    {
      file: folder,
      hint: `give a dataset with ${known.join(' or ')}, or ask the model for those points (--landmarks ${set.name})`,
    },
  );
}

function requirePoints(faces: readonly ComparedFace[], points: PointSubset, folder: string): void {
  const counted = countedPoints(points);
  if (faces.some((face) => counted(face).length > 0)) return;
  throw new LineamentError(`evaluate: no face has points of the subset '${points}'`, {
    file: folder,
    hint: 'measure all points',
  });
}

async function meanShapeFaces(
  faces: readonly ComparedFace[],
  training: Dataset | undefined,
  protocol: { convention: Convention; boxes: BoxProtocol },
): Promise<{ source: string; faces: ComparedFace[] } | null> {
  if (training !== undefined) return trainedMeanShape(faces, training, protocol);
  const others = leaveOneOutMeanShape(faces);
  return others && { source: 'mean shape of the other evaluated faces (leave-one-out)', faces: others };
}

/** Errors of the faces that have one, × 100. */
export function errorsOf(evaluation: Pick<Evaluation, 'faces'>): number[] {
  return evaluation.faces.map(({ error }) => error).filter((error) => error !== null);
}
