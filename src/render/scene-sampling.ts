/**
 * The distributions of everything around the face: camera, light, background, photographic finish. Those of the face
 * itself stand in `face/distributions.ts`. Each is written down here once; a scene is a pure function of the stream.
 *
 * - Distance: log-uniform 35–300 cm, from a phone at arm's length to a tele lens; with the face filling a set share
 *   of the frame this gives 35 mm equivalents of about 24–200 mm.
 * - Light: eight kinds, weighted towards rooms and even light; strengths log-normal.
 * - Finish: most pictures are sharp and clean, a tail is blurred, noisy or heavily compressed.
 */
import type { Random } from '../core/random.js';
import { normalise, type Vector3 } from '../core/vector.js';
import type { Rgb } from '../face/description.js';
import { sampleFace } from '../face/distributions.js';
import type { HeadModel } from '../face/head-model.js';
import { type PoseDistribution, samplePose } from '../face/pose-distribution.js';
import type { VarietyGroup } from '../face/variety.js';
import { plainBackground, plainCamera, plainLight, plainPhotograph } from './plain-scene.js';
import type {
  BackgroundDescription,
  BackgroundKind,
  CameraDescription,
  LightDescription,
  LightKind,
  PhotographDescription,
  SceneDescription,
  SoftLamp,
} from './scene-description.js';

export interface SceneOptions {
  /** Name of the head-pose distribution (`in-the-wild` by default). */
  pose?: PoseDistribution;
  /** Groups of variety to leave out (none by default). */
  without?: readonly VarietyGroup[];
}

/** Draws one scene. @param random – a stream of its own for this sample. */
export function sampleScene(random: Random, head: HeadModel, options: SceneOptions = {}): SceneDescription {
  const without = new Set(options.without);
  const light = sampleLight(random.child('light'));
  const scene: SceneDescription = {
    face: sampleFace(random.child('face'), head, { without: [...without] }),
    pose: samplePose(random.child('pose'), options.pose ?? 'in-the-wild'),
    bodyFollows: random.child('body').uniform(0.2, 0.9),
    camera: sampleCamera(random.child('camera')),
    light,
    background: sampleBackground(random.child('background'), light.kind),
    photograph: samplePhotograph(random.child('photograph')),
  };
  return {
    ...scene,
    ...(without.has('pose') && { pose: { yaw: 0, pitch: 0, roll: 0 } }),
    ...(without.has('camera') && { camera: plainCamera, photograph: plainPhotograph }),
    ...(without.has('light') && { light: plainLight }),
    ...(without.has('background') && { background: plainBackground }),
  };
}

function sampleCamera(random: Random): CameraDescription {
  return {
    distance: logUniform(random, 35, 300),
    fill: random.truncatedNormal(0.58, 0.04, 2),
    offsetX: random.truncatedNormal(0, 0.02, 2),
    offsetY: random.truncatedNormal(0, 0.02, 2),
    offAxisX: random.truncatedNormal(0, 0.08, 2),
    offAxisY: random.truncatedNormal(0, 0.06, 2),
  };
}

const lightWeights: Record<LightKind, number> = {
  studio: 3,
  overcast: 2,
  sun: 1.5,
  room: 2.5,
  window: 2,
  flash: 1,
  dusk: 0.7,
  backlight: 0.8,
};

/** For each kind: strength of the key against an ambient of 1, its elevation in degrees, how far to the side, warmth. */
const lightShapes: Record<
  LightKind,
  {
    key: [number, number];
    elevation: [number, number];
    side: number;
    softness: [number, number];
    warmth: number;
    lamps: number;
  }
> = {
  studio: { key: [0.3, 1.4], elevation: [10, 50], side: 60, softness: [0.4, 1], warmth: 0.04, lamps: 2 },
  overcast: { key: [0, 0.3], elevation: [40, 80], side: 90, softness: [0.8, 1], warmth: 0.05, lamps: 0 },
  sun: { key: [1, 4], elevation: [20, 75], side: 100, softness: [0, 0.25], warmth: 0.12, lamps: 0 },
  room: { key: [0.3, 1.5], elevation: [35, 85], side: 80, softness: [0.3, 0.9], warmth: 0.16, lamps: 2 },
  window: { key: [0.8, 3], elevation: [0, 35], side: 100, softness: [0.5, 1], warmth: 0.1, lamps: 1 },
  flash: { key: [1.5, 5], elevation: [-3, 12], side: 8, softness: [0, 0.3], warmth: 0.03, lamps: 0 },
  dusk: { key: [0.3, 2], elevation: [0, 25], side: 110, softness: [0.3, 1], warmth: 0.22, lamps: 2 },
  backlight: { key: [0.8, 3], elevation: [10, 60], side: 160, softness: [0.1, 0.6], warmth: 0.12, lamps: 1 },
};

function sampleLight(random: Random): LightDescription {
  const kind = random.weighted(lightWeights);
  const shape = lightShapes[kind];
  const tint = warmth(random, shape.warmth);
  const sky = scaleRgb(tint, Math.exp(random.normal(0.1, 0.35)));
  const horizon = scaleRgb(warmth(random, shape.warmth), Math.exp(random.normal(-0.35, 0.35)));
  const ground = scaleRgb(warmth(random, shape.warmth), Math.exp(random.normal(-1, 0.5)));
  const lamps: SoftLamp[] = [];
  for (let i = random.integer(0, shape.lamps); i > 0; i--)
    lamps.push({
      direction: directionFrom(random.uniform(-150, 150), random.uniform(-10, 70)),
      colour: scaleRgb(warmth(random, Math.min(0.2, 2 * shape.warmth)), random.uniform(0.1, 0.8)),
    });
  const side =
    kind === 'backlight'
      ? random.pick([-1, 1]) * random.uniform(110, 175)
      : random.uniform(-shape.side, shape.side);
  const keyStrength = random.uniform(...shape.key) * random.uniform(0.4, 1);
  return {
    kind,
    sky,
    horizon,
    ground,
    lamps,
    key: {
      direction: directionFrom(side, random.uniform(...shape.elevation)),
      colour: scaleRgb(warmth(random, shape.warmth), keyStrength),
      softness: random.uniform(...shape.softness),
    },
    exposureStops: random.truncatedNormal(0, 0.35, 2.2),
  };
}

/** @param side – degrees around the vertical, 0 towards the camera. @param elevation – degrees above the horizon. */
function directionFrom(side: number, elevation: number): Vector3 {
  const a = (side * Math.PI) / 180;
  const e = (elevation * Math.PI) / 180;
  return normalise([Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)]);
}

/** White light turned warmer or cooler, with a little green–magenta. */
function warmth(random: Random, deviation: number): Rgb {
  const warm = random.normal(0, deviation);
  const green = random.normal(0, deviation * 0.2);
  return [Math.exp(warm), Math.exp(green), Math.exp(-warm)];
}

const indoorBackgrounds: Record<BackgroundKind, number> = {
  plain: 4,
  gradient: 2,
  bokeh: 2,
  room: 3,
  foliage: 0.5,
  clouds: 0.5,
  stripes: 0.7,
};
const outdoorBackgrounds: Record<BackgroundKind, number> = {
  plain: 0.5,
  gradient: 1,
  bokeh: 2,
  room: 1,
  foliage: 3,
  clouds: 2,
  stripes: 0.7,
};

function sampleBackground(random: Random, light: LightKind): BackgroundDescription {
  const outdoors = light === 'overcast' || light === 'sun' || light === 'dusk' || light === 'backlight';
  const colour = (): Rgb => {
    const brightness = random.next() ** 1.3;
    const hue = (): number => brightness * Math.exp(random.normal(0, random.chance(0.5) ? 0.08 : 0.45));
    return [clamp(hue()), clamp(hue()), clamp(hue())];
  };
  return {
    kind: random.weighted(outdoors ? outdoorBackgrounds : indoorBackgrounds),
    colours: [colour(), colour(), colour()],
    blur: random.next(),
    seed: random.uint32(),
  };
}

function samplePhotograph(random: Random): PhotographDescription {
  const gain = random.normal(0, 0.05);
  return {
    whiteBalance: [Math.exp(gain), Math.exp(random.normal(0, 0.015)), Math.exp(-gain)],
    contrast: Math.exp(random.normal(0.06, 0.12)),
    saturation: Math.exp(random.normal(0.08, 0.16)),
    defocus: random.chance(0.25) ? random.uniform(0.001, 0.009) : 0,
    motion: random.chance(0.06) ? random.uniform(0.005, 0.02) : 0,
    motionAngle: random.uniform(0, Math.PI),
    noise: random.chance(0.6) ? Math.exp(random.normal(0.4, 0.7)) : 0,
    vignette: random.chance(0.3) ? random.uniform(0.05, 0.4) : 0,
    monochrome: random.chance(0.04),
    jpegQuality: Math.round(random.chance(0.8) ? random.uniform(80, 96) : random.uniform(35, 80)),
    seed: random.uint32(),
  };
}

function logUniform(random: Random, low: number, high: number): number {
  return Math.exp(random.uniform(Math.log(low), Math.log(high)));
}

function scaleRgb(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
