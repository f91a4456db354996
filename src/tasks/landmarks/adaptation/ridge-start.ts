/**
 * Where label transfer by an affine map begins: with the ridge map from the detector's points on augmented crops of the
 * real faces to their labels, in closed form. Without it gradient steps would have to find in hundreds what a ridge
 * finds at once. Its strength is the one that is best on crops that were held out. K points of the detector, M labels.
 */
import { applyRidge, fitRidge, type RidgeMap } from '../../../core/numbers/ridge-regression.js';
import { inferenceNetwork } from '../../../networks/model-file/model-file.js';
import { plainShapeCoordinates } from '../../../networks/transfer/shape-coordinates.js';
import { affineScope, affineStoredScale } from '../../../networks/transfer/transfer-affine.js';
import { transferScope } from '../../../networks/transfer/transfer-config.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import type { BatchSource } from '../face-batches.js';
import type { ObjectiveOptions } from '../objective.js';

export interface RidgeStartOptions {
  objective: Pick<ObjectiveOptions, 'model' | 'landmarks'>;
  faces: BatchSource & { readonly size: number };
  /** Faces in a batch. */
  batch: number;
  /** `[M]` */
  nearest: readonly number[];
}

/** Relative to the variance of a coordinate, as adapters have them. */
const strengths = [1e-3, 1e-2, 0.1, 1, 10];

/** Crops that are looked at: each face twice, within these. */
const crops = { least: 64, most: 768 };

/** One crop in four chooses the strength. */
const heldOut = 4;

/** @param state – before the first step. @returns the same with the map. */
export async function ridgeStart(state: TrainerState, options: RidgeStartOptions): Promise<TrainerState> {
  const { shapes, moves } = await seenFaces(state, options);
  if (shapes.length === 0) return state;
  const chosen = (keep: (i: number) => boolean, rows: Float32Array[]): Float32Array[] =>
    rows.filter((_, i) => keep(i));
  const fitted = (i: number): boolean => i % heldOut !== 0;
  const tested = (i: number): boolean => i % heldOut === 0;
  const errors = strengths.map((strength) => {
    const map = fitRidge(chosen(fitted, shapes), chosen(fitted, moves), strength);
    return { strength, error: meanError(map, chosen(tested, shapes), chosen(tested, moves)) };
  });
  const { strength } = errors.reduce((best, one) => (one.error < best.error ? one : best));
  return withMap(state, fitRidge(shapes, moves, strength));
}

/** Shapes `[N][2K]` of the detector's points, and `[N][2M]` how far labels lie from the nearest, in its units; NaN without. */
async function seenFaces(
  state: TrainerState,
  { objective: { model, landmarks }, faces, batch, nearest }: RidgeStartOptions,
): Promise<{ shapes: Float32Array[]; moves: Float32Array[] }> {
  const { graph, outputs } = inferenceNetwork(model, landmarks, batch);
  const session = await createInferenceSession(
    exportInference(graph, { points: outputs.points }, averagedState(state), {}),
  );
  const wanted = Math.min(crops.most, Math.max(crops.least, 2 * faces.size));
  const [shapes, moves]: [Float32Array[], Float32Array[]] = [[], []];
  try {
    for (let number = 0; shapes.length < wanted; number++) {
      const { images, points: labels, weights } = await faces.batch(number);
      const image = { data: images, shape: [batch, 3, model.inputSize, model.inputSize] };
      const found = (await session.run({ image })).points!;
      for (let face = 0; face < batch; face++) {
        const own = found.slice(2 * face * landmarks, 2 * (face + 1) * landmarks);
        const { shape, scale } = plainShapeCoordinates(own);
        shapes.push(shape);
        moves.push(
          Float32Array.from({ length: 2 * nearest.length }, (_, i) => {
            const label = face * nearest.length + (i >> 1);
            if (weights[label] === 0) return Number.NaN;
            return (labels[2 * label + (i % 2)]! - own[2 * nearest[i >> 1]! + (i % 2)]!) / scale;
          }),
        );
      }
    }
  } finally {
    await session.release();
  }
  return { shapes, moves };
}

function meanError(map: RidgeMap, shapes: readonly Float32Array[], moves: readonly Float32Array[]): number {
  let [sum, count] = [0, 0];
  for (const [i, shape] of shapes.entries()) {
    const found = applyRidge(map, shape);
    for (let k = 0; k < found.length; k += 2) {
      const error = Math.hypot(found[k]! - moves[i]![k]!, found[k + 1]! - moves[i]![k + 1]!);
      if (Number.isNaN(error)) continue;
      sum += error;
      count++;
    }
  }
  return count === 0 ? Number.POSITIVE_INFINITY : sum / count;
}

function withMap(state: TrainerState, { weight, centre, bias }: RidgeMap): TrainerState {
  const [inputs, outputs] = [centre.length, bias.length];
  const parameters = Float32Array.from(state.parameters);
  const valuesOf = (name: string): Float32Array => {
    const full = `${transferScope}.${affineScope}.${name}`;
    return entryValues(parameters, state.parameterLayout.find((entry) => entry.name === full)!);
  };
  const [weights, biases] = [valuesOf('weight'), valuesOf('bias')];
  for (let c = 0; c < outputs; c++) {
    let start = bias[c]!;
    for (let i = 0; i < inputs; i++) {
      const value = weight[c * inputs + i]!;
      weights[i * outputs + c] = affineStoredScale * value;
      start -= value * centre[i]!;
    }
    biases[c] = affineStoredScale * start;
  }
  return { ...state, parameters };
}
