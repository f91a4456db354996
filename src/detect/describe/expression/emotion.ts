/**
 * The emotion that a face is usually said to show: six basic ones (Ekman 1992), a neutral face, or 'unsure' where no one
 * of them is probable enough. From facial actions alone.
 */
import type { MeasuredActions } from './action-units.js';
import type { Measured } from './measured.js';

export const emotions = ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'anger', 'disgust'] as const;
export type Emotion = (typeof emotions)[number];

export interface EmotionEstimate {
  name: Emotion | 'unsure';
  /** Of each; what is left of 1 are faces that show none of them: talking, kissing, squinting. */
  probabilities: Record<Emotion, Measured>;
}

export function estimateEmotion(_actions: MeasuredActions): EmotionEstimate {
  const unknown = (): Measured => ({ value: 1 / (emotions.length + 1), deviation: 0.3 });
  return {
    name: 'unsure',
    probabilities: {
      neutral: unknown(),
      happiness: unknown(),
      sadness: unknown(),
      surprise: unknown(),
      fear: unknown(),
      anger: unknown(),
      disgust: unknown(),
    },
  };
}
