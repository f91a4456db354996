import { describe, expect, it } from 'vitest';
import { applyRidge, fitRidge } from '../../core/numbers/ridge-regression.js';
import { Random } from '../../core/random.js';
import { adaptPoints } from '../../detect/landmarks/point-adapter.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { dense243 } from '../../landmarks/sets/dense-sets.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { fromFrame, frontalTemplate } from '../../landmarks/shape-frame.js';
import type { AdapterFit, FitContext, FitFace } from './adapter.js';
import { fitAuxiliary } from './auxiliary.js';
import { adapterFolds } from './folds.js';
import { fitMlp } from './mlp.js';
import { fitNearestSubset } from './nearest.js';
import { fitRidgeAffine } from './ridge.js';
import { fitRidgeFeatures } from './ridge-features.js';

const context: FitContext = {
  from: dense243,
  to: ibug68,
  convention: 'contour',
  seed: 3,
  fittedOn: 'toy faces',
};
const template = frontalTemplate(dense243);
const subset = nearestSubset(dense243, ibug68);

/**
 * Faces of three shape modes, turned and scaled; "annotators" mark each point off the nearest one by a fixed amount and
 * by a share of the first mode.
 */
function toyFaces(count: number, seed: number): FitFace[] {
  const modes = new Random(77);
  const basis = Array.from({ length: 3 }, () => template.map(() => modes.normal(0, 0.03)));
  // Annotators know no left and right: pairs of points are marked off like mirror images.
  const drawn = Array.from({ length: 136 }, () => modes.normal(0, 0.05));
  const bias = drawn.map((value, i) => {
    const other = drawn[2 * ibug68.mirror[i >> 1]! + (i % 2)]!;
    return i % 2 === 0 ? value - other : value + other;
  });
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const shares = basis.map(() => random.normal());
    const shape = template.map(
      (value, j) => value + shares.reduce((sum, s, m) => sum + s * basis[m]![j]!, 0),
    );
    const target = Float32Array.from(
      subset.flatMap((k, t) => [
        shape[2 * k]! + bias[2 * t]!,
        shape[2 * k + 1]! + bias[2 * t + 1]! + 0.03 * shares[0]!,
      ]),
    );
    const frame = { a: random.uniform(30, 60), b: random.uniform(-9, 9), x: random.uniform(0, 300), y: 90 };
    return { person: `person ${i}`, points: fromFrame(frame, shape), target: fromFrame(frame, target) };
  });
}

/** Mean distance over known points, pixels. */
function errorOf(adapt: (points: Float32Array) => Float32Array, faces: readonly FitFace[]): number {
  let [sum, count] = [0, 0];
  for (const { points, target } of faces) {
    const got = adapt(points);
    for (let i = 0; i < target.length; i += 2) {
      const error = Math.hypot(got[i]! - target[i]!, got[i + 1]! - target[i + 1]!);
      if (Number.isNaN(error)) continue;
      sum += error;
      count++;
    }
  }
  return sum / count;
}

describe('ridge', () => {
  const one = (...values: number[]): Float32Array[] => values.map((value) => Float32Array.of(value));

  it('is the closed form for one feature', () => {
    // Centred: x −1, 0, 1 and y −2, 0, 2. Variance of x: Σx² = 2, so λ = 0.5 · 2 and w = 4 / (2 + 1).
    const map = fitRidge(one(1, 2, 3), one(3, 5, 7), 0.5);
    expect(map.weight[0]).toBeCloseTo(4 / 3, 6);
    expect(applyRidge(map, Float32Array.of(3))[0]).toBeCloseTo(5 + 4 / 3, 6);
  });

  it('is the same solved in rows or in features', () => {
    const random = new Random(4);
    const rows = Array.from({ length: 6 }, () => Float32Array.from({ length: 4 }, () => random.normal()));
    const outputs = rows.map((row) => Float32Array.of(row[0]! - 2 * row[2]! + random.normal(0, 0.1)));
    const few = fitRidge(rows, outputs, 0.2);
    // Features of 0 change nothing but the size: now there are fewer rows than features, and the mean variance falls.
    const wide = rows.map((row) => Float32Array.of(...row, 0, 0, 0, 0));
    const many = fitRidge(wide, outputs, 0.4);
    rows.forEach((row, i) => {
      expect(applyRidge(many, wide[i]!)[0]).toBeCloseTo(applyRidge(few, row)[0]!, 5);
    });
  });

  it('fits an output that some rows lack on the others, and one that all lack as 0', () => {
    const features = one(1, 2, 3, 10);
    const known = [3, 5, 7, Number.NaN].map((value, i) => Float32Array.of(value, i, Number.NaN));
    const map = fitRidge(features, known, 1e-9);
    const [first, second, third] = applyRidge(map, Float32Array.of(4));
    expect(first).toBeCloseTo(9, 4);
    expect(second).toBeCloseTo(1.5, 4);
    expect(third).toBe(0);
  });
});

describe('folds', () => {
  it('keep persons together and are even', () => {
    const persons = Array.from({ length: 20 }, (_, i) => `p${i >> 1}`);
    const folds = adapterFolds(persons, 1);
    for (let i = 0; i < 20; i += 2) expect(folds[i]).toBe(folds[i + 1]);
    for (let fold = 0; fold < 5; fold++) expect(folds.filter((f) => f === fold)).toHaveLength(4);
    expect(adapterFolds(persons, 1)).toEqual(folds);
  });
});

describe('ways of fitting', () => {
  const train = toyFaces(40, 1);
  const unseen = toyFaces(30, 2);
  const fitted = async (way: AdapterFit, faces = train): Promise<(points: Float32Array) => Float32Array> => {
    const { adapter } = await way(faces, context);
    return (points) => adaptPoints(adapter, points);
  };

  it('nearest subset: the very points of the model', async () => {
    const adapt = await fitted(fitNearestSubset);
    const { points } = unseen[0]!;
    adapt(points).forEach((value, i) => {
      expect(value).toBeCloseTo(points[2 * subset[i >> 1]! + (i % 2)]!, 3);
    });
  });

  it.each([
    ['ridge affine', fitRidgeAffine, 0.25],
    ['MLP', fitMlp, 0.5],
    ['auxiliary', fitAuxiliary, 0.5],
  ] as const)('%s: learns what annotators mean, from faces with missing labels too', async (_, fit, bar) => {
    const gaps = train.map(({ target, ...face }, i) => {
      const some = target.slice();
      some.fill(Number.NaN, 40 * (i % 3), 40 * (i % 3) + 4);
      return { ...face, target: some };
    });
    const plain = errorOf(await fitted(fitNearestSubset), unseen);
    const adapt = await fitted(fit, gaps);
    expect(errorOf(adapt, unseen)).toBeLessThan(bar * plain);
  });

  it('give the same adapter for the same faces and seed', async () => {
    const few = train.slice(0, 12);
    for (const way of [fitRidgeAffine, fitMlp]) {
      expect(await way(few, context)).toEqual(await way(few, context));
    }
  });

  it('treat mirrored faces alike', async () => {
    const adapt = await fitted(fitRidgeAffine);
    const flip = (points: Float32Array, mirror: readonly number[]): Float32Array =>
      points.map((_, i) =>
        i % 2 === 0 ? 400 - points[2 * mirror[i >> 1]!]! : points[2 * mirror[i >> 1]! + 1]!,
      );
    const { points } = unseen[3]!;
    const there = flip(adapt(flip(points, dense243.mirror)), ibug68.mirror);
    adapt(points).forEach((value, i) => {
      expect(value).toBeCloseTo(there[i]!, 1);
    });
  });

  it('ridge chooses more strength where targets are noise, and refuses a single person', async () => {
    const random = new Random(8);
    const noisy = train.map((face) => ({
      ...face,
      target: face.target.map((value) => value + random.normal(0, 8)),
    }));
    const clean = await fitRidgeAffine(train, context);
    const noise = await fitRidgeAffine(noisy, context);
    expect(noise.ridge!).toBeGreaterThan(clean.ridge!);
    expect(noise.crossValidated!).toBeGreaterThan(clean.crossValidated!);
    const alone = train.map((face) => ({ ...face, person: 'one' }));
    await expect(fitRidgeAffine(alone, context)).rejects.toThrow('faces of two persons, got 1');
  });
});

describe('ridge of features', () => {
  /** Annotators go by what only the picture shows: one number, which every patch of a face begins with, moves all points down. */
  const seeing = (faces: readonly FitFace[], seed: number, isMirrored = true): FitFace[] => {
    const random = new Random(seed, 'seen');
    return faces.map((face) => {
      const shown = random.normal(0, 3);
      const row = (): Float32Array =>
        Float32Array.from({ length: 68 * 64 }, (_, i) => (i % 64 === 0 ? shown : random.normal(0, 0.1)));
      return {
        ...face,
        target: face.target.map((value, i) => (i % 2 === 0 ? value : value + 2 * shown)),
        patches: { plain: row(), mirrored: isMirrored ? row() : null },
      };
    });
  };
  const errorThrough = async (
    way: AdapterFit,
    train: FitFace[],
    unseen: readonly FitFace[],
  ): Promise<number> => {
    const { adapter } = await way(train, context);
    const adapted = unseen.map((face) => ({
      ...face,
      points: adaptPoints(adapter, face.points, face.patches),
    }));
    return errorOf((points) => points, adapted);
  };

  it.each([
    ['both crops', true],
    ['the crop alone', false],
  ])('learns what points do not say, from %s', async (_, isMirrored) => {
    const train = seeing(toyFaces(40, 1), 5, isMirrored);
    const unseen = seeing(toyFaces(20, 2), 6, isMirrored);
    const points = await errorThrough(fitRidgeAffine, train, unseen);
    expect(await errorThrough(fitRidgeFeatures, train, unseen)).toBeLessThan(0.5 * points);
  });

  it('gives the same adapter for the same faces, keeps the crop, and refuses faces without features', async () => {
    const faces = seeing(toyFaces(12, 1), 5);
    const closer = { ...context, crop: 0.9 };
    const { adapter } = await fitRidgeFeatures(faces, closer);
    expect(adapter).toMatchObject({ kind: 'ridge-features', crop: 0.9, patches: { components: 64 } });
    expect((await fitRidgeFeatures(faces, closer)).adapter).toEqual(adapter);
    const { patches: _, ...blind } = faces[3]!;
    await expect(fitRidgeFeatures([...faces, blind], context)).rejects.toThrow('some faces come without it');
  });
});
