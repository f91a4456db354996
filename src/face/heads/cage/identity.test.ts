import { beforeAll, describe, expect, it } from 'vitest';
import { choleskyFactor } from '../../../core/numbers/linear-system.js';
import { Random } from '../../../core/random.js';
import {
  correlations,
  type MeasureName,
  measureNames,
  measures,
  populationDeviation,
} from './anthropometry.js';
import { type CageTopology, createCageTopology } from './cage-topology.js';
import { Identity, measureAll } from './identity.js';
import { describePoints, meanCage } from './mean-cage.js';
import { type Subdivision, subdivide } from './subdivision.js';

describe('anthropometry', () => {
  it('joins the spread within each sex with the difference between them', () => {
    // √((6² + 8²)/2 + (10/2)²) = √75 mm.
    const measure = { men: { mean: 110, deviation: 6 }, women: { mean: 100, deviation: 8 }, size: 0 };
    expect(populationDeviation(measure)).toBeCloseTo(Math.sqrt(75) / 10, 12);
  });

  it('has correlations that a population can have', () => {
    const n = measureNames.length;
    const lower = correlations();
    choleskyFactor(lower, n);
    for (let i = 0; i < n; i++) expect(lower[n * i + i]).toBeGreaterThan(0.1);
  });
});

describe('identity', () => {
  let cage: CageTopology;
  let fine: Subdivision;
  let mean: Float64Array;
  let identity: Identity;
  beforeAll(() => {
    cage = createCageTopology();
    fine = subdivide(cage);
    mean = meanCage(cage, fine.matrix);
    identity = new Identity(cage, fine.matrix, mean, describePoints(cage, mean));
  });
  const measured = (parameters: readonly number[]): Record<MeasureName, number> => {
    const points = mean.slice();
    const eyes = identity.apply(points, parameters);
    const values = measureAll(cage, fine.matrix, points, eyes);
    return Object.fromEntries(measureNames.map((name, i) => [name, values[i]!])) as Record<
      MeasureName,
      number
    >;
  };

  it('gives a mean head within two published deviations of the published means', () => {
    const values = measured([]);
    for (const name of [
      'faceLength',
      'interpupillaryDistance',
      'noseBreadth',
      'lipLength',
      'noseLength',
    ] as const) {
      const { men, women } = measures[name];
      const expected = (men.mean + women.mean) / 20;
      expect(Math.abs(values[name] - expected), name).toBeLessThan(2 * populationDeviation(measures[name]));
    }
  });

  it('spreads every surveyed measure as published, over a sample of 600 heads', () => {
    const random = new Random(3);
    const heads = Array.from({ length: 600 }, () => measured(measureNames.map(() => random.normal())));
    for (const name of [
      'faceLength',
      'faceBreadth',
      'noseBreadth',
      'interpupillaryDistance',
      'lipLength',
    ] as const) {
      const values = heads.map((head) => head[name]);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = Math.sqrt(
        values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length,
      );
      const ratio = spread / populationDeviation(measures[name]);
      expect(ratio, name).toBeGreaterThan(0.85);
      expect(ratio, name).toBeLessThan(1.15);
    }
  });

  it('lets long faces have long noses, and leaves the asymmetries apart', () => {
    const plain = measured([]);
    const long = measured(measureNames.map((name) => (name === 'faceLength' ? 1 : 0)));
    expect(long.faceLength - plain.faceLength).toBeGreaterThan(0.3);
    expect(long.noseLength - plain.noseLength).toBeGreaterThan(0.05);
    expect(Math.abs(long.jawAsymmetry)).toBeLessThan(1e-9);
  });
});
