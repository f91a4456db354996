import { describe, expect, it } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import { silentWork } from '../../core/work.js';
import { adaptDeviations, adaptPoints } from '../../detect/landmarks/point-adapter.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { pointErrors } from '../../landmarks/errors/nme.js';
import { dense243 } from '../../landmarks/sets/dense-sets.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { fromFrame, frontalTemplate } from '../../landmarks/shape-frame.js';
import type { FitContext, FitFace } from './adapter.js';
import { leftOutDeviations } from './left-out-deviations.js';
import { type AdapterName, fitWay } from './registry.js';

const context: FitContext = {
  from: dense243,
  to: ibug68,
  convention: 'contour',
  seed: 3,
  strength: 0.3,
  fittedOn: 'toy faces',
};
const template = frontalTemplate(dense243);
const subset = nearestSubset(dense243, ibug68);

/**
 * Faces that a model sees as they are, and whose "annotators" mark every point off to the right, by as much on all faces, and by chance: an
 * adapter takes away the first and can never take away the second. The model's error bars cover both.
 */
function toyFaces(count: number, seed: number): FitFace[] {
  const random = new Random(seed, 'toy faces');
  return Array.from({ length: count }, (_, i) => {
    const shape = template.map((value) => value + random.normal(0, 0.005));
    const target = Float32Array.from(subset.flatMap((k) => [shape[2 * k]! + 0.2, shape[2 * k + 1]!]));
    const moved = target.map((value) => value + random.normal(0, 0.03));
    const size = random.uniform(30, 90);
    const frame = { a: size, b: 0, x: random.uniform(0, 300), y: 90 };
    return {
      person: `person ${i}`,
      points: fromFrame(frame, shape),
      target: fromFrame(frame, moved),
      uncertainty: new Float32Array(dense243.points.length).fill(0.2 * size),
    };
  });
}

describe('error bars behind an adapter', () => {
  const train = toyFaces(50, 1);
  const unseen = toyFaces(40, 2);

  it('hold 86 % of the points of faces that it has not seen', async () => {
    const { adapter } = await fitWay('ridge-affine', train, context);
    const uncertainty = await leftOutDeviations('ridge-affine', train, context);
    const within = (bars: typeof uncertainty): number =>
      mean(
        unseen.flatMap(({ points, target, uncertainty: given }) => {
          const deviations = adaptDeviations({ ...adapter!, uncertainty: bars }, points, given!);
          const errors = pointErrors(adaptPoints(adapter!, points), target);
          return Array.from(errors, (error, t) => (error <= 2 * deviations[t]! ? 1 : 0));
        }),
      );
    expect(within(undefined)).toBeGreaterThan(0.99);
    expect(Math.abs(within(uncertainty) - 0.865)).toBeLessThan(0.03);
  });

  it('are as wide as errors on faces that were left out, not on those that were fitted on', async () => {
    // Free, a ridge learns its own faces by heart: bars after their errors would be far too narrow.
    const few = train.slice(0, 10);
    const free = { ...context, strength: 1e-3 };
    const { scale, floor } = (await leftOutDeviations('ridge-affine', few, free))!;
    expect(Math.hypot(scale[0]! * 0.2, floor[0]!)).toBeGreaterThan(0.025);
    const { adapter } = await fitWay('ridge-affine', few, free);
    const { points, target } = few[0]!;
    const size = few[0]!.uncertainty![0]! / 0.2;
    expect(mean([...pointErrors(adaptPoints(adapter!, points), target)]) / size).toBeLessThan(0.02);
  });

  it('are left out where nothing tells them', async () => {
    const barred = (way: AdapterName, faces: FitFace[]): unknown => leftOutDeviations(way, faces, context);
    expect(await barred('nearest-subset', train)).toBeUndefined();
    expect(await barred('auxiliary', train)).toBeUndefined();
    expect(await barred('mlp', [train[0]!, { ...train[1]!, person: train[0]!.person }])).toBeUndefined();
    const blind = train.slice(0, 6).map(({ uncertainty: _, ...face }) => face);
    expect(await barred('ridge-affine', blind)).toBeUndefined();
  });

  it('can be stopped', async () => {
    const stopped = { ...silentWork, signal: AbortSignal.abort() };
    const fitting = leftOutDeviations('ridge-affine', train, context, stopped);
    await expect(fitting).rejects.toThrow('error bars, after 0 of 5 folds');
  });
});
