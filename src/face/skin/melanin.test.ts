import { describe, expect, it } from 'vitest';
import { melaninAlbedo, melaninOffset, skinAlbedo } from './melanin.js';

describe('melanin', () => {
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
