/**
 * The one place where a population of faces comes together: person, identity, expression, gaze and appearance, each
 * written down in a file of its own (`…-distribution.ts`).
 * Every draw comes from the stream it is given, each part from a child of its own, so parts can change without
 * shifting the others. Appearance follows pigments, which vary continuously, not tables of groups.
 */
import type { Random } from '../../core/random.js';
import type { HeadModel } from '../heads/head-model.js';
import { sampleEyes, sampleSkin } from './appearance/appearance-distribution.js';
import { sampleClothing } from './appearance/clothing-distribution.js';
import {
  sampleBeard,
  sampleBrows,
  sampleHair,
  sampleHairPigment,
} from './appearance/grooming-distribution.js';
import { nothingWorn } from './appearance/worn-description.js';
import { sampleWorn } from './appearance/worn-distribution.js';
import type { FaceDescription, HeadPose } from './description.js';
import { type ExpressionDistribution, sampleExpression } from './expression-distribution.js';
import { sampleGaze } from './gaze-distribution.js';
import { sampleIdentity } from './identity-traits.js';
import { samplePerson } from './person-distribution.js';
import {
  plainBeard,
  plainBrows,
  plainClothing,
  plainExpression,
  plainEyes,
  plainHair,
  plainPerson,
  plainSkin,
} from './plain-face.js';
import type { VarietyGroup } from './variety.js';

export interface FaceOptions {
  /** Multiplies the identity's spread; 0 is the mean face. */
  identityScale?: number;
  /** Name of the distribution of expressions; `in-the-wild` by default. */
  expressions?: ExpressionDistribution;
  /** The head's pose, by which eyes may find the camera. */
  pose?: HeadPose;
  /** −1 in the sun to 1 in the dark: pupils follow it. */
  dimness?: number;
  /** Groups of variety to leave out. */
  without?: readonly VarietyGroup[];
}

/** @param random – a stream of its own: the description is a pure function of it and of the head's names. */
export function sampleFace(random: Random, head: HeadModel, options: FaceOptions = {}): FaceDescription {
  const without = new Set(options.without);
  const person = samplePerson(random.child('person'));
  const skin = sampleSkin(random.child('skin'), person);
  const pigment = sampleHairPigment(random.child('pigment'), skin.melanin, person.age);
  const face: FaceDescription = {
    head: head.name,
    person,
    identity: sampleIdentity(
      random.child('identity'),
      head.identityNames.length,
      person,
      head.identityTraits,
      without.has('identity') ? 0 : (options.identityScale ?? 1),
    ),
    ...sampleExpression(random.child('expression'), head.actions, options.expressions),
    gaze: sampleGaze(random.child('gaze'), options.pose),
    skin,
    eyes: sampleEyes(random.child('eyes'), {
      melanin: skin.melanin,
      person,
      dimness: options.dimness ?? 0,
    }),
    brows: sampleBrows(random.child('brows'), pigment, person),
    hair: sampleHair(random.child('hair'), pigment),
    beard: sampleBeard(random.child('beard'), pigment, person),
    clothing: sampleClothing(random.child('clothing')),
    worn: sampleWorn(random.child('worn')),
  };
  return {
    ...face,
    ...(without.has('identity') && { person: plainPerson }),
    ...(without.has('expression') && plainExpression),
    ...(without.has('skin') && { skin: { ...plainSkin, seed: skin.seed }, eyes: plainEyes }),
    ...(without.has('hair') && { brows: plainBrows, hair: plainHair, beard: plainBeard }),
    ...(without.has('occluders') && { clothing: plainClothing, worn: nothingWorn }),
  };
}
