/**
 * The distribution of light: kinds of place with a written range each for the even light around, soft lamps, bright
 * panels (windows, softboxes, screens) and the one or two lights that cast shadows. Strengths are against an even light
 * of about 1; exposure makes up for the sum. The ranges are our own, judged by eye against photographs.
 *
 * Cost: each key light draws a shadow map, about 5 ms at 128 px and 7 ms at 256; one light in seven has two.
 * `--without light` has one.
 */
import type { Random } from '../../core/random.js';
import { normalise, type Vector3 } from '../../core/vector.js';
import type { Rgb } from '../../face/person/description.js';
import type {
  BrightPanel,
  KeyDescription,
  LightDescription,
  LightKind,
  SoftLamp,
} from '../scene/scene-description.js';

type Range = readonly [number, number];

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

const shapes: Readonly<Record<LightKind, LightShape>> = {
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

const anywhere = Object.fromEntries(
  Object.entries(shapes).map(([kind, { weight }]) => [kind, weight]),
) as Record<LightKind, number>;

/** @param place – `cabin`: only the light that falls on people in cars. */
export function sampleLight(random: Random, place: 'anywhere' | 'cabin' = 'anywhere'): LightDescription {
  const kind = place === 'cabin' ? random.weighted({ cabin: 1, infrared: 1 }) : random.weighted(anywhere);
  return sampleLightOfKind(random, kind);
}

export function sampleLightOfKind(random: Random, kind: LightKind): LightDescription {
  const shape = shapes[kind];
  const { warm = 0 } = shape;
  const tint = (middle = warm): Rgb => whiteLight(random, middle, shape.warmth);
  const sky = scaleRgb(tint(shape.skyWarm ?? warm), random.uniform(...shape.sky));
  const horizon = scaleRgb(tint(), random.uniform(...shape.horizon));
  const ground = scaleRgb(tint(), random.uniform(...shape.ground));
  const lamps: SoftLamp[] = [];
  for (let i = random.integer(0, shape.lamps); i > 0; i--)
    lamps.push({
      direction: directionFrom(random.uniform(-150, 150), random.uniform(-10, 70)),
      colour: scaleRgb(
        kind === 'stage' || random.chance(0.02) ? vividLight(random) : tint(),
        random.uniform(0.1, 0.7) * (shape.horizon[1] < 0.4 ? 0.5 : 1),
      ),
    });
  const keys: KeyDescription[] = [];
  const panels: BrightPanel[] = [];
  let before = 0;
  for (const part of shape.keys) {
    if (!random.chance(part.chance)) continue;
    // A second light mostly comes from the other side.
    const turned = before === 0 ? random.chance(0.5) : random.chance(0.2);
    const sign = before === 0 ? (turned ? 1 : -1) : turned ? before : -before;
    before = sign;
    const direction = directionFrom(sign * random.uniform(...part.side), random.uniform(...part.elevation));
    const colour = scaleRgb(part.coloured ? vividLight(random) : tint(), random.uniform(...part.strength));
    const softness = random.uniform(...part.softness);
    if (part.panes === undefined) {
      keys.push({ direction, colour, softness, panel: false });
      continue;
    }
    keys.push({ direction, colour, softness, panel: true });
    panels.push(samplePanel(random, part.panes, direction, colour, softness));
  }
  const exposureStops = random.uniform(...shape.stops) * random.next();
  const share = random.uniform(...(kind === 'stage' ? stageBalance : autoBalance));
  return balance({ kind, sky, horizon, ground, lamps, keys, panels, exposureStops }, share);
}

/** How much of the light's cast a camera's automatic white balance takes away; it gives up on stages. */
const autoBalance: Range = [0.2, 0.95];
const stageBalance: Range = [0, 0.5];

/** The light as a white-balanced picture shows it: what falls on a face, red and blue brought nearer to green. */
function balance(light: LightDescription, share: number): LightDescription {
  const falling = (k: 0 | 1 | 2): number =>
    light.sky[k] / 4 +
    light.horizon[k] / 2 +
    light.ground[k] / 4 +
    [...light.keys, ...light.lamps].reduce(
      (sum, { colour, direction }) => sum + colour[k] * Math.max(0.1, direction[2]),
      0,
    );
  const green = falling(1);
  const gain = ([0, 1, 2] as const).map((k) => (green / Math.max(1e-6, falling(k))) ** share);
  const turned = (colour: Rgb): Rgb => [colour[0] * gain[0]!, colour[1], colour[2] * gain[2]!];
  return {
    ...light,
    sky: turned(light.sky),
    horizon: turned(light.horizon),
    ground: turned(light.ground),
    lamps: light.lamps.map((lamp) => ({ ...lamp, colour: turned(lamp.colour) })),
    keys: light.keys.map((key) => ({ ...key, colour: turned(key.colour) })),
    panels: light.panels.map((panel) => ({ ...panel, radiance: turned(panel.radiance) })),
  };
}

/** The source of a key as eyes and glasses mirror it: as large as its shadows are soft. */
function samplePanel(
  random: Random,
  [columns, rows]: readonly [Range, Range],
  direction: Vector3,
  colour: Rgb,
  softness: number,
): BrightPanel {
  const size = 0.12 + 0.35 * softness;
  const aspect = Math.exp(random.normal(0, 0.3));
  const [width, height] = [size * aspect, size / aspect];
  // A white matt surface that faces it sends back radiance · solid angle / π.
  const gain = Math.PI / (4 * width * height);
  return {
    direction,
    width,
    height,
    columns: random.integer(...columns),
    rows: random.integer(...rows),
    radiance: scaleRgb(colour, Math.min(25, gain)),
  };
}

/** @param side – degrees around the vertical, 0 towards the camera. @param elevation – degrees above the horizon. */
function directionFrom(side: number, elevation: number): Vector3 {
  const a = (side * Math.PI) / 180;
  const e = (elevation * Math.PI) / 180;
  return normalise([Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)]);
}

/** White light turned warmer or cooler, with a little green–magenta. */
function whiteLight(random: Random, middle: number, deviation: number): Rgb {
  const warm = random.normal(middle, deviation);
  const green = random.normal(0, deviation * 0.2);
  return [Math.exp(warm), Math.exp(green), Math.exp(-warm)];
}

/** Coloured light of any hue, its mean 1. */
function vividLight(random: Random): Rgb {
  const hue = random.uniform(0, 2 * Math.PI);
  const depth = random.uniform(0.2, 0.85);
  const channel = (k: number): number =>
    Math.max(0.02, 1 + depth * Math.cos(hue - (k * 2 * Math.PI) / 3) * 1.4);
  const colour: Rgb = [channel(0), channel(1), channel(2)];
  return scaleRgb(colour, 3 / (colour[0] + colour[1] + colour[2]));
}

function scaleRgb(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}
