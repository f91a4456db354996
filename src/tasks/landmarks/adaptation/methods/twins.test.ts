import { afterAll, expect, it } from 'vitest';
import { featureSide } from '../../../../networks/network.js';
import { createPlanTrainer, type PlanTrainer } from '../../../../nn/train/plan/plan-trainer.js';
import { faceSource, type LandmarkBatch } from '../../face-batches.js';
import type { AdaptationPart } from '../adaptation-method.js';
import { composePlan, sourceFaces } from '../compose-plan.js';
import { labelledToyContext, toyBatch, toyFaces, toyObjective, toyTwins } from '../toy-domains.suite.js';
import { twins, weightsOfStill } from './twins.js';

const trainers: PlanTrainer[] = [];
afterAll(() => Promise.all(trainers.map((trainer) => trainer.release())));

/** The method, which opens these faces. */
async function partOver(faces: LandmarkBatch): Promise<AdaptationPart> {
  const context = labelledToyContext();
  return twins.create(twins.schema.parse({ method: 'twins', faces: { data: 'toy' }, ramp: 0 }) as never, {
    ...context,
    open: async (asked, options) => ({ ...(await context.open(asked, options)), batch: async () => faces }),
  });
}

it('counts a point where both pictures have it', async () => {
  const faces = toyFaces('target', 0);
  const landmarks = faces.weights.length / toyBatch;
  faces.points.fill(0);
  // The second picture of the first face lacks its last point, the first of the second its first.
  faces.weights[2 * landmarks - 1] = 0;
  faces.weights[2 * landmarks] = 0;
  const part = await partOver(faces);
  const batch = await part.sources!.twins!.batch(0);
  const weights = [...batch['twins.weights']!];
  const gone = [landmarks - 1, 2 * landmarks - 1, 2 * landmarks, 3 * landmarks];
  expect(weights.flatMap((weight, i) => (weight === 0 ? [i] : []))).toEqual(gone);
});

/** Each picture twice, both alike. */
function pairs(): LandmarkBatch {
  const faces = toyTwins(0);
  const each = faces.images.length / toyBatch;
  for (let face = 0; face < toyBatch; face += 2)
    faces.images.copyWithin((face + 1) * each, face * each, (face + 1) * each);
  return faces;
}

/** What a network that has learnt nothing costs on these faces, cells. */
async function costOf(faces: LandmarkBatch): Promise<number> {
  const part = await partOver(faces);
  const plan = composePlan([{ start: 0, part }], { objective: toyObjective, batch: toyBatch, accumulate: 1 });
  const trainer = await createPlanTrainer(plan.plan, { seed: 1 });
  trainers.push(trainer);
  const labelled = faceSource({
    batch: async (number) => toyFaces('source', number),
    close: async () => {},
  });
  const data = { [sourceFaces]: await labelled.batch(0), twins: await part.sources!.twins!.batch(0) };
  const { metrics } = await trainer.step(data, { learningRate: 0 });
  return metrics['twins.cells']!;
}

it('takes nothing for errors that are alike, however large, and all of what they differ by', async () => {
  // The softening alone.
  expect(await costOf(pairs())).toBeCloseTo(0.01, 4);
  // Every label of a second picture 0.015 of a cell off, which still counts as a point that stays: √(0.015² + 0.01²).
  const faces = pairs();
  const cell = toyObjective.model.inputSize / featureSide(toyObjective.model);
  const each = faces.points.length / toyBatch;
  faces.points.forEach((value, i) => {
    const share = i % 2 === 0 ? 0.6 : 0.8;
    if (Math.floor(i / each) % 2 === 1) faces.points[i] = value + 0.015 * share * cell;
  });
  expect(await costOf(faces)).toBeCloseTo(0.01803, 4);
  // As far again: a point that does move, of which nothing is asked.
  faces.points.forEach((value, i) => {
    const share = i % 2 === 0 ? 0.6 : 0.8;
    if (Math.floor(i / each) % 2 === 1) faces.points[i] = value + 0.015 * share * cell;
  });
  expect(await costOf(faces)).toBe(0);
});

it('leaves out points that do move between the twins', () => {
  // Two faces of two points: the second point of the first face moves by 5 pixels, the first of the second by 0.05.
  const points = Float32Array.of(1, 1, 10, 10, 1, 1, 13, 14, 2, 2, 6, 6, 2.03, 2.04, 6, 6);
  const weights = Float32Array.of(1, 1, 1, 1, 0.5, 1, 0.5, 1);
  expect([...weightsOfStill(points, weights, { landmarks: 2, most: 0.08 })]).toEqual([
    1, 0, 1, 0, 0.25, 1, 0.25, 1,
  ]);
  expect([...weightsOfStill(points, weights, { landmarks: 2, most: 0.04 })]).toEqual([
    1, 0, 1, 0, 0, 1, 0, 1,
  ]);
});
