/**
 * Learns from the faces that are done what the annotator means by the points: a ridge from the detected points, in the face's
 * own frame, to what is to be added to them; and how the rest is wrong together, whose modes join those of the correction
 * model as the faces become many. K points. Safe in browsers.
 */
import { applyRidge, fitRidge } from '../core/numbers/ridge-regression.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { fromFrame, frontalTemplate, shapeFrame, toFrame } from '../landmarks/shape-frame.js';
import { spreadLandmarks } from '../landmarks/spread-landmarks.js';
import type { CorrectionModel, DetectedPoints } from './correction-model.js';
import { defaultRank, type MissedFace, mirrored, missedBy, modelOf } from './error-modes.js';

/** The map is fitted again every so many faces. */
export const learnEvery = 20;

export interface LearnSettings {
  /** Of the ridge, relative to the mean square sum of a feature over the faces. */
  ridge: number;
  /** So many faces without any difference are thought to have been seen before the first: little data moves little. */
  doubt: number;
  /** The correction model counts as so many faces beside those that are done; infinite: its modes stay as they are. */
  modelFaces: number;
}

/** Chosen on `train` of ../shared/in-the-wild: faces that were corrected a little say where points belong, not how they go together. */
export const learnDefaults: LearnSettings = { ridge: 1, doubt: 5, modelFaces: Number.POSITIVE_INFINITY };
/** Of faces that are labelled whole, without a look at what was detected. */
export const labelledDefaults: LearnSettings = { ridge: 0.1, doubt: 5, modelFaces: 60 };

/** Features of a face: of so many points at most. */
const most = 68;

export interface LearntLabels {
  /** The points that the annotator means, as far as it is known. */
  correct(detected: DetectedPoints): DetectedPoints;
  model: CorrectionModel;
}

/** @param faces – detected, and as they were left (`truth`); at least one. */
export function learnLabels(
  set: LandmarkSet,
  model: CorrectionModel,
  faces: readonly MissedFace[],
  { ridge, doubt, modelFaces }: LearnSettings = learnDefaults,
): LearntLabels {
  const template = frontalTemplate(set);
  const anchors = spreadLandmarks(set.points.length, most);
  const rows = faces.flatMap((face) => {
    const frame = shapeFrame(face.points, template);
    const from = toFrame(frame, face.points);
    const to = toFrame(frame, face.truth).map((value, i) => value - from[i]!);
    return [
      { from, to },
      { from: mirrored(from, set.mirror), to: mirrored(to, set.mirror) },
    ];
  });
  const features = (from: Float32Array): Float32Array =>
    Float32Array.from(anchors.flatMap((k) => [from[2 * k]!, from[2 * k + 1]!]));
  const map = fitRidge(
    rows.map(({ from }) => features(from)),
    rows.map(({ to }) => to),
    ridge,
  );
  const share = faces.length / (faces.length + doubt);
  const correct = (detected: DetectedPoints): DetectedPoints => {
    const frame = shapeFrame(detected.points, template);
    const from = toFrame(frame, detected.points);
    const added = applyRidge(map, features(from));
    return {
      points: fromFrame(
        frame,
        from.map((value, i) => value + share * added[i]!),
      ),
      uncertainty: detected.uncertainty,
    };
  };
  return { correct, model: Number.isFinite(modelFaces) ? joined() : model };

  function joined(): CorrectionModel {
    const left = faces.map((face) => missedBy({ ...correct(face), truth: face.truth }, template));
    const both = left.flatMap((row) => [row, mirrored(row, set.mirror)]);
    const learnt = Math.sqrt(1 / (2 * (modelFaces + faces.length)));
    const old = Math.sqrt(modelFaces / (modelFaces + faces.length));
    const fresh = modelOf(
      [
        ...both.map((row) => row.map((value) => value * learnt)),
        ...model.modes.map((mode) => mode.map((value) => value * old)),
      ],
      Math.max(defaultRank, model.modes.length),
    );
    return {
      modes: fresh.modes,
      residual: fresh.residual.map((value, k) => value + old * old * model.residual[k]!),
    };
  }
}
