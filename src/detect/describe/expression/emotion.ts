/**
 * The emotion that a face is usually said to show: six basic ones (Ekman 1992), a neutral face, or 'unsure' where no one
 * of them is probable enough. From facial actions alone: each emotion is the prototypes of the library of expressions at
 * several strengths, and a face belongs to those it lies near, by the actions' deviations (a kernel density with Bayes'
 * rule; nothing is trained). Faces that talk, kiss or squint are prototypes of none.
 */
import {
  expressionLibrary,
  type LibraryExpression,
  type Mixture,
  visemes,
} from '../../../face/person/expression-library.js';
import type { MeasuredActions } from './action-units.js';
import { partsOfAction } from './action-units.js';
import type { Measured } from './measured.js';

export const emotions = ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'anger', 'disgust'] as const;
export type Emotion = (typeof emotions)[number];

export interface EmotionEstimate {
  name: Emotion | 'unsure';
  /** Of each; what is left of 1 are faces that show none of them. The deviation is what the actions' own comes to. */
  probabilities: Record<Emotion, Measured>;
}

const expressionsOf: Readonly<Record<Exclude<Emotion, 'neutral'>, readonly LibraryExpression[]>> = {
  happiness: ['smile', 'polite smile', 'broad smile', 'open smile', 'laugh'],
  sadness: ['sadness', 'crying'],
  surprise: ['surprise', 'awe'],
  fear: ['fear'],
  anger: ['anger', 'rage'],
  disgust: ['disgust'],
};
/** Shares of faces; photographs show most of all the first two. */
const shares: Readonly<Record<Emotion | 'none', number>> = {
  neutral: 0.3,
  happiness: 0.3,
  sadness: 0.04,
  surprise: 0.04,
  fear: 0.04,
  anger: 0.04,
  disgust: 0.04,
  none: 0.2,
};
const strengths = [0.4, 0.6, 0.8, 1] as const;
/** A face at rest has each of these a little. */
const tones = ['innerBrowRaiser', 'browLowerer', 'lidTightener', 'lipCornerPuller', 'lipPressor', 'jawDrop'];
/** Intensities by which faces of one prototype differ, at rest and for each unit that the prototype has. */
const spread = { least: 0.1, more: 0.15 } as const;
/** Half-closed and wide eyes are no emotion by themselves. */
const lids: ReadonlySet<string> = new Set(['eyesClosed']);
const leastProbability = 0.5;

const kinds = [...emotions, 'none'] as const;
const prototypes: Readonly<Record<Emotion | 'none', readonly Mixture[]>> = {
  neutral: [{}, {}, ...tones.map((name) => ({ [name]: 0.12 }))],
  happiness: atStrengths(expressionsOf.happiness),
  sadness: atStrengths(expressionsOf.sadness),
  surprise: atStrengths(expressionsOf.surprise),
  fear: atStrengths(expressionsOf.fear),
  anger: atStrengths(expressionsOf.anger),
  disgust: atStrengths(expressionsOf.disgust),
  none: [
    ...atStrengths(
      (Object.keys(expressionLibrary) as LibraryExpression[]).filter(
        (name) => !Object.values(expressionsOf).some((of) => of.includes(name)),
      ),
    ),
    ...Object.values(visemes),
  ],
};

function atStrengths(names: readonly LibraryExpression[]): Mixture[] {
  return names.flatMap((name) => strengths.map((strength) => scaled(expressionLibrary[name], strength)));
}

function scaled(mixture: Mixture, strength: number): Mixture {
  return Object.fromEntries(Object.entries(mixture).map(([name, weight]) => [name, strength * weight]));
}

interface Likelihood {
  value: number;
  /** Derivative of its logarithm with each action. */
  slope: Float64Array;
}

export function estimateEmotion(actions: MeasuredActions): EmotionEstimate {
  const names = Array.from(actions.keys(), (action) => partsOfAction(action).name);
  const measured = [...actions.values()];
  const likelihoods = kinds.map((kind) => likelihoodOf(prototypes[kind], names, measured));
  const weights = kinds.map((kind, i) => shares[kind] * likelihoods[i]!.value);
  const total = Math.max(
    Number.MIN_VALUE,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const posterior = weights.map((weight) => weight / total);
  const probability = (emotion: Emotion): Measured => {
    const own = kinds.indexOf(emotion);
    let variance = 0;
    for (const [i, { deviation }] of measured.entries()) {
      const average = posterior.reduce((sum, share, k) => sum + share * likelihoods[k]!.slope[i]!, 0);
      const change = posterior[own]! * (likelihoods[own]!.slope[i]! - average);
      variance += (change * deviation) ** 2;
    }
    // More than half either way says nothing of a share.
    return { value: posterior[own]!, deviation: Math.min(0.5, Math.sqrt(variance)) };
  };
  const probabilities = {
    neutral: probability('neutral'),
    happiness: probability('happiness'),
    sadness: probability('sadness'),
    surprise: probability('surprise'),
    fear: probability('fear'),
    anger: probability('anger'),
    disgust: probability('disgust'),
  };
  const likeliest = emotions.reduce((best, emotion) =>
    probabilities[emotion].value > probabilities[best].value ? emotion : best,
  );
  return {
    name: probabilities[likeliest].value >= leastProbability ? likeliest : 'unsure',
    probabilities,
  };
}

/** Mean density of the prototypes at the measured actions. */
function likelihoodOf(
  mixtures: readonly Mixture[],
  names: readonly string[],
  measured: readonly Measured[],
): Likelihood {
  const slope = new Float64Array(names.length);
  let value = 0;
  const own = new Float64Array(names.length);
  for (const mixture of mixtures) {
    let exponent = 0;
    for (const [i, name] of names.entries()) {
      if (lids.has(name)) continue;
      const amount = mixture[name] ?? 0;
      const { value: seen, deviation } = measured[i]!;
      const variance = deviation ** 2 + (spread.least + spread.more * amount) ** 2;
      exponent -= (seen - amount) ** 2 / variance / 2 + Math.log(variance) / 2;
      own[i] = (amount - seen) / variance;
    }
    // Both sides of an action say nearly the same: each counts half.
    const density = Math.exp(exponent / 2) / mixtures.length;
    value += density;
    for (let i = 0; i < slope.length; i++) slope[i]! += (density * own[i]!) / 2;
  }
  if (value > 0) for (let i = 0; i < slope.length; i++) slope[i]! /= value;
  return { value, slope };
}
