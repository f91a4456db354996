import { expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { inferenceNetwork } from '../../../networks/model-file/model-file.js';
import { networkSchema } from '../../../networks/registry.js';
import { plainShapeCoordinates } from '../../../networks/transfer/shape-coordinates.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { buildTransferObjective } from './methods/label-transfer.js';
import { ridgeStart } from './ridge-start.js';

const batch = 4;
const landmarks = 5;
const nearest = [2, 0, 3];
const model = networkSchema.parse({ depth: 1, width: 8, bottleneck: 4 });
const transfer = { network: 'affine', nearest } as const;
const loss = { heatmaps: 1, deviation: 1, visibility: 0 };

/** By the state: points of the detector, or of the set that they are transferred to. */
async function pointsBy(
  state: TrainerState,
  images: Float32Array,
  to?: typeof transfer,
): Promise<Float32Array> {
  const { graph, outputs } = inferenceNetwork(model, landmarks, batch, to);
  const out = to === undefined ? outputs.points : outputs.transferred!;
  const session = await createInferenceSession(exportInference(graph, { out }, averagedState(state), {}));
  const found = await session.run({ image: { data: images, shape: [batch, 3, 128, 128] } });
  await session.release();
  return found.out!;
}

function noise(number: number): Float32Array {
  const random = new Random('ridge start', number);
  return Float32Array.from({ length: batch * 3 * 128 * 128 }, () => random.normal());
}

it('A transfer begins with the map from the points that the detector finds to the labels', async () => {
  const { graph, loss: value } = buildTransferObjective(
    { model, landmarks, loss, transfer, backboneRate: 1 },
    batch,
  );
  const fresh = compileTraining(graph, { loss: value }).initialState(1);
  // Annotators whose points lie beside the nearest, the farther the larger the face; one of them left out a label.
  const labels = (own: Float32Array): Float32Array =>
    Float32Array.from({ length: batch * nearest.length * 2 }, (_, i) => {
      const [face, point] = [Math.floor(i / (2 * nearest.length)), (i >> 1) % nearest.length];
      const points = own.slice(2 * face * landmarks, 2 * (face + 1) * landmarks);
      const { scale } = plainShapeCoordinates(points);
      return points[2 * nearest[point]! + (i % 2)]! + scale * (0.1 * point + (i % 2 === 0 ? 0.3 : -0.2));
    });
  const faces = {
    size: 40,
    batch: async (number: number) => {
      const images = noise(number);
      const points = labels(await pointsBy(fresh, images));
      const weights = new Float32Array(batch * nearest.length).fill(1);
      if (number === 2) weights[1] = 0;
      return { images, points, weights };
    },
    close: async () => {},
  };
  const begun = await ridgeStart(fresh, { objective: { model, landmarks }, faces, batch, nearest });
  const unseen = noise(1000);
  const own = await pointsBy(begun, unseen);
  expect(own).toEqual(await pointsBy(fresh, unseen));
  const expected = labels(own);
  const found = await pointsBy(begun, unseen, transfer);
  for (const [i, at] of found.entries()) expect(Math.abs(at - expected[i]!)).toBeLessThan(0.1);
});
