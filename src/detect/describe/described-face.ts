/**
 * What the points of a face say: one optional part for each topic, each in its own folder, each with an error bar. Plain
 * values, so that `JSON.stringify` writes all of it.
 */
import type { ExpressionEstimate } from './expression/expression.js';
import type { EyesEstimate } from './eyes/eyes.js';
import type { GazeEstimate } from './gaze/gaze.js';
import type { HeadPoseEstimate } from './pose/head-pose.js';
import type { HeadShapeEstimate } from './reconstruction/head-shape.js';
import type { ViewingCamera } from './viewing-camera.js';

/** Topics of one picture; fatigue needs a video and is watched over many (`fatigue/`). */
export const topics = ['pose', 'gaze', 'eyes', 'expression', 'reconstruction'] as const;
export type Topic = (typeof topics)[number];

export interface DescribedFace {
  /** As it was given, or as it was estimated with the head. */
  camera: ViewingCamera;
  /** How well the head explains the points: about 1 or 2, more for points that are wrong. */
  misfit: number;
  pose?: HeadPoseEstimate;
  gaze?: GazeEstimate;
  eyes?: EyesEstimate;
  expression?: ExpressionEstimate;
  reconstruction?: HeadShapeEstimate;
}
