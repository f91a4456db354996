/** By the network of emotions where points and head are those that it knows, else from the actions. */
import type { FaceView } from '../head-fit.js';
import type { MeasuredActions } from './action-units.js';
import type { EmotionEstimate } from './emotion.js';
import { askedEmotion } from './emotion-network.js';
import { emotionOfActions } from './emotion-of-actions.js';

/** @param actions – of the same view. */
export function estimateEmotion(view: FaceView, actions: MeasuredActions): EmotionEstimate {
  return askedEmotion(view) ?? emotionOfActions(actions);
}
