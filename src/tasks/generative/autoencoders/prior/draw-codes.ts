/** Codes drawn from a learnt prior: noise that follows the velocities to the codes of faces, by the midpoint rule. N codes of Z numbers. */
import type { Random } from '../../../../core/random.js';
import type { Session } from '../../../../nn/runtime/runtime.js';
import { timeFeatures, timeNumbers } from './network.js';
import { drawnTogether } from './prior-model.js';

/** Steps from noise to a face, of two looks each. */
export const drawingSteps = 32;

/** How codes lie: what the prior was taught was less `mean`, over `deviation`, `[Z]` each. */
export interface CodeScale {
  mean: number[];
  deviation: number[];
}

/** @param session – of the output `velocity`. @returns `[N, Z]`. */
export async function drawCodes(
  session: Session,
  { mean, deviation }: CodeScale,
  count: number,
  random: Random,
): Promise<Float32Array> {
  const length = mean.length;
  const all = Math.ceil(count / drawnTogether) * drawnTogether;
  const result = Float32Array.from({ length: all * length }, () => random.normal());
  const part = drawnTogether * length;
  for (let first = 0; first < result.length; first += part) {
    const at = result.subarray(first, first + part);
    for (let step = 0; step < drawingSteps; step++) {
      const half = await velocityAt(session, at, step / drawingSteps, length);
      const middle = at.map((value, i) => value + half[i]! / (2 * drawingSteps));
      const whole = await velocityAt(session, middle, (step + 0.5) / drawingSteps, length);
      for (let i = 0; i < part; i++) at[i]! += whole[i]! / drawingSteps;
    }
  }
  return result
    .slice(0, count * length)
    .map((value, i) => mean[i % length]! + deviation[i % length]! * value);
}

async function velocityAt(
  session: Session,
  at: Float32Array,
  time: number,
  length: number,
): Promise<Float32Array> {
  const features = timeFeatures(time);
  const { velocity } = await session.run({
    at: { data: at.slice(), shape: [drawnTogether, length] },
    time: {
      data: Float32Array.from({ length: drawnTogether * timeNumbers }, (_, i) => features[i % timeNumbers]!),
      shape: [drawnTogether, timeNumbers],
    },
  });
  return velocity!;
}
