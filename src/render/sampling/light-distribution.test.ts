import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { length } from '../../core/vector.js';
import { type LightDescription, type LightKind, lightKinds } from '../scene/scene-description.js';
import { sampleLight, sampleLightOfKind } from './light-distribution.js';

const draw = (kind: LightKind): LightDescription[] =>
  Array.from({ length: 60 }, (_, i) => sampleLightOfKind(new Random(2, kind, i), kind));

describe('light', () => {
  it.each(lightKinds)('%s: plain JSON, unit directions, no negative light', (kind) => {
    for (const light of draw(kind)) {
      expect(JSON.parse(JSON.stringify(light))).toEqual(light);
      for (const { direction } of [...light.keys, ...light.panels, ...light.lamps])
        expect(length(direction)).toBeCloseTo(1, 9);
      const colours = [light.sky, light.horizon, light.ground, ...light.keys.map(({ colour }) => colour)];
      expect(Math.min(...colours.flat())).toBeGreaterThanOrEqual(0);
      expect(light.panels.length).toBe(light.keys.filter(({ panel }) => panel).length);
    }
  });

  it('stands where its name says', () => {
    for (const { keys } of draw('flash')) expect(keys[0]!.direction[2]).toBeGreaterThan(0.9);
    for (const { keys } of draw('backlight')) expect(keys[0]!.direction[2]).toBeLessThan(0);
    for (const { keys } of draw('side')) expect(Math.abs(keys[0]!.direction[0])).toBeGreaterThan(0.75);
    for (const { keys } of draw('screen')) expect(keys[0]!.direction[1]).toBeLessThanOrEqual(1e-9);
    for (const { keys } of draw('sun')) expect(keys[0]!.softness).toBeLessThan(0.1);
  });

  it('a stage is mostly lit by two coloured lights from different sides', () => {
    const two = draw('stage').filter(({ keys }) => keys.length === 2);
    expect(two.length).toBeGreaterThan(35);
    const apart = two.filter(({ keys }) => keys[0]!.direction[0] * keys[1]!.direction[0] < 0);
    expect(apart.length).toBeGreaterThan(two.length / 2);
    const saturation = ([r, g, b]: readonly number[]): number => Math.max(r!, g!, b!) / Math.min(r!, g!, b!);
    const vivid = two.filter(({ keys }) => saturation(keys[0]!.colour) > 2);
    expect(vivid.length).toBeGreaterThan(two.length / 2);
  });

  it('a panel lights a white matt surface as its key does: radiance · solid angle / π', () => {
    for (const { keys, panels } of draw('window')) {
      const { width, height, radiance } = panels[0]!;
      expect((radiance[1] * 4 * width * height) / Math.PI).toBeCloseTo(keys[0]!.colour[1], 6);
    }
  });

  it('falls on people in cars by day or as near infrared', () => {
    const kinds = new Set(Array.from({ length: 40 }, (_, i) => sampleLight(new Random(1, i), 'cabin').kind));
    expect([...kinds].sort()).toEqual(['cabin', 'infrared']);
  });
});
