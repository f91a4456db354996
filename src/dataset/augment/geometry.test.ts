import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { sampleCropJitter } from './crop-jitter.js';
import { swapMirrorPairs } from './flip.js';
import { moveToCrop, plainGeometry, sampleGeometry } from './geometry.js';
import { sampleRotation } from './rotation.js';
import { augmentationSchema } from './settings.js';

const box = { x: 20, y: 30, width: 80, height: 100 };

describe('geometry of augmentation', () => {
  it('takes the box enlarged by 1.3 where nothing is augmented', () => {
    // Side 130 around (60, 80), drawn at 65: 2 image pixels a crop pixel; the centre lies on crop pixel 32.
    const geometry = plainGeometry(box, 65);
    const centreAndCorner = Float32Array.of(60, 80, 60 - 64, 80 - 64);
    expect([...moveToCrop(centreAndCorner, geometry, [0, 1])]).toEqual([32, 32, 0, 0]);
  });

  it('jitters the crop within its bounds', () => {
    const random = new Random(1);
    const jitters = Array.from({ length: 500 }, () =>
      sampleCropJitter({ shift: 0.1, scale: [0.5, 2] }, random),
    );
    const scales = jitters.map(({ scale }) => scale);
    expect(Math.min(...scales)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...scales)).toBeLessThanOrEqual(2);
    expect(scales.filter((scale) => scale < 1).length).toBeGreaterThan(200); // log-uniform: half lie below 1
    expect(scales.filter((scale) => scale < 1).length).toBeLessThan(300);
    const shifts = jitters.flatMap(({ shift }) => shift.map(Math.abs));
    expect(Math.max(...shifts)).toBeLessThanOrEqual(0.1);
    expect(Math.max(...shifts)).toBeGreaterThan(0.09);
  });

  it('rotates by the deviation asked for, as often as asked for', () => {
    const random = new Random(2);
    const angles = Array.from({ length: 4000 }, () =>
      sampleRotation({ probability: 0.5, degrees: 10 }, random),
    );
    const turned = angles.filter((angle) => angle !== 0);
    expect(turned.length / angles.length).toBeCloseTo(0.5, 1);
    const deviation = Math.sqrt(turned.reduce((sum, angle) => sum + angle * angle, 0) / turned.length);
    // A normal cut off at 2.5 deviations has 0.955 of the full one's deviation.
    expect((deviation * 180) / Math.PI).toBeCloseTo(9.55, 0);
  });

  it('flips a face onto itself in two goes, points and names', () => {
    const points = Float32Array.from({ length: 136 }, (_, i) => (i * 37) % 101);
    const once = swapMirrorPairs(points, ibug68.mirror, 2);
    expect(once).not.toEqual(points);
    expect(swapMirrorPairs(once, ibug68.mirror, 2)).toEqual(points);
    // Point 36, the right eye's outer corner, takes the place of 45; 30, the tip of the nose, stays itself.
    expect([...once.subarray(72, 74)]).toEqual([...points.subarray(90, 92)]);
    expect([...once.subarray(60, 62)]).toEqual([...points.subarray(60, 62)]);
  });

  it('composes the flip onto the crop: x of the mirrored crop is side − 1 − x', () => {
    const still = {
      cropJitter: { shift: 0, scale: [1, 1] as [number, number] },
      rotation: { probability: 0, degrees: 0 },
    };
    const points = Float32Array.of(31, 47, 66, 91);
    const plain = moveToCrop(points, plainGeometry(box, 64), [1, 0]);
    const flipped = sampleGeometry(box, 64, { ...still, flip: { probability: 1 } }, new Random(3));
    expect(flipped.flipped).toBe(true);
    const [x0, y0, x1, y1] = moveToCrop(points, flipped, [1, 0]);
    expect(x1).toBeCloseTo(63 - plain[0]!, 4);
    expect(y1).toBeCloseTo(plain[1]!, 4);
    expect(x0).toBeCloseTo(63 - plain[2]!, 4);
    expect(y0).toBeCloseTo(plain[3]!, 4);
  });

  it('draws each part from a stream of its own', () => {
    const settings = augmentationSchema.parse({ rotation: { probability: 1 } });
    const turned = { ...settings, rotation: { probability: 0, degrees: 0 } };
    const first = sampleGeometry(box, 64, settings, new Random(4));
    const second = sampleGeometry(box, 64, turned, new Random(4));
    const scale = ({ cropToImage: [a, , , d] }: typeof first): number => Math.hypot(a, d);
    expect(scale(first)).toBeCloseTo(scale(second), 10);
    expect(first.cropToImage).not.toEqual(second.cropToImage);
  });
});

describe('augmentation settings', () => {
  it('have defaults for everything and refuse what cannot be, by key', () => {
    expect(augmentationSchema.parse({})).toEqual(augmentationSchema.parse({ blur: {}, jpeg: {} }));
    const wrong = augmentationSchema.safeParse({
      cropJitter: { scale: [1.2, 0.8] },
      flip: { probability: 2 },
    });
    expect(wrong.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['cropJitter.scale', 'two rising numbers from 0.3 to 3'],
      ['flip.probability', 'a number from 0 to 1'],
    ]);
    expect(augmentationSchema.safeParse({ zoom: 1 }).success).toBe(false);
  });
});
