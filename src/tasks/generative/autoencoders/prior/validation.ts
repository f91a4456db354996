/** What a prior is worth on codes of faces that it never saw: the error of its velocities, the same points at every validation. */
import { Random } from '../../../../core/random.js';
import { encodeModel } from '../../../../nn/onnx/model.js';
import type { TrainedValues } from '../../../../nn/program/export-inference.js';
import { createInferenceSession } from '../../../../nn/runtime/inference-session.js';
import { type FaceCodes, waysTo } from './face-codes.js';
import { type PriorArchitecture, timeNumbers } from './network.js';
import { drawnTogether, priorModel } from './prior-model.js';

/** Points on the way to each face. */
const looks = 4;

/** @param faces – brought to scale. @returns the mean squared error. */
export async function squaredError(
  state: TrainedValues,
  faces: FaceCodes,
  architecture: PriorArchitecture,
): Promise<number> {
  const { length } = faces;
  const session = await createInferenceSession(encodeModel(priorModel(length, architecture, state)));
  const rows = Array.from({ length: (looks * faces.codes.length) / length }, (_, i) => Math.floor(i / looks));
  let sum = 0;
  try {
    for (let first = 0; first < rows.length; first += drawnTogether) {
      const part = rows.slice(first, first + drawnTogether);
      // A last batch that is not full is filled with its first row, which is then not counted.
      const full = Array.from({ length: drawnTogether }, (_, i) => part[i] ?? part[0]!);
      const { at, time, towards } = waysTo(faces, full, new Random('validation', first));
      const { velocity } = await session.run({
        at: { data: at, shape: [drawnTogether, length] },
        time: { data: time, shape: [drawnTogether, timeNumbers] },
      });
      for (let i = 0; i < part.length * length; i++) sum += (velocity![i]! - towards[i]!) ** 2;
    }
  } finally {
    await session.release();
  }
  return sum / (rows.length * length);
}
