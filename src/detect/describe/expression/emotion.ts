/**
 * The emotion that a face is usually said to show: six basic ones (Ekman 1992), a neutral face, or 'unsure' where no one of them is
 * probable enough or the points do not tell how probable it is; and which of the library's expressions show which.
 */
import type { LibraryExpression } from '../../../face/person/expression-library.js';
import type { Measured } from './measured.js';

export const emotions = ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'anger', 'disgust'] as const;
export type Emotion = (typeof emotions)[number];

/** Beside emotions what shows none of them. */
export const emotionKinds: readonly [...typeof emotions, 'none'] = [...emotions, 'none'];
export type EmotionKind = (typeof emotionKinds)[number];

export interface EmotionEstimate {
  name: Emotion | 'unsure';
  /** Of each; what is left of 1 are faces that show none of them. The deviation is what the errors of the points' places, or those of the actions, come to. */
  probabilities: Record<Emotion, Measured>;
}

export const expressionsOf: Readonly<Record<Exclude<Emotion, 'neutral'>, readonly LibraryExpression[]>> = {
  happiness: ['smile', 'polite smile', 'broad smile', 'open smile', 'laugh'],
  sadness: ['sadness', 'crying'],
  surprise: ['surprise', 'awe'],
  fear: ['fear'],
  anger: ['anger', 'rage'],
  disgust: ['disgust'],
};

/** Shares of faces; photographs show most of all the first two. */
export const emotionShares: Readonly<Record<EmotionKind, number>> = {
  neutral: 0.3,
  happiness: 0.3,
  sadness: 0.04,
  surprise: 0.04,
  fear: 0.04,
  anger: 0.04,
  disgust: 0.04,
  none: 0.2,
};

/** Of faces that were told at 0.50 in the mean 55 % are told rightly, of those at 0.69 65 % (docs/describing.md). */
const leastProbability = 0.6;
/** More than half either way says nothing of a share: so it is of half faces. */
const saysNothing = 0.5;

/** What a face shows by its expression's name, as `FaceDescription` has it. */
export function kindOfExpression(expression: string): EmotionKind {
  if (expression === 'neutral') return 'neutral';
  const named = Object.entries(expressionsOf).find(([, of]) => of.some((name) => name === expression));
  return named === undefined ? 'none' : (named[0] as Emotion);
}

/** @param probability – of each emotion; together at most 1. */
export function emotionEstimate(probability: (emotion: Emotion) => Measured): EmotionEstimate {
  const of = (emotion: Emotion): Measured => {
    const { value, deviation } = probability(emotion);
    return { value, deviation: Math.min(saysNothing, deviation) };
  };
  const probabilities = {
    neutral: of('neutral'),
    happiness: of('happiness'),
    sadness: of('sadness'),
    surprise: of('surprise'),
    fear: of('fear'),
    anger: of('anger'),
    disgust: of('disgust'),
  };
  const likeliest = emotions.reduce((best, emotion) =>
    probabilities[emotion].value > probabilities[best].value ? emotion : best,
  );
  const { value, deviation } = probabilities[likeliest];
  return {
    name: value >= leastProbability && deviation < saysNothing ? likeliest : 'unsure',
    probabilities,
  };
}
