/**
 * What the face does: the coefficients that avatar tools know, action units with their intensity, and the emotion that
 * such a face is usually said to show. Each with an error bar.
 *
 * Limits: one picture does not say what a face looks like at rest: brows that lie low are taken for lowered ones in part.
 * An emotion is what the posed face of a textbook shows, not what anybody feels.
 */
import type { GazeEstimate } from '../gaze/gaze.js';
import type { FaceView } from '../head-fit.js';
import { type ActionUnit, actionUnits } from './action-units.js';
import { type ArkitName, arkitCoefficients } from './arkit.js';
import type { EmotionEstimate } from './emotion.js';
import { estimateActions } from './estimate-actions.js';
import { estimateEmotion } from './estimate-emotion.js';
import type { Measured } from './measured.js';

export interface ExpressionEstimate {
  /** By ARKit's names, those that the head has: 0 to 1. Those of the gaze are there where an eye's gaze is seen. */
  coefficients: Partial<Record<ArkitName, Measured>>;
  /** Of the Facial Action Coding System, left and right apart where a side can act alone. */
  actionUnits: ActionUnit[];
  emotion: EmotionEstimate;
}

/** @param gaze – of the same view. @returns undefined where the points say nothing about the expression. */
export function estimateExpression(
  view: FaceView,
  gaze: GazeEstimate | undefined,
): ExpressionEstimate | undefined {
  const actions = estimateActions(view);
  if (actions.size === 0) return undefined;
  return {
    coefficients: arkitCoefficients(actions, view, gaze),
    actionUnits: actionUnits(actions),
    emotion: estimateEmotion(view, actions),
  };
}
