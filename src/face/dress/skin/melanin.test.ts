import { describe, expect, it } from 'vitest';
import { melaninAlbedo, melaninOffset, skinAlbedo } from './melanin.js';

/** CIELAB under D65, and the individual typology angle in degrees (Chardon et al. 1991). */
function typology([r, g, b]: readonly [number, number, number]): { lightness: number; angle: number } {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  const lightness = 116 * y - 16;
  return { lightness, angle: (Math.atan2(lightness - 50, 200 * (y - z)) * 180) / Math.PI };
}

describe('melanin', () => {
  it('spans the typology angles of human skin, very light (over 55) to dark (under −30)', () => {
    expect(typology(skinAlbedo(0)).angle).toBeGreaterThan(55);
    expect(typology(skinAlbedo(0)).angle).toBeLessThan(75);
    expect(typology(skinAlbedo(1)).angle).toBeLessThan(-50);
    expect(typology(skinAlbedo(0)).lightness).toBeLessThan(78);
    expect(typology(skinAlbedo(1)).lightness).toBeGreaterThan(22);
    // Intermediate (28 to 41) and brown (−30 to 10) lie between, in order.
    expect(typology(skinAlbedo(0.35)).angle).toBeGreaterThan(28);
    expect(typology(skinAlbedo(0.35)).angle).toBeLessThan(41);
    expect(typology(skinAlbedo(0.62)).angle).toBeLessThan(10);
    expect(typology(skinAlbedo(0.62)).angle).toBeGreaterThan(-30);
  });

  it('passes through its three anchors', () => {
    const at = (melanin: number) => [
      ...melaninAlbedo.subarray(melaninOffset(melanin), melaninOffset(melanin) + 3),
    ];
    expect(at(0)[0]).toBeCloseTo(0.66, 5);
    expect(at(0.5)[1]).toBeCloseTo(0.215, 5);
    expect(at(1)[2]).toBeCloseTo(0.028, 5);
  });

  it('darkens every channel as melanin rises, blue the most', () => {
    for (let m = 0; m < 1; m += 0.05) {
      const [pale, dark] = [skinAlbedo(m), skinAlbedo(m + 0.05)];
      for (let c = 0; c < 3; c++) expect(dark[c]).toBeLessThan(pale[c]!);
      expect(pale[0] / pale[2]).toBeGreaterThan(1.4);
    }
    expect(skinAlbedo(0.5)[2] / skinAlbedo(0)[2]).toBeLessThan(skinAlbedo(0.5)[0] / skinAlbedo(0)[0]);
  });

  it('clamps amounts outside 0 to 1', () => {
    expect(melaninOffset(-3)).toBe(0);
    expect(melaninOffset(7)).toBe(melaninAlbedo.length - 3);
  });
});
