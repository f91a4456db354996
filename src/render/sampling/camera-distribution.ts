/**
 * The distribution of cameras and of what they do to a picture.
 *
 * - Lens: log-uniform 24–135 mm (35 mm equivalent); the distance is log-uniform where a head of 21 cm then fills between
 *   an eighth and nine tenths of the frame's 24 mm, within 30–400 cm. So wide lenses stand near and tele lenses far.
 * - Place in the frame: the head's angle off the axis, as far as the lens's frame reaches.
 * - Sensitivity: log-normal around ISO 200, higher in weak light; noise follows from it (see `photograph.ts`).
 * - Finish: most pictures are sharp and clean; a tail is blurred, enlarged from few pixels, or heavily compressed.
 */
import type { Random } from '../../core/random.js';
import type { CameraDescription, LightKind, PhotographDescription } from '../scene/scene-description.js';

/** Height of a head and of the frame of 35 mm film. */
const headHeight = 21;
const frameHeight = 24;
const frameWidth = 36;
const degrees = Math.PI / 180;

export function sampleCamera(random: Random, place: 'anywhere' | 'cabin' = 'anywhere'): CameraDescription {
  const cabin = place === 'cabin';
  const lens = cabin ? logUniform(random, 24, 60) : logUniform(random, 24, 135);
  const filling = (share: number): number => (lens * headHeight) / (share * frameHeight);
  const distance = cabin
    ? logUniform(random, 45, 100)
    : logUniform(random, Math.max(30, filling(0.9)), Math.min(400, filling(0.125)));
  // The head's half width stays in the frame where it can; most people are placed near the middle.
  const reachX = Math.max(0, frameWidth / (2 * lens) - 8 / distance);
  const reachY = Math.max(0, frameHeight / (2 * lens) - 11 / distance);
  return {
    lens,
    distance,
    fill: random.truncatedNormal(0.58, 0.045, 2),
    offsetX: random.truncatedNormal(0, 0.02, 2),
    offsetY: random.truncatedNormal(0, 0.02, 2),
    offAxisX: Math.atan(random.truncatedNormal(0, 0.5, 2) * reachX),
    offAxisY: Math.atan(random.truncatedNormal(0, 0.5, 2) * reachY),
    roll: random.truncatedNormal(0, 3, 4) * degrees,
    aperture: cabin || random.chance(0.6) ? 0.2 : (lens / 10) * random.uniform(0.12, 0.6),
  };
}

/** Stops by which each light asks for more sensitivity. */
const gainStops: Partial<Record<LightKind, number>> = {
  dim: 4,
  stage: 3,
  screen: 3.5,
  dusk: 2.5,
  room: 1.5,
  window: 0.7,
  side: 1,
  infrared: 3,
  cabin: 1,
  flash: 0.5,
};

/** @param light – the kind of light that was drawn for this scene: weak light makes for noise. */
export function samplePhotograph(random: Random, light: LightKind): PhotographDescription {
  const gain = random.normal(0, 0.06);
  const infrared = light === 'infrared';
  const grey = random.chance(0.04);
  const iso = 200 * 2 ** (random.normal(0, 1.2) + (gainStops[light] ?? 0) * random.uniform(0.3, 1));
  return {
    exposure: random.truncatedNormal(0, 0.2, 2),
    whiteBalance: [Math.exp(gain), Math.exp(random.normal(0, 0.015)), Math.exp(-gain)],
    contrast: Math.exp(random.normal(0.04, 0.12)),
    haze: random.chance(0.2) ? 0.002 + 0.025 * random.next() ** 2 : 0,
    shoulder: random.chance(0.7) ? 1 : random.next(),
    saturation: Math.exp(random.normal(0, 0.14)),
    defocus: random.chance(0.2) ? random.uniform(0.001, 0.009) : 0,
    motion: random.chance(0.07) ? random.uniform(0.005, 0.03) : 0,
    motionAngle: random.uniform(0, Math.PI),
    iso: Math.min(25600, random.chance(0.75) ? iso : iso / 4),
    colourNoise: random.uniform(0.1, 1),
    vignette: random.chance(0.3) ? random.uniform(0.1, 0.7) : 0,
    sharpening: random.chance(0.35) ? random.uniform(0.1, 0.8) : 0,
    resolution: random.chance(0.12) ? random.uniform(0.3, 0.9) : 1,
    monochrome: infrared || grey,
    spectrum: infrared ? 'near-infrared' : 'visible',
    jpegQuality: Math.round(random.chance(0.8) ? random.uniform(80, 96) : random.uniform(35, 80)),
    seed: random.uint32(),
  };
}

function logUniform(random: Random, low: number, high: number): number {
  return Math.exp(random.uniform(Math.log(low), Math.log(Math.max(low, high))));
}
