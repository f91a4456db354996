/** The distribution of backgrounds: kinds that go with the light, colours, sharpness; or one of a user's pictures. */
import type { Random } from '../../core/random.js';
import type { Rgb } from '../../face/person/description.js';
import type { BackgroundDescription, LightKind, PaintedBackground } from '../scene/scene-description.js';

type Weights = Readonly<Record<PaintedBackground, number>>;

const indoors: Weights = {
  plain: 3,
  gradient: 1.5,
  bokeh: 1.5,
  room: 1.5,
  interior: 4,
  foliage: 0.3,
  clouds: 0.4,
  stripes: 0.4,
  texture: 1.2,
  fractal: 1,
  shapes: 1.2,
  street: 0.3,
  cabin: 0,
};
const outdoors: Weights = {
  plain: 0.4,
  gradient: 0.7,
  bokeh: 1.5,
  room: 0.4,
  interior: 0.5,
  foliage: 3,
  clouds: 1.5,
  stripes: 0.4,
  texture: 1.2,
  fractal: 1,
  shapes: 1.2,
  street: 3,
  cabin: 0,
};
const inCars: Weights = { ...indoors, plain: 0.3, gradient: 0.3, interior: 0, room: 0, cabin: 12 };

const outdoorLight: ReadonlySet<LightKind> = new Set(['overcast', 'shade', 'sun', 'dusk', 'backlight']);

export interface BackgroundOptions {
  place?: 'anywhere' | 'cabin';
  /** Names of pictures: where there are any, every background is one of them. */
  files?: readonly string[];
}

/** @param light – the kind of light that was drawn for this scene: it decides between indoors and outdoors. */
export function sampleBackground(
  random: Random,
  light: LightKind,
  { place = 'anywhere', files = [] }: BackgroundOptions = {},
): BackgroundDescription {
  const weights = place === 'cabin' ? inCars : outdoorLight.has(light) ? outdoors : indoors;
  const kind = random.weighted(weights);
  const described = {
    colours:
      kind === 'foliage'
        ? ([sampleLeaf(random), sampleLeaf(random), sampleColour(random)] as const)
        : ([sampleColour(random), sampleColour(random), sampleColour(random)] as const),
    blur: random.next() ** 1.3,
    brightness: Math.exp(random.truncatedNormal(-0.1, 0.3)),
    seed: random.uint32(),
  };
  if (files.length === 0) return { kind, ...described };
  return { kind: 'picture', file: random.child('file').pick(files), ...described };
}

/**
 * What the foliage's painter takes for leaves: it halves red and keeps two fifths of blue, which gives the olive and
 * brownish greens of plants (reflectance in green 0.05 to 0.3), never the pure green of a screen.
 */
function sampleLeaf(random: Random): Rgb {
  const brightness = 0.05 + 0.25 * random.next() ** 1.5;
  return [brightness * random.uniform(1.1, 2.1), brightness, brightness * random.uniform(0.5, 1.5)];
}

/** From black to white, two in three nearly grey: saturated walls are rarer than saturated toys. */
function sampleColour(random: Random): Rgb {
  const brightness = random.next() ** 1.3;
  const deviation = random.chance(0.65) ? 0.06 : 0.22;
  const channel = (): number => Math.min(1, brightness * Math.exp(random.normal(0, deviation)));
  return [channel(), channel(), channel()];
}
