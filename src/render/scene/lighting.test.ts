import { describe, expect, test } from 'vitest';
import { normalise, rotationAbout, type Vector3 } from '../../core/vector.js';
import { buildLighting, environmentResponse, exposureFor, sphericalHarmonics } from './lighting.js';
import type { LightDescription } from './scene-description.js';

const dark: LightDescription = {
  kind: 'studio',
  sky: [0, 0, 0],
  horizon: [0, 0, 0],
  ground: [0, 0, 0],
  lamps: [],
  keys: [],
  panels: [],
  exposureStops: 0,
};

/** Radiance of an environment in a direction. */
function radiance(environment: Float32Array, direction: Vector3, channel: number): number {
  return sphericalHarmonics(direction).reduce(
    (sum, value, i) => sum + environment[i * 3 + channel]! * value,
    0,
  );
}

describe('lighting', () => {
  test('a uniform sky of radiance 1 lights a white matt surface to 1 from every side', () => {
    const { environment } = buildLighting({ ...dark, sky: [1, 1, 1], horizon: [1, 1, 1], ground: [1, 1, 1] });
    for (const normal of [
      [1, 0, 0],
      [0, -1, 0],
      [0.6, 0, 0.8],
    ] as const)
      expect(environmentResponse(environment, normal, 0)).toBeCloseTo(1, 4);
  });

  test('the vertical gradient has the described radiance at zenith, horizon and nadir', () => {
    const { environment } = buildLighting({
      ...dark,
      sky: [3, 2, 1],
      horizon: [1, 1, 1],
      ground: [0.2, 0.1, 0],
    });
    expect(radiance(environment, [0, 1, 0], 0)).toBeCloseTo(3, 3);
    expect(radiance(environment, [0, -1, 0], 0)).toBeCloseTo(0.2, 3);
    expect(radiance(environment, normalise([1, 0, 2]), 1)).toBeCloseTo(1, 3);
    expect(radiance(environment, normalise([-3, 0, 0.4]), 2)).toBeCloseTo(1, 3);
  });

  test('a camera that rolls turns sky, keys and panels with the scene', () => {
    const quarter = rotationAbout([0, 0, 1], -Math.PI / 2);
    const panel = {
      direction: normalise([0, 1, 1]),
      width: 0.2,
      height: 0.1,
      columns: 1,
      rows: 1,
      radiance: [1, 1, 1],
    } as const;
    const { environment, keys, panels } = buildLighting(
      {
        ...dark,
        sky: [2, 2, 2],
        horizon: [1, 1, 1],
        ground: [0.5, 0.5, 0.5],
        keys: [{ direction: [0, 1, 0], colour: [1, 1, 1], softness: 0, panel: false }],
        panels: [panel],
      },
      quarter,
    );
    // What was above now lies to the right of the image.
    expect(radiance(environment, [1, 0, 0], 0)).toBeCloseTo(2, 3);
    expect(radiance(environment, [-1, 0, 0], 0)).toBeCloseTo(0.5, 3);
    expect(radiance(environment, normalise([0, 2, 1]), 0)).toBeCloseTo(1, 3);
    expect(keys[0]!.direction[0]).toBeCloseTo(1, 12);
    expect(panels![0]!.direction[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(Math.abs(panels![0]!.right[1])).toBeCloseTo(1, 12);
  });

  test('a soft lamp sends its colour back from a surface that faces it and hardly any from one that turns away', () => {
    const direction = normalise([1, 2, 2]);
    const { environment } = buildLighting({ ...dark, lamps: [{ direction, colour: [0.5, 1, 2] }] });
    expect(environmentResponse(environment, direction, 2)).toBeCloseTo(2, 4);
    const away: Vector3 = [-direction[0], -direction[1], -direction[2]];
    expect(Math.abs(environmentResponse(environment, away, 1))).toBeLessThan(0.1);
  });

  test('exposure makes up for a dimmer light and follows the stops', () => {
    const lit = (strength: number, stops: number): number => {
      const light: LightDescription = {
        ...dark,
        keys: [{ direction: [0, 0, 1], colour: [strength, strength, strength], softness: 0, panel: false }],
        exposureStops: stops,
      };
      return exposureFor(light, buildLighting(light), 0.35);
    };
    expect(lit(0.5, 0) / lit(1, 0)).toBeCloseTo(2, 6);
    expect(lit(1, 1) / lit(1, 0)).toBeCloseTo(2, 6);
  });
});
