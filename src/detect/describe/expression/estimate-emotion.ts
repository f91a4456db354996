/** By the network of emotions where points and head are those that it knows, else from the actions. */
import type { FaceView } from '../head-fit.js';
import type { ActionFeatures } from './action-features.js';
import type { MeasuredActions } from './action-units.js';
import type { EmotionEstimate } from './emotion.js';
import { askedEmotion } from './emotion-network.js';
import { emotionOfActions } from './emotion-of-actions.js';

/** @param actions – of the same view. @param seen – its features, where they are known. */
export function estimateEmotion(
  view: FaceView,
  actions: MeasuredActions,
  seen?: ActionFeatures,
): EmotionEstimate {
  return askedEmotion(view, seen) ?? emotionOfActions(actions);
}
