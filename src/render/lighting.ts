/**
 * From a described light to what the renderer wants: the environment as nine spherical harmonics (Ramamoorthi &
 * Hanrahan, SIGGRAPH 2001) and one shadowing key, exposed so that a face is lit as a photographer would have it.
 */
import { dot, type Vector3 } from '../core/vector.js';
import type { Rgb } from '../face/description.js';
import type { Lighting } from './scene.js';
import type { LightDescription } from './scene-description.js';

/** The nine real spherical harmonics up to band 2 at a unit direction, in the order l=0; l=1: y, z, x; l=2: xy, yz, 3z²−1, xz, x²−y². */
export function sphericalHarmonics([x, y, z]: Vector3): number[] {
  return [
    0.282095,
    0.488603 * y,
    0.488603 * z,
    0.488603 * x,
    1.092548 * x * y,
    1.092548 * y * z,
    0.315392 * (3 * z * z - 1),
    1.092548 * x * z,
    0.546274 * (x * x - y * y),
  ];
}

/** Band factors of the cosine lobe (π, 2π/3, π/4), divided by π: radiance coefficients to what a white matt surface shows. */
export const cosineBands: readonly number[] = [1, 2 / 3, 2 / 3, 2 / 3, 1 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 4];

/** What a white matt surface with this normal sends back under the environment alone. */
export function environmentResponse(environment: Float32Array, normal: Vector3, channel: 0 | 1 | 2): number {
  return sphericalHarmonics(normal).reduce(
    (sum, value, i) => sum + environment[i * 3 + channel]! * value * cosineBands[i]!,
    0,
  );
}

export function buildLighting(light: LightDescription): Lighting {
  const environment = new Float32Array(27);
  addVerticalGradient(environment, light);
  for (const lamp of light.lamps) addLobe(environment, lamp.direction, lamp.colour);
  return { environment, keys: [light.key] };
}

/** Normals of the parts of a face that a photographer exposes for. */
const faceNormals: readonly Vector3[] = [
  [0, 0, 1],
  [0.5, 0.1, 0.86],
  [-0.5, 0.1, 0.86],
  [0, 0.5, 0.866],
  [0, -0.3, 0.954],
];

/**
 * The factor on linear light that gives a well-exposed face, then the described stops. Half of the skin's darkness is
 * made up for, as automatic exposure does.
 * @param albedo – mean reflectance of the skin, 0 to 1.
 */
export function exposureFor(light: LightDescription, lighting: Lighting, albedo: number): number {
  let sum = 0;
  for (const normal of faceNormals) {
    let green = Math.max(0, environmentResponse(lighting.environment, normal, 1));
    for (const key of lighting.keys) green += key.colour[1] * Math.max(0, dot(normal, key.direction));
    sum += green / faceNormals.length;
  }
  const wanted = 0.95;
  const compensation = (0.35 / Math.max(0.03, albedo)) ** 0.5;
  return (wanted / Math.max(1e-3, sum)) * compensation * 2 ** light.exposureStops;
}

/** A sky that changes with height alone: sky at y = 1, horizon at 0, ground at −1, quadratic between. */
function addVerticalGradient(environment: Float32Array, { sky, horizon, ground }: LightDescription): void {
  for (let c = 0; c < 3; c++) {
    const middle = horizon[c]!;
    const slope = (sky[c]! - ground[c]!) / 2;
    const bend = (sky[c]! + ground[c]!) / 2 - middle;
    // f(y) = middle + slope·y + bend·y²; y² = 1/3 + (the band-2 harmonics along y)
    environment[c] = environment[c]! + (middle + bend / 3) / 0.282095;
    environment[3 + c] = environment[3 + c]! + slope / 0.488603;
    // y² − 1/3 = −(3z² − 1)/6 − (x² − y²)/2 on the unit sphere
    environment[18 + c] = environment[18 + c]! - bend / 6 / 0.315392;
    environment[24 + c] = environment[24 + c]! - bend / 2 / 0.546274;
  }
}

/** A soft lamp: a delta smoothed to band 2. A white matt surface facing it sends back about `colour`. */
function addLobe(environment: Float32Array, direction: Vector3, colour: Rgb): void {
  const values = sphericalHarmonics(direction);
  const facing = values.reduce((sum, value, i) => sum + value * value * cosineBands[i]!, 0);
  for (let i = 0; i < 9; i++)
    for (let c = 0; c < 3; c++) environment[i * 3 + c]! += (colour[c]! * values[i]!) / facing;
}
