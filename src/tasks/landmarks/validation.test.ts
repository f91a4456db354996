import { describe, expect, it } from 'vitest';
import { UsageError } from '../../core/errors.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import type { LandmarkBatch } from './face-batches.js';
import { checkNormaliser, checkValidation, validationError } from './validation.js';

const K = 68;

/** Faces whose outer eye corners (points 36 and 45) are 50 pixels apart. */
function face(offset: number): { points: Float32Array; weights: Float32Array } {
  const points = Float32Array.from({ length: 2 * K }, (_, i) => 10 + offset + (i % 7));
  points.set([20, 30], 72);
  points.set([70, 30], 90);
  return { points, weights: new Float32Array(K).fill(1) };
}

function batchOf(...faces: ReturnType<typeof face>[]): LandmarkBatch {
  return {
    images: new Float32Array(faces.length),
    points: Float32Array.from(faces.flatMap(({ points }) => [...points])),
    weights: Float32Array.from(faces.flatMap(({ weights }) => [...weights])),
  };
}

const facesIn = (...batches: LandmarkBatch[]) => ({
  count: batches.reduce((sum, { images }) => sum + images.length, 0),
  async *batches() {
    yield* batches;
  },
});

describe('validation error', () => {
  it('is the mean over faces of the mean distance in per cent of the normaliser', async () => {
    const batches = [batchOf(face(0), face(1)), batchOf(face(2))];
    let call = 0;
    // 5 pixels off in x on the first batch, exact on the second.
    const predict = async (): Promise<Float32Array> => {
      const points = batches[call]!.points.slice();
      if (call++ === 0) for (let i = 0; i < points.length; i += 2) points[i]! += 5;
      return points;
    };
    const nme = await validationError(predict, facesIn(...batches), ibug68, 'outer-eye-corners');
    expect(nme).toBeCloseTo((10 + 10 + 0) / 3, 4);
  });

  it('leaves out points without a label', async () => {
    const one = face(0);
    one.weights[0] = 0;
    const batch = batchOf(one);
    const predict = async (): Promise<Float32Array> => {
      const points = batch.points.slice();
      points[0]! += 1000;
      points[2]! += 67;
      return points;
    };
    expect(await validationError(predict, facesIn(batch), ibug68, 'outer-eye-corners')).toBeCloseTo(2, 4);
  });

  it('refuses faces without any label', async () => {
    const one = face(0);
    one.weights.fill(0);
    const batch = batchOf(one);
    await expect(validationError(async () => batch.points, facesIn(batch), ibug68, 'box')).rejects.toThrow(
      /no labelled face/,
    );
  });
});

describe('what cannot be measured is known before training', () => {
  const nose: LandmarkSet = {
    ...ibug68,
    name: 'nose',
    points: ibug68.points.slice(27, 36),
    mirror: [0, 1, 2, 3, 8, 7, 6, 5, 4],
  };

  it('a normaliser that the set lacks is refused, and those that it has are named', () => {
    expect(() => checkNormaliser('outer-eye-corners', nose)).toThrow(
      /validation\.normaliser: "outer-eye-corners"; allowed with the landmarks nose: box, diagonal/,
    );
    expect(() => checkNormaliser('pupils', nose)).toThrow(UsageError);
    checkNormaliser('box', nose);
    for (const normaliser of ['outer-eye-corners', 'pupils', 'box', 'diagonal'] as const)
      checkNormaliser(normaliser, ibug68);
  });

  it('faces that lack what the normaliser needs are counted and left out; where all do, they are refused', async () => {
    const blind = face(0);
    blind.weights[36] = 0;
    const some = facesIn(batchOf(blind, face(1)));
    expect(await checkValidation(some, ibug68, 'outer-eye-corners')).toBe(1);
    expect(await checkValidation(some, ibug68, 'box')).toBe(0);
    const shifted = batchOf(blind, face(1));
    for (let i = 0; i < shifted.points.length; i += 2) shifted.points[i]! += 5;
    const predict = async (): Promise<Float32Array> => shifted.points;
    expect(await validationError(predict, some, ibug68, 'outer-eye-corners')).toBeCloseTo(10, 4);
    await expect(checkValidation(facesIn(batchOf(blind)), ibug68, 'outer-eye-corners')).rejects.toThrow(
      /none of 1 faces for validation has the labels that outer-eye-corners needs/,
    );
  });
});
