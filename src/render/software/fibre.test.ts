import { expect, test } from 'vitest';
import type { Vector3 } from '../../core/vector.js';
import type { DressedPart, SurfaceLook } from '../../mesh/dressed-part.js';
import { encodeByte, toneCurve } from '../camera/tone-curve.js';
import { makeScene, quad, rectangle, squareCamera, uniformEnvironment } from '../simple-scenes.suite.js';
import { alignFibre, fibreFields, scatter } from './fibre.js';
import { createGeometry, gatherGeometry, gatherSurfaces } from './geometry.js';
import { surfaceFields } from './reflectance.js';
import { createSoftwareRenderer } from './software-renderer.js';

/** The two lobes' scattering. */
function lobes(toLight: number, toView: number, between: number, width: number, tilt: number) {
  const fibre = new Float64Array(fibreFields);
  fibre.set([toLight, toView, between, width, tilt]);
  scatter(fibre);
  return { first: fibre[5]!, second: fibre[6]! };
}

const normal = (x: number, deviation: number): number =>
  Math.exp(-0.5 * (x / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

test('seen from where the light stands, square to an untilted fibre, both lobes have their closed forms', () => {
  const { first, second } = lobes(0, 0, 1, 0.2, 0);
  // Karis 2016: M · cos(φ/2)/4 · F, and M · exp(17 cos φ − 16.78) · (1 − F)² F'.
  expect(first).toBeCloseTo((normal(0, 0.2) / 4) * 0.0465, 12);
  expect(second).toBeCloseTo(normal(0, 0.4) * Math.exp(0.22) * (1 - 0.0465) ** 2 * 0.08, 12);
});

test('tilted scales move the white lobe to the root and the tinted one twice as far to the tip', () => {
  const [width, tilt] = [0.15, 0.07];
  const at = (toLight: number) => lobes(toLight, 0, Math.sqrt(1 - toLight * toLight), width, tilt);
  // With the view square to the fibre and the light in the plane of both, φ = 0: only M and Fresnel's term change.
  for (const [offset, deviation, pick] of [
    [-2 * tilt, width, 'first'],
    [4 * tilt, 2 * width, 'second'],
  ] as const) {
    const peak = at(offset)[pick];
    expect(at(offset - deviation)[pick] / peak).toBeCloseTo(Math.exp(-0.5), 2);
    expect(at(offset + deviation)[pick] / peak).toBeCloseTo(Math.exp(-0.5), 2);
  }
});

test('light straight behind a fibre is not mirrored to the camera by either lobe', () => {
  const { first, second } = lobes(0, 0, -1, 0.2, 0);
  expect(first).toBeCloseTo(0, 12);
  expect(second).toBeLessThan(1e-12);
});

/** A square of 2 cm at z = −10, of which rest x runs up and rest y to the left, seen from the front. */
const rest = (part: DressedPart, coordinates: readonly number[]): DressedPart => ({
  ...part,
  rest: Float32Array.from(coordinates),
});
const square = quad(
  [
    [-1, -1, -10],
    [1, -1, -10],
    [1, 1, -10],
    [-1, 1, -10],
  ],
  { normals: Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]) },
);
const turned = rest(square, [0, 5, 7, 0, 0, 7, 3, 0, 7, 3, 5, 7]);

function direction(part: DressedPart, along: Vector3): { found: boolean; at: number[] }[] {
  const geometry = createGeometry();
  gatherGeometry(geometry, makeScene([part], squareCamera(16, 16)), 1);
  gatherSurfaces(geometry, makeScene([part], squareCamera(16, 16)), [Uint32Array.of(1)]);
  return [0, 1].map((triangle) => {
    const surface = new Float64Array(surfaceFields);
    surface[5] = 1;
    const look = { alongX: along[0], alongY: along[1], alongZ: along[2] } as SurfaceLook;
    const found = alignFibre(geometry, triangle, look, surface);
    return { found, at: [...surface.subarray(9, 12)] };
  });
}

test("a direction in rest coordinates is carried over to every triangle's plane", () => {
  for (const { found, at } of direction(turned, [0, 1, 0])) {
    expect(found).toBe(true);
    expect(at.map((value) => Math.round(value * 1e6) / 1e6 + 0)).toEqual([-1, 0, 0]);
  }
  // 3 rest units are 2 cm up, 5 are 2 cm to the left.
  const slant = Math.hypot(2 / 3, 2 / 5);
  for (const { at } of direction(turned, [1, 1, 0])) {
    expect(at[0]).toBeCloseTo(-(2 / 5) / slant, 6);
    expect(at[1]).toBeCloseTo(2 / 3 / slant, 6);
  }
});

test('a direction that runs straight out of the surface is none', () => {
  for (const { found } of direction(turned, [0, 0, 1])) expect(found).toBe(false);
});

test('upright hairs mirror a light at their side and not one above; lying ones the other way round', () => {
  const [angle, roughness] = [0.7, 0.4];
  const side: Vector3 = [Math.sin(angle), 0, Math.cos(angle)];
  const above: Vector3 = [0, Math.sin(angle), Math.cos(angle)];
  const centre = (along: Vector3, light: Vector3): number => {
    const plate = rectangle(-4, 4, -4, 4, -40, {
      look: {
        red: 0,
        green: 0,
        blue: 0,
        roughness,
        fibre: 1,
        alongX: along[0],
        alongY: along[1],
        alongZ: along[2],
      },
    });
    const key = { direction: light, colour: [1, 1, 1] as const, softness: 0 };
    const lighting = { environment: uniformEnvironment(0), keys: [key] };
    const { rgb } = createSoftwareRenderer().render(makeScene([plate], squareCamera(33, 60), { lighting }));
    return rgb[(16 * 33 + 16) * 3]!;
  };
  // A key of colour 1 has irradiance π.
  const { first } = lobes(0, 0, Math.cos(angle), roughness ** 2, 0);
  const bright = encodeByte(Math.min(1, toneCurve(Math.PI * first)));
  expect(bright).toBeGreaterThan(30);
  expect(Math.abs(centre([0, 1, 0], side) - bright)).toBeLessThanOrEqual(1);
  expect(Math.abs(centre([1, 0, 0], above) - bright)).toBeLessThanOrEqual(1);
  expect(centre([0, 1, 0], above)).toBeLessThan(3);
  expect(centre([1, 0, 0], side)).toBeLessThan(3);
});
