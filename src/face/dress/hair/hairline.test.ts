import { describe, expect, it } from 'vitest';
import { createCageHead } from '../../heads/cage/cage-head.js';
import type { HairlineDescription } from '../../person/description.js';
import { measureRestFeatures } from '../skin/rest-features.js';
import { Hairline } from './hairline.js';

const features = measureRestFeatures(createCageHead());
const plain: HairlineDescription = { height: 0, recession: 0, peak: 0, crown: 0 };
const line = (change: Partial<HairlineDescription>) => new Hairline(features, { ...plain, ...change });
/** Height of the line at an angle from the front, degrees. */
const at = (hairline: Hairline, degrees: number): number => {
  const angle = (degrees * Math.PI) / 180;
  return hairline.heightAt(10 * Math.sin(angle), hairline.axisZ + 10 * Math.cos(angle));
};

describe('Hairline', () => {
  it('recedes at the temples first, and never at the back', () => {
    const [usual, receding] = [line({}), line({ recession: 0.2 })];
    expect(at(receding, 36) - at(usual, 36)).toBeGreaterThan(0.8);
    expect(at(receding, 0)).toBeCloseTo(at(usual, 0), 6);
    expect(at(receding, 120)).toBe(at(usual, 120));
  });

  it("comes down in the middle to a widow's peak of 1.2 cm", () => {
    expect(at(line({}), 0) - at(line({ peak: 1 }), 0)).toBeCloseTo(1.2, 5);
    expect(at(line({}), 40) - at(line({ peak: 1 }), 40)).toBeLessThan(1e-6);
  });

  it('leaves the crown bare', () => {
    const crown = [0, features.crownHeight, features.backDepth / 2] as const;
    expect(line({}).above(...crown)).toBeGreaterThan(2);
    expect(line({ crown: 1 }).above(...crown)).toBeLessThan(0);
  });
});
