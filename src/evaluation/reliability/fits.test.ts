import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { fitDeviation, fitDeviations, type MeasuredPoint } from './fit-deviations.js';
import { fitWrong } from './fit-wrong.js';

/** Errors of points whose true deviation is √((scale·σ)² + floor²). */
function points(scale: number, floor: number, seed: string): { error: number; sigma: number }[] {
  const random = new Random(seed);
  return Array.from({ length: 4000 }, () => {
    const sigma = Math.exp(random.uniform(Math.log(0.003), Math.log(0.05)));
    const true1 = Math.hypot(scale * sigma, floor);
    return { sigma, error: Math.hypot(random.normal(0, true1), random.normal(0, true1)) };
  });
}

describe('error bars', () => {
  it('are fitted by a factor and a floor, under which 86 % lie within two deviations', () => {
    const fit = fitDeviation(points(1.7, 0.01, 'fit'));
    expect(Math.abs(fit.scale - 1.7)).toBeLessThan(0.1);
    expect(Math.abs(fit.floor - 0.01)).toBeLessThan(0.001);
    const others = points(1.7, 0.01, 'others');
    const within = others.filter(
      ({ error, sigma }) => error <= 2 * Math.hypot(fit.scale * sigma, fit.floor),
    ).length;
    expect(Math.abs(within / others.length - 0.865)).toBeLessThan(0.02);
  });

  it('are the same in any unit: the crop, or the frame of a face', () => {
    const { scale, floor } = fitDeviation(points(1.7, 0.04, 'unit'));
    const times = 25;
    const larger = points(1.7, 0.04, 'unit').map(({ error, sigma }) => ({
      error: times * error,
      sigma: times * sigma,
    }));
    const fit = fitDeviation(larger);
    expect(fit.scale).toBeCloseTo(scale, 2);
    expect(fit.floor / times).toBeCloseTo(floor, 4);
    expect(Math.abs(floor - 0.04)).toBeLessThan(0.002);
    // Nothing is known where nothing is off.
    expect(fitDeviation([{ error: 0, sigma: 0.1 }])).toEqual({ scale: 0, floor: 0 });
  });

  it('are those of each region, and of all points where a region has no label', () => {
    const measured: MeasuredPoint[] = [
      ...points(3, 0, 'jaw').map((point) => ({ ...point, region: 'contour' as const })),
      ...points(1, 0, 'eyes').map((point) => ({ ...point, region: 'eyes' as const })),
    ];
    const { scale, floor } = fitDeviations(measured, ibug68);
    expect(scale).toHaveLength(68);
    expect(floor).toHaveLength(68);
    expect(Math.abs(scale[0]! - 3)).toBeLessThan(0.15);
    expect(Math.abs(scale[36]! - 1)).toBeLessThan(0.1);
    expect(scale[30]).toBeGreaterThan(1.2);
    expect(scale[30]).toBeLessThan(2.8);
  });
});

describe('wrong faces', () => {
  it('are as probable as they are many', () => {
    const random = new Random('wrong');
    const faces = Array.from({ length: 5000 }, () => {
      const [distance, deviation] = [random.normal(0.2, 0.5), random.normal(-4, 0.5)];
      const share = 1 / (1 + Math.exp(-(6 + 2 * distance + 1.5 * deviation)));
      return { distance, deviation, wrong: random.chance(share) };
    });
    const fit = fitWrong(faces);
    expect(Math.abs(fit.distance - 2)).toBeLessThan(0.3);
    expect(Math.abs(fit.deviation - 1.5)).toBeLessThan(0.3);
    expect(Math.abs(fit.intercept - 6)).toBeLessThan(1.2);
  });

  it('have bounded weights where one number tells all', () => {
    const faces = [0, 0.1, 2, 2.1].map((distance) => ({ distance, deviation: -4, wrong: distance > 1 }));
    expect(Object.values(fitWrong(faces)).every(Number.isFinite)).toBe(true);
  });
});
