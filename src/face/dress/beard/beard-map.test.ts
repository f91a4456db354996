import { describe, expect, it } from 'vitest';
import { createCageHead } from '../../heads/cage/cage-head.js';
import { plainBeard } from '../../person/plain-face.js';
import { measureRestFeatures } from '../skin/rest-features.js';
import { BeardMap } from './beard-map.js';

const features = measureRestFeatures(createCageHead());
const map = new BeardMap(features);
const [mouth, chin] = [features.mouth, features.chin];
const grown = (style: typeof plainBeard.style) => map.cover({ ...plainBeard, style, length: 2 });
/** On the chin, above the upper lip, before the ear. */
const onChin = [0, chin[1] + 0.6, chin[2]] as const;
const noseBase = features.noseBase[features.noseBase.length >> 1]!;
const overLip = [1, noseBase[1] - 0.55, mouth[2]] as const;
const forehead = [0, features.foreheadFoot + 2, mouth[2]] as const;

describe('BeardMap', () => {
  it.each([
    { style: 'none', chin: 0, lip: 0 },
    { style: 'full', chin: 1, lip: 1 },
    { style: 'goatee', chin: 1, lip: 0 },
    { style: 'vanDyke', chin: 1, lip: 1 },
    { style: 'moustache', chin: 0, lip: 1 },
    { style: 'sideburns', chin: 0, lip: 0 },
  ] as const)('$style: where hair is let grow', ({ style, chin: chinShare, lip }) => {
    const cover = grown(style);
    expect(Math.round(cover.grownAt(...onChin))).toBe(chinShare);
    expect(Math.round(cover.grownAt(...overLip))).toBe(lip);
    expect(cover.grownAt(...forehead)).toBe(0);
  });

  it('never grows on the lips', () => {
    const cover = grown('full');
    for (const [x, y, z] of features.lipInnerLower) expect(cover.grownAt(x, y - 0.15, z)).toBeLessThan(0.1);
  });

  it('shows no hair on the neck far behind the jaw', () => {
    expect(grown('full').grownAt(3, chin[1] - 1, chin[2] - 7)).toBe(0);
  });

  it('reaches up to the ear and falls towards the cheek', () => {
    const cover = grown('full');
    const before = features.earFoot[2] + 1.5;
    const at = (aside: number, height: number) =>
      cover.grownAt(features.earFoot[0] - aside, noseBase[1] + height, before);
    expect(at(0.5, 1.5)).toBeGreaterThan(0.8);
    expect(at(0.5, 4.4)).toBe(0);
    expect(at(2.2, 1.5)).toBeLessThan(0.5 * at(0.5, 1.5));
  });

  it('has a border that is ragged, and nothing ragged within', () => {
    const [first, second] = [3, 4].map((seed) =>
      map.cover({ ...plainBeard, style: 'full', length: 2, seed }),
    );
    let moved = 0;
    for (let x = -5; x <= 5; x += 0.25)
      for (let y = chin[1]; y < mouth[1] + 4; y += 0.25)
        if (Math.abs(first!.grownAt(x, y, chin[2]) - second!.grownAt(x, y, chin[2])) > 0.15) moved++;
    expect(moved).toBeGreaterThan(20);
    expect(first!.grownAt(...onChin)).toBeCloseTo(second!.grownAt(...onChin), 6);
  });

  it('is bare in patches where it is patchy, and nowhere else', () => {
    const patchy = map.cover({ ...plainBeard, style: 'full', length: 0.3, patchiness: 1, seed: 5 });
    const full = map.cover({ ...plainBeard, style: 'full', length: 0.3, seed: 5 });
    let [thinner, thicker] = [0, 0];
    for (let x = -5; x <= 5; x += 0.25)
      for (let y = chin[1]; y < mouth[1]; y += 0.25) {
        const difference = full.grownAt(x, y, chin[2]) - patchy.grownAt(x, y, chin[2]);
        if (difference > 0.3) thinner++;
        if (difference < -1e-6) thicker++;
      }
    expect(thinner).toBeGreaterThan(20);
    expect(thicker).toBe(0);
  });
});
