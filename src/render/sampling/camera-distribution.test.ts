import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { LightKind, PhotographDescription } from '../scene/scene-description.js';
import { sampleCamera, samplePhotograph } from './camera-distribution.js';

const cameras = Array.from({ length: 800 }, (_, i) => sampleCamera(new Random(4, i)));

describe('cameras', () => {
  it('have lenses of 24 to 135 mm, half of them below the geometric mean of 57 mm', () => {
    const lenses = cameras.map(({ lens }) => lens).sort((a, b) => a - b);
    expect(lenses[0]).toBeGreaterThanOrEqual(24);
    expect(lenses.at(-1)).toBeLessThanOrEqual(135);
    expect(Math.abs(lenses[400]! - 57)).toBeLessThan(5);
  });

  it('stand where the head fills an eighth to nine tenths of the frame', () => {
    for (const { lens, distance } of cameras) {
      expect(distance).toBeGreaterThanOrEqual(29.99);
      expect(distance).toBeLessThanOrEqual(400.01);
      // A head of 21 cm on film that is 24 mm high.
      const share = (lens * 21) / (24 * distance);
      expect(share).toBeLessThan(0.901);
      expect(share).toBeGreaterThan(0.12);
    }
  });

  it('keep the head in the frame, off its centre', () => {
    for (const { lens, offAxisX, offAxisY } of cameras) {
      expect(Math.abs(Math.tan(offAxisX))).toBeLessThan(18 / lens);
      expect(Math.abs(Math.tan(offAxisY))).toBeLessThan(12 / lens);
    }
    expect(Math.max(...cameras.map(({ offAxisX }) => Math.abs(offAxisX)))).toBeGreaterThan(0.2);
  });
});

describe('photographs', () => {
  const draw = (light: LightKind): PhotographDescription[] =>
    Array.from({ length: 300 }, (_, i) => samplePhotograph(new Random(8, i), light));
  const median = (photos: PhotographDescription[]): number =>
    photos.map(({ iso }) => iso).sort((a, b) => a - b)[150]!;

  it('need more sensitivity in weak light', () => {
    expect(median(draw('dim')) / median(draw('sun'))).toBeGreaterThan(3);
    expect(Math.max(...draw('dim').map(({ iso }) => iso))).toBeLessThanOrEqual(25600);
  });

  it('are near infrared and grey under infrared light, by night or in a car, and under no other', () => {
    for (const { spectrum, monochrome } of draw('infrared'))
      expect([spectrum, monochrome]).toEqual(['near-infrared', true]);
    for (const { spectrum } of [...draw('cabin'), ...draw('room')]) expect(spectrum).toBe('visible');
  });

  it('are mostly whole: a tail is blurred, small or shaken', () => {
    const photos = draw('room');
    const share = (holds: (photo: PhotographDescription) => boolean): number =>
      photos.filter(holds).length / photos.length;
    expect(Math.abs(share(({ defocus }) => defocus > 0) - 0.2)).toBeLessThan(0.07);
    expect(Math.abs(share(({ motion }) => motion > 0) - 0.07)).toBeLessThan(0.05);
    expect(Math.abs(share(({ resolution }) => resolution < 1) - 0.12)).toBeLessThan(0.06);
  });
});
