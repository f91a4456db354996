/**
 * The kinds of place that light is drawn from: a written range each for the even light around, soft lamps and the one or two
 * lights that cast shadows. Strengths are against an even light of about 1. The ranges are our own, judged by eye against
 * photographs.
 */
import type { LightKind } from '../scene/scene-description.js';

export type Range = readonly [number, number];

interface KeyShape {
  /** The key is there with this probability. */
  chance: number;
  strength: Range;
  /** Degrees above the horizon. */
  elevation: Range;
  /** Degrees off the camera's direction, on either side. */
  side: Range;
  softness: Range;
  /** The source is seen in eyes and glasses as a panel: columns and rows of panes. */
  panes?: readonly [columns: Range, rows: Range];
  /** Saturated colour, as of a stage or a sign. */
  coloured?: true;
}

interface LightShape {
  weight: number;
  sky: Range;
  horizon: Range;
  ground: Range;
  /** Spread of colour temperature (log of red against blue) and its middle; positive is warm. */
  warmth: number;
  warm?: number;
  /** Colour temperature of the sky alone, where it differs. */
  skyWarm?: number;
  keys: readonly KeyShape[];
  lamps: number;
  stops: Range;
}

const even: Range = [-0.8, 0.8];

export const lightShapes: Readonly<Record<LightKind, LightShape>> = {
  studio: {
    weight: 3,
    sky: [0.5, 1.6],
    horizon: [0.3, 1],
    ground: [0.15, 0.7],
    warmth: 0.04,
    keys: [
      {
        chance: 1,
        strength: [0.2, 1.4],
        elevation: [5, 50],
        side: [0, 60],
        softness: [0.5, 1],
        panes: [
          [1, 1],
          [1, 1],
        ],
      },
      {
        chance: 0.25,
        strength: [0.1, 0.5],
        elevation: [0, 40],
        side: [20, 90],
        softness: [0.6, 1],
        panes: [
          [1, 1],
          [1, 1],
        ],
      },
    ],
    lamps: 2,
    stops: even,
  },
  overcast: {
    weight: 1.7,
    sky: [1, 1.8],
    horizon: [0.5, 1.1],
    ground: [0.15, 0.5],
    warmth: 0.05,
    skyWarm: -0.06,
    keys: [{ chance: 0.5, strength: [0.05, 0.4], elevation: [40, 85], side: [0, 120], softness: [0.9, 1] }],
    lamps: 0,
    stops: even,
  },
  shade: {
    weight: 1,
    sky: [0.8, 1.6],
    horizon: [0.4, 1.6],
    ground: [0.1, 0.8],
    warmth: 0.1,
    skyWarm: -0.2,
    keys: [{ chance: 0.4, strength: [0.1, 0.6], elevation: [10, 50], side: [0, 130], softness: [0.8, 1] }],
    lamps: 1,
    stops: even,
  },
  sun: {
    weight: 1.5,
    sky: [0.5, 1.3],
    horizon: [0.4, 1],
    ground: [0.2, 0.9],
    warmth: 0.08,
    warm: 0.08,
    skyWarm: -0.18,
    keys: [{ chance: 1, strength: [0.8, 4], elevation: [15, 75], side: [0, 110], softness: [0, 0.06] }],
    lamps: 0,
    stops: even,
  },
  room: {
    weight: 2.5,
    sky: [0.5, 1.4],
    horizon: [0.4, 1],
    ground: [0.15, 0.6],
    warmth: 0.14,
    warm: 0.06,
    keys: [
      {
        chance: 0.8,
        strength: [0.2, 1.4],
        elevation: [30, 85],
        side: [0, 90],
        softness: [0.3, 0.9],
        panes: [
          [1, 4],
          [1, 1],
        ],
      },
      {
        chance: 0.25,
        strength: [0.2, 0.8],
        elevation: [0, 30],
        side: [30, 110],
        softness: [0.7, 1],
        panes: [
          [1, 3],
          [1, 3],
        ],
      },
    ],
    lamps: 2,
    stops: even,
  },
  window: {
    weight: 2,
    sky: [0.2, 0.8],
    horizon: [0.2, 0.8],
    ground: [0.1, 0.5],
    warmth: 0.1,
    keys: [
      {
        chance: 1,
        strength: [0.8, 3],
        elevation: [-5, 35],
        side: [15, 100],
        softness: [0.6, 1],
        panes: [
          [1, 3],
          [1, 3],
        ],
      },
    ],
    lamps: 1,
    stops: even,
  },
  side: {
    weight: 0.8,
    sky: [0.05, 0.3],
    horizon: [0.05, 0.3],
    ground: [0.03, 0.2],
    warmth: 0.1,
    keys: [
      {
        chance: 1,
        strength: [1, 3],
        elevation: [-5, 30],
        side: [65, 110],
        softness: [0.05, 0.9],
        panes: [
          [1, 2],
          [1, 2],
        ],
      },
      { chance: 0.2, strength: [0.3, 1], elevation: [0, 30], side: [90, 150], softness: [0.2, 0.8] },
    ],
    lamps: 0,
    stops: [-0.9, 0.6],
  },
  stage: {
    weight: 0.4,
    sky: [0.02, 0.2],
    horizon: [0.03, 0.3],
    ground: [0.02, 0.15],
    warmth: 0.2,
    keys: [
      {
        chance: 1,
        strength: [0.8, 3],
        elevation: [20, 65],
        side: [0, 110],
        softness: [0, 0.3],
        coloured: true,
      },
      {
        chance: 0.8,
        strength: [0.5, 3],
        elevation: [10, 60],
        side: [40, 160],
        softness: [0, 0.4],
        coloured: true,
      },
    ],
    lamps: 2,
    stops: [-1.2, 0.6],
  },
  flash: {
    weight: 1,
    sky: [0.1, 0.6],
    horizon: [0.1, 0.5],
    ground: [0.05, 0.3],
    warmth: 0.06,
    warm: 0.1,
    keys: [{ chance: 1, strength: [1.5, 5], elevation: [-3, 14], side: [0, 8], softness: [0, 0.12] }],
    lamps: 0,
    stops: [-0.5, 1],
  },
  dusk: {
    weight: 0.8,
    sky: [0.15, 0.6],
    horizon: [0.5, 1.4],
    ground: [0.05, 0.3],
    warmth: 0.12,
    warm: 0.25,
    skyWarm: -0.3,
    keys: [{ chance: 0.8, strength: [0.3, 2], elevation: [0, 14], side: [0, 130], softness: [0.05, 0.7] }],
    lamps: 2,
    stops: [-1.2, 0.5],
  },
  backlight: {
    weight: 1,
    sky: [0.3, 1.2],
    horizon: [0.2, 1],
    ground: [0.15, 0.7],
    warmth: 0.12,
    keys: [
      { chance: 1, strength: [1, 4], elevation: [5, 60], side: [115, 175], softness: [0.05, 0.7] },
      {
        chance: 0.2,
        strength: [0.1, 0.4],
        elevation: [0, 40],
        side: [0, 60],
        softness: [0.5, 1],
        panes: [
          [1, 2],
          [1, 2],
        ],
      },
    ],
    lamps: 1,
    stops: [-1, 0.8],
  },
  dim: {
    weight: 0.8,
    sky: [0.05, 0.4],
    horizon: [0.1, 0.5],
    ground: [0.03, 0.3],
    warmth: 0.15,
    warm: 0.3,
    keys: [{ chance: 0.9, strength: [0.3, 1.5], elevation: [-20, 60], side: [0, 120], softness: [0.1, 0.7] }],
    lamps: 2,
    stops: [-1.6, -0.3],
  },
  screen: {
    weight: 0.5,
    sky: [0.02, 0.2],
    horizon: [0.02, 0.25],
    ground: [0.05, 0.3],
    warmth: 0.1,
    warm: -0.15,
    keys: [
      {
        chance: 1,
        strength: [0.6, 2],
        elevation: [-45, 0],
        side: [0, 35],
        softness: [0.7, 1],
        panes: [
          [1, 1],
          [1, 1],
        ],
      },
    ],
    lamps: 1,
    stops: [-1.6, 0.2],
  },
  // A car by day: a dark roof, light through the windscreen and the side windows.
  cabin: {
    weight: 0.2,
    sky: [0.05, 0.35],
    horizon: [0.4, 1.3],
    ground: [0.04, 0.25],
    warmth: 0.08,
    skyWarm: -0.05,
    keys: [
      {
        chance: 0.9,
        strength: [0.3, 3],
        elevation: [5, 45],
        side: [20, 120],
        softness: [0.02, 1],
        panes: [
          [1, 1],
          [1, 1],
        ],
      },
      {
        chance: 0.3,
        strength: [0.2, 0.8],
        elevation: [10, 40],
        side: [0, 70],
        softness: [0.8, 1],
        panes: [
          [1, 1],
          [1, 1],
        ],
      },
    ],
    lamps: 1,
    stops: [-1.2, 0.8],
  },
  // Light-emitting diodes beside an in-cabin camera; sunlight has near infrared too.
  infrared: {
    weight: 0.15,
    sky: [0, 0.2],
    horizon: [0.02, 0.3],
    ground: [0, 0.1],
    warmth: 0,
    keys: [
      { chance: 1, strength: [0.8, 2.5], elevation: [-20, 12], side: [0, 30], softness: [0, 0.15] },
      { chance: 0.35, strength: [0.3, 2], elevation: [0, 45], side: [20, 130], softness: [0, 0.9] },
    ],
    lamps: 0,
    stops: [-1, 0.6],
  },
};
