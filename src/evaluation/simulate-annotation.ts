/**
 * How many points a person must correct until a face is good, measured with a simulated annotator on labelled faces: with the
 * points moving together, with each for itself, and with what is learnt as the faces are done, in their order. The detector
 * sees each face through the box of its labels. Which faces come first decides what is learnt when; the order is the dataset's.
 */
import { type CorrectionModel, correctionFor } from '../annotation/correction-model.js';
import type { MissedFace } from '../annotation/error-modes.js';
import { type LearntLabels, labelledDefaults, learnEvery, learnLabels } from '../annotation/label-learner.js';
import { type SimulatedFace, simulateFace } from '../annotation/simulated-annotator.js';
import { LineamentError } from '../core/errors.js';
import { mean, median, quantile } from '../core/numbers/statistics.js';
import { Random } from '../core/random.js';
import { silentWork, type Work } from '../core/work.js';
import { openDataset } from '../dataset/store/store.js';
import type { Detector } from '../detect/landmarks/detector.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { labelledFaces } from './predict/labelled-faces.js';
import { noneMeasured, type PredictedFace, predict } from './predict/predict.js';

export interface SimulateOptions {
  dataset: string;
  split?: string;
  where?: string;
  limit?: number;
  seed?: number;
  /** A split of the same dataset whose labels are known beforehand: learnt from first, and never kept. */
  labelled?: string;
}

export interface CorrectionFigures {
  /** `together`, `alone`, `learning`, `labelled`. */
  way: string;
  median: number;
  mean: number;
  /** Nine faces of ten need no more. */
  tenth: number;
  /** Mean error before the first correction, per cent of the outer eye corners. */
  nmeBefore: number;
}

export interface SimulatedAnnotation {
  faces: number;
  points: number;
  figures: CorrectionFigures[];
  /** Mean corrections a face of the way that learns, by twenties of faces. */
  byTwenty: number[];
  failures: { id: string; reason: string }[];
}

const normaliser = 'outer-eye-corners';

/** @param set – that of the detector's points and of the labels. */
export async function simulateAnnotation(
  detector: Detector,
  set: LandmarkSet,
  model: CorrectionModel,
  { dataset: folder, seed = 1, labelled, limit, ...choice }: SimulateOptions,
  work: Work = silentWork,
): Promise<SimulatedAnnotation> {
  const dataset = await openDataset(folder);
  const { convention } = detector.metadata.landmarks;
  const looked = async (split: string | undefined): ReturnType<typeof predict> =>
    predict(
      detector,
      await labelledFaces(
        dataset,
        {
          ...choice,
          ...(limit !== undefined && { limit: { count: limit, seed } }),
          ...(split !== undefined && { split }),
        },
        { set, convention },
      ),
      { normaliser },
      work,
    );
  const { faces, failures } = await looked(choice.split);
  if (faces.length === 0) throw noneMeasured(failures, folder);
  const usual = correctionFor(set, model);
  const run = (face: PredictedFace, together: boolean, gaussian = usual(face.predicted)): SimulatedFace =>
    simulateFace(gaussian, face.labels.points, distanceOf(face), {
      together,
      // The hand's noise is that of the face, whatever the way.
      random: new Random(seed, 'annotator', face.index),
    });
  const together = faces.map((face) => run(face, true));
  const alone = faces.map((face) => run(face, false));
  const learning = learnAlong(set, model, faces, run);
  const figures = [
    figuresOf('alone', alone),
    figuresOf('together', together),
    figuresOf('learning', learning),
  ];
  if (labelled !== undefined) {
    const known = (await looked(labelled)).faces.map(asMissed);
    const { correct, model: joined } = learnLabels(set, model, known.filter(isWhole), labelledDefaults);
    const gaussianOf = correctionFor(set, joined);
    figures.push(
      figuresOf(
        'labelled',
        faces.map((face) => run(face, true, gaussianOf(correct(face.predicted)))),
      ),
    );
  }
  return {
    faces: faces.length,
    points: set.points.length,
    figures,
    byTwenty: inTwenties(learning.map(({ corrections }) => corrections)),
    failures,
  };
}

function learnAlong(
  set: LandmarkSet,
  model: CorrectionModel,
  faces: readonly PredictedFace[],
  run: (
    face: PredictedFace,
    together: boolean,
    gaussian?: ReturnType<ReturnType<typeof correctionFor>>,
  ) => SimulatedFace,
): SimulatedFace[] {
  const done: MissedFace[] = [];
  let learnt: LearntLabels | undefined;
  return faces.map((face, i) => {
    if (i > 0 && i % learnEvery === 0) learnt = learnLabels(set, model, done);
    const seen = learnt === undefined ? face.predicted : learnt.correct(face.predicted);
    const simulated = run(face, true, correctionFor(set, learnt?.model ?? model)(seen));
    done.push({ ...face.predicted, truth: simulated.points });
    return simulated;
  });
}

function asMissed({ predicted, labels }: PredictedFace): MissedFace {
  return { ...predicted, truth: labels.points };
}

const isWhole = ({ truth }: MissedFace): boolean => truth.every((value) => !Number.isNaN(value));

function distanceOf({ id, labels }: PredictedFace): number {
  const distance = labels.distances[normaliser];
  if (distance !== undefined) return distance;
  throw new LineamentError(`annotate: ${id} has no outer eye corners to measure by`, {
    hint: 'simulate on a set that has them',
  });
}

function figuresOf(way: string, faces: readonly SimulatedFace[]): CorrectionFigures {
  const counts = faces.map(({ corrections }) => corrections);
  return {
    way,
    median: median(counts),
    mean: mean(counts),
    tenth: quantile(counts, 0.9),
    nmeBefore: mean(faces.map(({ nmeBefore }) => nmeBefore)),
  };
}

function inTwenties(counts: readonly number[]): number[] {
  return Array.from({ length: Math.ceil(counts.length / learnEvery) }, (_, i) =>
    mean(counts.slice(i * learnEvery, (i + 1) * learnEvery)),
  );
}
