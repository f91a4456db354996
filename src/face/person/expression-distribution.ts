/**
 * The distribution of facial expression: common expressions (`expression-library.ts`), mouths of speech with now and then
 * an emotion above them, random mixtures within plausible limits, and the eyes' openness. Sides are strongly correlated.
 * Part of `distributions.ts`.
 *
 * How wide and how open mouths are follows 522 photographs taken in the wild (docs/landmarks.md): in a quarter the lips
 * stand further apart than a tenth of the distance between the eyes' outer corners, mostly in smiles. Mouths as wide as in
 * laughs, shouts, yawns and with the tongue out are rare there; a distribution of their own has nothing else.
 */
import type { Random } from '../../core/random.js';
import { type FacialAction, facialActions } from '../heads/facial-actions.js';
import {
  type ExpressionName,
  expressionLibrary,
  type LibraryExpression,
  type Mixture,
  visemes,
} from './expression-library.js';

type Actions = Partial<Record<FacialAction, number>>;

/**
 * `library`: every expression that has a name as often as any other, for who would tell rare ones apart; `open-mouths`: those with a
 * mouth wide open alone, for detectors that should see these better than chance would show them.
 */
export const expressionDistributions = ['in-the-wild', 'library', 'open-mouths'] as const;
export type ExpressionDistribution = (typeof expressionDistributions)[number];

/** Share of each kind of expression. */
const kinds = { nearNeutral: 0.27, smile: 0.36, library: 0.15, speech: 0.13, mixture: 0.09 } as const;
/** Share of each smile among smiles: people show their teeth to cameras. */
const smiles = {
  smile: 0.2,
  'polite smile': 0.1,
  'broad smile': 0.22,
  'open smile': 0.3,
  laugh: 0.18,
} as const;
/** Share of each state of the eyes: blinks and half-closed eyes are commoner in photographs than one thinks. */
const eyeStates = { open: 0.83, half: 0.09, closed: 0.06, wink: 0.02 } as const;
/** The same where mouths are wide open: who laughs, shouts or yawns narrows them. */
const openMouthEyeStates = { open: 0.58, half: 0.22, closed: 0.18, wink: 0.02 } as const;
/** Share of each expression with a wide open mouth. */
const openMouths = {
  laugh: 0.34,
  shout: 0.16,
  yawn: 0.12,
  surprise: 0.08,
  'happy surprise': 0.08,
  crying: 0.06,
  'tongue out': 0.1,
  'tongue out, eyes squeezed': 0.06,
} as const;
/** How far jaws drop in them. */
const openJaw = { least: 0.4, most: 1 } as const;
/** How far lips are drawn from the teeth at the most, in half of them each. */
const drawnLips = { upperLipRaiser: 0.6, lowerLipDepressor: 0.7 } as const;
/** How far lids that stand more open than the mean head's are raised, against how far they would be closed. */
const raisedWith = 2.5;
/** Standard deviation of a side's intensity against the other's. */
const sideDeviation = 0.13;

/** The largest plausible intensity in a random mixture; actions of a group never meet. */
const mixtureGroups: readonly Mixture[] = [
  { innerBrowRaiser: 0.8, outerBrowRaiser: 0.8, browLowerer: 0.8 },
  { upperLidRaiser: 0.6, lidTightener: 0.7 },
  { cheekRaiser: 0.7, noseWrinkler: 0.6 },
  {
    lipCornerPuller: 0.8,
    lipCornerDepressor: 0.7,
    lipStretcher: 0.7,
    lipPucker: 0.8,
    lipFunneler: 0.7,
    dimpler: 0.7,
  },
  { upperLipRaiser: 0.5, chinRaiser: 0.6, lowerLipDepressor: 0.6, cheekPuff: 0.4 },
  { jawDrop: 0.6, lipPressor: 0.6, lipSuckLower: 0.5, jawThrust: 0.5, jawRight: 0.5, jawLeft: 0.5 },
];

export interface SampledExpression {
  /** One of `expressionNames`. */
  expression: ExpressionName;
  actions: Actions;
}

/** @param performs – the actions of the head: others are left out. */
export function sampleExpression(
  random: Random,
  performs: readonly FacialAction[],
  distribution: ExpressionDistribution = 'in-the-wild',
): SampledExpression {
  const isOpen = distribution === 'open-mouths';
  const { name: expression, mixture: bilateral } = mixtureSamplers[distribution](random);
  const actions: Actions = {};
  for (const [name, intensity] of Object.entries(bilateral)) addAction(random, actions, name, intensity);
  sampleEyes(random, actions, bilateral, isOpen ? openMouthEyeStates : eyeStates);
  const able = new Set(performs);
  return {
    expression,
    actions: Object.fromEntries(
      Object.entries(actions).filter(([name, value]) => value > 0.005 && able.has(name as FacialAction)),
    ),
  };
}

interface NamedMixture {
  name: ExpressionName;
  mixture: Record<string, number>;
}

const mixtureSamplers: Readonly<Record<ExpressionDistribution, (random: Random) => NamedMixture>> = {
  'in-the-wild': sampleMixture,
  library: anyNamed,
  'open-mouths': openMouth,
};

function sampleMixture(random: Random): NamedMixture {
  const kind = random.weighted(kinds);
  const faint = faintTone(random);
  if (kind === 'nearNeutral') return { name: 'neutral', mixture: faint };
  if (kind === 'library') return anyNamed(random, faint);
  if (kind === 'smile') {
    const name = random.weighted(smiles);
    return { name, mixture: { ...faint, ...performed(random, expressionLibrary[name], true) } };
  }
  return kind === 'speech'
    ? { name: 'speaking', mixture: { ...faint, ...speech(random) } }
    : { name: 'mixed', mixture: { ...faint, ...randomMixture(random) } };
}

/** An expression at some strength, each action a little off the others. Smiles for a camera are strong. */
function performed(random: Random, mixture: Mixture, isSmile: boolean): Record<string, number> {
  // A tongue between closed lips would pass through them: it comes with its open jaw at full strength.
  const least = mixture.tongueOut === undefined ? (isSmile ? 0.45 : 0.3) : 0.75;
  const strength = random.uniform(least, isSmile ? 1.15 : 1.05);
  return Object.fromEntries(
    Object.entries(mixture).map(([name, weight]) => [
      name,
      Math.min(1, strength * weight * random.uniform(0.75, 1.25)),
    ]),
  );
}

/** An expression that has a name. @param faint – the tone beneath it. */
function anyNamed(random: Random, faint = faintTone(random)): NamedMixture {
  const name = random.pick(Object.keys(expressionLibrary) as LibraryExpression[]);
  return { name, mixture: { ...faint, ...performed(random, expressionLibrary[name], false) } };
}

/** An expression whose jaw hangs, and now and then the lips are drawn from the teeth. */
function openMouth(random: Random): NamedMixture {
  const name = random.weighted(openMouths);
  const mixture = performed(random, expressionLibrary[name], name === 'laugh');
  for (const [lip, most] of Object.entries(drawnLips))
    if (random.chance(0.5)) mixture[lip] = Math.max(mixture[lip] ?? 0, random.uniform(0, most));
  return {
    name,
    mixture: { ...faintTone(random), ...mixture, jawDrop: random.uniform(openJaw.least, openJaw.most) },
  };
}

/** The small tensions of a face at rest. */
function faintTone(random: Random): Record<string, number> {
  const tone: Record<string, number> = {};
  for (const name of [
    'innerBrowRaiser',
    'browLowerer',
    'lidTightener',
    'lipCornerPuller',
    'lipCornerDepressor',
    'lipPressor',
  ])
    if (random.chance(0.3)) tone[name] = random.uniform(0, 0.18);
  if (random.chance(0.25)) tone.jawDrop = random.uniform(0, 0.08);
  return tone;
}

/** One viseme, or two that run into each other; brows and smiles accompany speech. */
function speech(random: Random): Record<string, number> {
  const one = visemes[random.pick(Object.keys(visemes))]!;
  const other = visemes[random.pick(Object.keys(visemes))]!;
  const share = random.chance(0.5) ? 1 : random.next();
  const effort = random.uniform(0.6, 1.3);
  const result: Record<string, number> = {};
  for (const [mixture, weight] of [
    [one, share],
    [other, 1 - share],
  ] as const)
    for (const [name, value] of Object.entries(mixture))
      result[name] = Math.min(1, (result[name] ?? 0) + effort * weight * value);
  if (random.chance(0.3)) result.outerBrowRaiser = result.innerBrowRaiser = random.uniform(0.1, 0.6);
  if (random.chance(0.25)) result.lipCornerPuller = random.uniform(0.1, 0.5);
  if (random.chance(0.1)) result.browLowerer = random.uniform(0.1, 0.6);
  return result;
}

function randomMixture(random: Random): Record<string, number> {
  const result: Record<string, number> = {};
  for (const group of mixtureGroups) {
    if (!random.chance(0.5)) continue;
    const name = random.pick(Object.keys(group));
    result[name] = random.uniform(0.1, group[name]!);
  }
  return result;
}

/** Both sides of an action, or the one action where it has no sides. */
function addAction(random: Random, actions: Actions, name: string, intensity: number): void {
  if (name in facialActions) {
    actions[name as FacialAction] = intensity;
    return;
  }
  // Smirks and single raised brows: now and then one side acts alone.
  const alone = random.chance(0.06) ? random.pick(['right', 'left']) : undefined;
  for (const side of ['right', 'left']) {
    const share =
      alone === undefined ? 1 + random.truncatedNormal(0, sideDeviation) : side === alone ? 1 : 0.15;
    actions[`${name}.${side}` as FacialAction] = Math.min(1, Math.max(0, intensity * share));
  }
}

function sampleEyes(
  random: Random,
  actions: Actions,
  bilateral: Readonly<Record<string, number>>,
  states: Readonly<Record<keyof typeof eyeStates, number>>,
): void {
  const state = random.weighted(states);
  const wide = (bilateral.upperLidRaiser ?? 0) > 0.3;
  const openness = {
    open: random.truncatedNormal(0.02, 0.06),
    half: random.uniform(0.2, 0.65),
    closed: random.uniform(0.9, 1),
    wink: random.uniform(0.85, 1),
  }[state];
  const winking = random.pick(['right', 'left']);
  const unevenness = random.truncatedNormal(0, 0.03);
  for (const side of ['right', 'left'] as const) {
    const alone = state === 'wink' && side !== winking ? 0.15 : 1;
    const closed =
      wide && state !== 'closed' ? 0 : openness * alone + (side === 'right' ? unevenness : -unevenness);
    actions[`eyesClosed.${side}`] = Math.min(1, Math.max(0, closed));
    const raiser = `upperLidRaiser.${side}` as const;
    if (closed < 0) actions[raiser] = Math.max(actions[raiser] ?? 0, raisedWith * -closed);
    // A closed lid cannot be raised as well.
    if (closed > 0.3) delete actions[`upperLidRaiser.${side}`];
  }
}
