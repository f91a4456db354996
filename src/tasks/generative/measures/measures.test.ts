import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { codeUse, usePerBook } from './code-use.js';
import { frechetDistance } from './frechet-distance.js';
import { linearReading } from './linear-reading.js';
import { peakSignalToNoise, structuralSimilarity } from './picture-error.js';
import { principalComponents, throughComponents } from './principal-components.js';

const random = new Random('measures');

describe('the errors of pictures', () => {
  it('are those of a tenth of the range, and none of the same picture', () => {
    const truth = Float32Array.from({ length: 2 * 3 * 16 * 16 }, () => random.uniform(-0.7, 0.7));
    const moved = truth.map((value) => value + 0.2);
    for (const ratio of peakSignalToNoise(moved, truth, 2)) expect(ratio).toBeCloseTo(20, 3);
    for (const same of structuralSimilarity(truth, truth, 2, 16)) expect(same).toBeCloseTo(1, 6);
    const noise = truth.map(() => random.uniform(-0.7, 0.7));
    for (const other of structuralSimilarity(noise, truth, 2, 16)) expect(Math.abs(other)).toBeLessThan(0.2);
  });
});

describe('the use of codes', () => {
  it('is their number where all are equally frequent', () => {
    expect(codeUse([0, 1, 2, 3], 4)).toEqual({ perplexity: 4, dead: 0 });
    // Two pictures of two tokens: one book has both its codes used, the other one of them.
    expect(usePerBook(Float32Array.of(0, 1, 1, 1), 2, 2).perplexity).toBeCloseTo((2 + 1) / 2, 10);
    expect(codeUse([2, 2, 2], 4)).toEqual({ perplexity: 1, dead: 3 });
    expect(codeUse([0, 0, 0, 1], 2).perplexity).toBeCloseTo(0.25 ** -0.25 * 0.75 ** -0.75, 10);
  });
});

describe('principal components', () => {
  it('keep pictures of a plane by two, and less by one', async () => {
    const directions = [0, 1].map(() => Float32Array.from({ length: 5 }, () => random.normal()));
    const pictures = new Float32Array(20 * 5);
    for (let n = 0; n < 20; n++) {
      const [a, b] = [random.normal(), random.normal()];
      for (let i = 0; i < 5; i++) pictures[n * 5 + i] = 3 + a * directions[0]![i]! + b * directions[1]![i]!;
    }
    const components = await principalComponents(pictures, 20, 2);
    const error = (rank: number): number => {
      const kept = throughComponents(components, pictures, rank);
      return Math.hypot(...kept.map((value, i) => value - pictures[i]!));
    };
    expect(error(2)).toBeLessThan(1e-4);
    expect(error(1)).toBeGreaterThan(1);
    expect(error(1)).toBeLessThan(error(0));
  });
});

describe('the Fréchet distance', () => {
  it('is none of the same features, the square of a shift, and the difference of the widths', () => {
    const rows = Float32Array.from({ length: 3 * 400 }, () => random.normal());
    expect(frechetDistance(rows, rows, 3)).toBeCloseTo(0, 8);
    const moved = rows.map((value, i) => value + (i % 3 === 1 ? 2 : 0));
    expect(frechetDistance(rows, moved, 3)).toBeCloseTo(4, 5);
    // Features of two numbers, the second three times as wide: (3σ − σ)² of that one.
    const wider = rows.map((value, i) => (i % 3 === 2 ? 3 * value : value));
    let [sum, square] = [0, 0];
    for (let i = 2; i < rows.length; i += 3) {
      sum += rows[i]! / 400;
      square += rows[i]! ** 2 / 400;
    }
    expect(frechetDistance(rows, wider, 3)).toBeCloseTo(4 * (square - sum ** 2) + (2 * sum) ** 2, 1);
  });
});

it('What lies in a line of the code is read from other faces, and noise is not', () => {
  const some = (): { codes: Float32Array[]; values: Float32Array[] } => {
    const codes = Array.from({ length: 60 }, () => Float32Array.from({ length: 4 }, () => random.normal()));
    return {
      codes,
      values: codes.map((code) => Float32Array.of(2 * code[0]! - code[3]! + 5, random.normal())),
    };
  };
  const [line, noise] = linearReading(some(), some());
  expect(line).toBeGreaterThan(0.999);
  expect(noise).toBeLessThan(0.2);
});
