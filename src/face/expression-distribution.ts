/**
 * The distribution of facial expression: a library of common expressions as mixtures of facial actions (EMFACS
 * prototypes of Ekman & Friesen; weights are ours), speech-like mouths, random mixtures within plausible limits, and
 * the eyes' openness. Sides are strongly correlated; about 40 % of faces are near neutral. Part of `distributions.ts`.
 */
import type { Random } from '../core/random.js';
import { type FacialAction, facialActions } from './facial-actions.js';

type Actions = Partial<Record<FacialAction, number>>;
/** Actions without their side: 'lipCornerPuller' stands for both. */
type Mixture = Readonly<Record<string, number>>;

/** Share of each kind of expression. */
const kinds = { nearNeutral: 0.4, library: 0.3, speech: 0.15, mixture: 0.15 } as const;
/** Share of each state of the eyes: blinks and half-closed eyes are commoner in photographs than one thinks. */
const eyeStates = { open: 0.83, half: 0.09, closed: 0.06, wink: 0.02 } as const;
/** Standard deviation of a side's intensity against the other's. */
const sideDeviation = 0.13;

/** Full-strength mixtures; sampled at 0.25 to 1 of it. */
const library: Readonly<Record<string, Mixture>> = {
  smile: { lipCornerPuller: 0.7, cheekRaiser: 0.35 },
  broadSmile: { lipCornerPuller: 1, cheekRaiser: 0.7, upperLipRaiser: 0.25, lidTightener: 0.3 },
  laugh: { lipCornerPuller: 0.95, cheekRaiser: 0.8, jawDrop: 0.35, upperLipRaiser: 0.3, lidTightener: 0.4 },
  surprise: { innerBrowRaiser: 0.9, outerBrowRaiser: 0.9, upperLidRaiser: 0.8, jawDrop: 0.45 },
  fear: {
    innerBrowRaiser: 0.9,
    outerBrowRaiser: 0.5,
    browLowerer: 0.4,
    upperLidRaiser: 0.9,
    lipStretcher: 0.7,
    jawDrop: 0.2,
  },
  sadness: { innerBrowRaiser: 0.9, browLowerer: 0.3, lipCornerDepressor: 0.9, chinRaiser: 0.3 },
  anger: { browLowerer: 1, upperLidRaiser: 0.3, lidTightener: 0.7, lipPressor: 0.8 },
  shout: { browLowerer: 0.9, noseWrinkler: 0.4, upperLipRaiser: 0.5, lowerLipDepressor: 0.7, jawDrop: 0.6 },
  disgust: { noseWrinkler: 0.9, upperLipRaiser: 0.7, browLowerer: 0.5, lidTightener: 0.4 },
  contempt: { dimpler: 0.6, lidTightener: 0.15 },
  pout: { lipPucker: 0.8, chinRaiser: 0.3 },
  kiss: { lipPucker: 1, lipFunneler: 0.3, lidTightener: 0.2 },
  doubt: { outerBrowRaiser: 0.6, chinRaiser: 0.7, lipCornerDepressor: 0.4 },
  squint: { lidTightener: 0.9, cheekRaiser: 0.6, browLowerer: 0.5 },
  yawn: { jawDrop: 0.95, lidTightener: 0.6, browLowerer: 0.2 },
  pressed: { lipPressor: 0.9, dimpler: 0.4 },
  tuckedLips: { lipSuckUpper: 0.6, lipSuckLower: 0.8 },
  puff: { cheekPuff: 0.8, lipPressor: 0.3 },
  grimace: { lipStretcher: 0.9, lowerLipDepressor: 0.6, lidTightener: 0.4 },
};

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
  { upperLipRaiser: 0.5, chinRaiser: 0.6, lowerLipDepressor: 0.6 },
  { jawDrop: 0.6, lipPressor: 0.6, lipSuckLower: 0.5, jawThrust: 0.5, jawRight: 0.5, jawLeft: 0.5 },
];

/** @param performs – the actions of the head: others are left out. */
export function sampleExpression(random: Random, performs: readonly FacialAction[]): Actions {
  const bilateral = sampleMixture(random);
  const actions: Actions = {};
  for (const [name, intensity] of Object.entries(bilateral)) addAction(random, actions, name, intensity);
  sampleEyes(random, actions, bilateral);
  const able = new Set(performs);
  return Object.fromEntries(
    Object.entries(actions).filter(([name, value]) => value > 0.005 && able.has(name as FacialAction)),
  );
}

function sampleMixture(random: Random): Record<string, number> {
  const kind = random.weighted(kinds);
  const faint = faintTone(random);
  if (kind === 'nearNeutral') return faint;
  if (kind === 'library') {
    const strength = random.uniform(0.25, 1);
    const chosen = library[random.pick(Object.keys(library))] ?? {};
    const mixture: Record<string, number> = { ...faint };
    for (const [name, weight] of Object.entries(chosen))
      mixture[name] = Math.min(1, strength * weight * random.uniform(0.75, 1.2));
    return mixture;
  }
  return kind === 'speech' ? { ...faint, ...speech(random) } : { ...faint, ...randomMixture(random) };
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

function speech(random: Random): Record<string, number> {
  const shape = random.pick([
    'lipFunneler',
    'lipPucker',
    'lipStretcher',
    'lipCornerPuller',
    'lowerLipDepressor',
  ]);
  const result: Record<string, number> = {
    jawDrop: random.uniform(0.05, 0.4),
    [shape]: random.uniform(0.1, 0.6),
  };
  if (random.chance(0.4)) result.upperLipRaiser = random.uniform(0.05, 0.35);
  if (random.chance(0.3)) result.outerBrowRaiser = random.uniform(0.1, 0.6);
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

function sampleEyes(random: Random, actions: Actions, bilateral: Readonly<Record<string, number>>): void {
  const state = random.weighted(eyeStates);
  const wide = (bilateral.upperLidRaiser ?? 0) > 0.3;
  const openness = {
    open: Math.max(0, random.truncatedNormal(0.06, 0.07)),
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
    // A closed lid cannot be raised as well.
    if (closed > 0.3) delete actions[`upperLidRaiser.${side}`];
  }
}
