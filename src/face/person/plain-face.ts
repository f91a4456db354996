/** The one value that a group of variety has where it is left out (see `variety.ts`): face. */

import { straightGaze } from '../heads/head-model.js';
import type {
  BeardDescription,
  BrowDescription,
  ClothingDescription,
  EyeDescription,
  FaceDescription,
  HairDescription,
  MakeUpDescription,
  PersonDescription,
  SkinDescription,
} from './description.js';

export const plainPerson: PersonDescription = { age: 40, masculinity: 0.5 };

export const plainExpression: Pick<FaceDescription, 'expression' | 'actions' | 'gaze'> = {
  expression: 'neutral',
  actions: {},
  gaze: straightGaze,
};

export const noMakeUp: MakeUpDescription = {
  foundation: 0,
  blush: 0,
  blushColour: [0.5, 0.15, 0.15],
  shadow: 0,
  shadowColour: [0.1, 0.1, 0.1],
  liner: 0,
  mascara: 0,
  lipstick: false,
};

export const plainSkin: SkinDescription = {
  melanin: 0.3,
  blood: 0.45,
  tint: [1, 1, 1],
  lipColour: [0.39, 0.16, 0.14],
  lipStrength: 0.3,
  freckles: 0,
  mottling: 0.3,
  shine: 0.4,
  underEye: 0.3,
  wrinkles: 0.1,
  expressionLines: 0.3,
  pores: 0.4,
  moles: 0,
  ageSpots: 0,
  blemishes: 0,
  pits: 0,
  scars: 0,
  sweat: 0,
  makeUp: noMakeUp,
  seed: 1,
};

export const plainEyes: EyeDescription = {
  irisColour: [0.1, 0.05, 0.022],
  innerColour: [0.1, 0.05, 0.022],
  scleraTint: [1, 0.985, 0.95],
  irisScale: 1,
  pupilScale: 1,
  limbalRing: 0.5,
  fibres: 0.5,
  arcus: 0,
  redness: 0.15,
  wetness: 0.4,
};

const darkBrown = [0.035, 0.022, 0.014] as const;

export const plainBrows: BrowDescription = {
  colour: darkBrown,
  density: 0.7,
  thickness: 1,
  bushiness: 0.2,
  gaps: 0,
  unibrow: 0,
  lashes: 1,
  seed: 1,
};

export const plainHair: HairDescription = {
  style: 'short',
  colour: darkBrown,
  highlight: darkBrown,
  highlights: 0,
  white: 0,
  whiteTemples: 0,
  length: 0.5,
  parting: 0,
  parted: 0,
  hairline: { height: 0, recession: 0, peak: 0, crown: 0 },
  volume: 0.4,
  curl: 0.2,
  fringe: 0,
  seed: 1,
};

export const plainBeard: BeardDescription = {
  style: 'none',
  colour: darkBrown,
  white: 0,
  length: 0,
  density: 0.7,
  patchiness: 0,
  cheek: 0.5,
  curl: 0.3,
  shadow: 0,
  seed: 1,
};

export const plainClothing: ClothingDescription = {
  style: 'crew',
  colour: [0.12, 0.13, 0.15],
  secondColour: [0.12, 0.13, 0.15],
  pattern: 'plain',
  scale: 1,
  tie: false,
  tieColour: [0.12, 0.13, 0.15],
  seed: 0,
};
