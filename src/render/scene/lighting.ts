/**
 * From a described light to what the renderer wants: the environment as nine spherical harmonics (Ramamoorthi &
 * Hanrahan, SIGGRAPH 2001), shadowing keys and mirrored panels, all turned with the camera; exposed so that a face is lit
 * as a photographer would have it.
 */
import { cross, dot, type Matrix3, normalise, transform, type Vector3 } from '../../core/vector.js';
import type { Rgb } from '../../face/person/description.js';
import type { Lighting, LightPanel } from './scene.js';
import type { BrightPanel, LightDescription } from './scene-description.js';

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

/** @param turn – from the space the light is described in to camera space (none by default). */
export function buildLighting(light: LightDescription, turn: Matrix3 = noTurn): Lighting {
  const environment = new Float32Array(27);
  const up = transform(turn, [0, 1, 0]);
  const keys = light.keys.map((key) => ({ ...key, direction: normalise(transform(turn, key.direction)) }));
  addVerticalGradient(environment, up, light);
  for (const lamp of light.lamps) addLobe(environment, transform(turn, lamp.direction), lamp.colour);
  return { environment, keys, panels: light.panels.map((panel) => placePanel(panel, turn, up)) };
}

const noTurn: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** A panel faces the scene and stands upright. */
function placePanel(panel: BrightPanel, turn: Matrix3, up: Vector3): LightPanel {
  const direction = normalise(transform(turn, panel.direction));
  const level = cross(up, direction);
  const right = Math.hypot(...level) > 1e-3 ? normalise(level) : transform(turn, [1, 0, 0]);
  return { ...panel, direction, right, up: cross(direction, right) };
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

/**
 * A sky that changes with height alone: sky at h = 1, horizon at 0, ground at −1, quadratic between. By the addition
 * theorem a zonal function about `up` has the harmonics of `up` as its coefficients.
 */
function addVerticalGradient(
  environment: Float32Array,
  up: Vector3,
  { sky, horizon, ground }: LightDescription,
): void {
  const axis = sphericalHarmonics(up);
  for (let c = 0; c < 3; c++) {
    const middle = horizon[c]!;
    const slope = (sky[c]! - ground[c]!) / 2;
    const bend = (sky[c]! + ground[c]!) / 2 - middle;
    // f(h) = middle + slope·h + bend·h²; h² = 1/3 + 2/3·P₂(h); P₁ and P₂ are 4π/3 and 4π/5 times the sums of products.
    environment[c] = environment[c]! + (middle + bend / 3) / 0.282095;
    for (let i = 1; i < 9; i++) {
      const share = i < 4 ? (slope * 4 * Math.PI) / 3 : (bend * 8 * Math.PI) / 15;
      environment[i * 3 + c] = environment[i * 3 + c]! + share * axis[i]!;
    }
  }
}

/** A soft lamp: a delta smoothed to band 2. A white matt surface facing it sends back about `colour`. */
function addLobe(environment: Float32Array, direction: Vector3, colour: Rgb): void {
  const values = sphericalHarmonics(direction);
  const facing = values.reduce((sum, value, i) => sum + value * value * cosineBands[i]!, 0);
  for (let i = 0; i < 9; i++)
    for (let c = 0; c < 3; c++) environment[i * 3 + c]! += (colour[c]! * values[i]!) / facing;
}
