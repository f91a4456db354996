import { describe, expect, it } from 'vitest';
import { freshFacesSchema } from '../fresh/settings.js';
import { originOf } from './recipe.js';
import { defaultChallenging, generationDefaults, parseGeneration } from './settings.js';

describe('the settings of a generation', () => {
  it('fill in what is not said', () => {
    expect(parseGeneration({ count: 3 })).toEqual({ ...generationDefaults, count: 3, challenging: 0 });
    expect(parseGeneration({ count: 3, domain: 'camera' }).challenging).toBe(defaultChallenging);
  });

  it('are the same for the same choice in another order', () => {
    const one = parseGeneration({
      count: 1,
      layers: ['normals', 'depth'],
      without: ['pose', 'light', 'pose'],
    });
    expect(one).toMatchObject({ layers: ['depth', 'normals'], without: ['light', 'pose'] });
  });

  it.each([
    [{ count: 0 }, /^generate: count: 0; allowed: a whole number from 1 to/],
    [{ count: 1.5 }, /count: 1\.5;/],
    [{ count: 1, size: 8 }, /size: 8; allowed: a whole number from 16 to 4096/],
    [{ count: 1, rate: 0 }, /rate: 0; allowed: frames a second/],
    [{ count: 1, pose: 'upside-down' as never }, /pose: "upside-down"; allowed: one of frontal, in-the-wild/],
    [{ count: 1, layers: ['depht' as never] }, /layers\.0: "depht"; allowed: one of segmentation/],
    [{ count: 1, validation: -0.1 }, /validation: -0\.1; allowed: fractions/],
    [{ count: 1, validation: 0.6, test: 0.4 }, /leave no training data/],
    [{ count: 1, expressions: 'shouts' as never }, /expressions: "shouts"; allowed: one of in-the-wild/],
    [
      { count: 1, expressions: 'open-mouths' as const, without: ['expression' as const] },
      /expressions are both given and left out/,
    ],
    [
      { count: 1, expressions: 'open-mouths' as const, domain: 'camera' as const },
      /has expressions of its own/,
    ],
    [
      { count: 1, frames: 8, rate: 4, events: 1, expressions: 'library' as const },
      /clips with events begin at rest, whatever the expressions/,
    ],
    [{ count: 1, light: 'candle' as never }, /light: "candle"; allowed: one of studio/],
    [
      { count: 1, light: 'infrared' as const, without: ['light' as const] },
      /light is both given and left out/,
    ],
    [{ count: 1, light: 'dusk' as const, domain: 'camera' as const }, /has light of its own/],
    [{ count: 1, backgrounds: 'x', without: ['background' as const] }, /both given and left out/],
    [{ count: 1, hed: 'cage' } as never, /hed: no such key; allowed: head, count, size/],
  ])('refuse %o', (input, message) => {
    expect(() => parseGeneration(input)).toThrow(message);
  });

  it('are all in the origin that a manifest keeps', () => {
    const settings = parseGeneration({ count: 2, domain: 'camera' });
    expect(originOf({ ...settings, backgrounds: null })).toEqual({
      kind: 'generated',
      simulated: true,
      ...settings,
    });
  });

  it('give faces made while training their pose and groups', () => {
    expect(freshFacesSchema.parse({ head: 'cage' })).toEqual({
      head: 'cage',
      size: 160,
      seed: 0,
      pose: generationDefaults.pose,
      without: generationDefaults.without,
    });
  });
});
