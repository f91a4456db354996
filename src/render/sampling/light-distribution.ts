/**
 * The distribution of light: of a kind of place (`light-shapes.ts`) the even light around, soft lamps, bright panels (windows,
 * softboxes, screens) and the one or two lights that cast shadows. Exposure makes up for the sum of their strengths.
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
import { lightShapes, type Range } from './light-shapes.js';

const anywhere = Object.fromEntries(
  Object.entries(lightShapes).map(([kind, { weight }]) => [kind, weight]),
) as Record<LightKind, number>;

/** @param place – `cabin`: only the light that falls on people in cars. */
export function sampleLight(random: Random, place: 'anywhere' | 'cabin' = 'anywhere'): LightDescription {
  const kind = place === 'cabin' ? random.weighted({ cabin: 1, infrared: 1 }) : random.weighted(anywhere);
  return sampleLightOfKind(random, kind);
}

export function sampleLightOfKind(random: Random, kind: LightKind): LightDescription {
  const shape = lightShapes[kind];
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
