/**
 * Trains a network of one hidden layer with our own engine: points less the template in, residual over the nearest
 * subset out. It begins as the nearest subset itself (last layer 0). Noise on the inputs and weight decay hold it back.
 * The same rows and seed give the same weights on the same machine.
 */
import { Random } from '../../core/random.js';
import type { AdapterLayer } from '../../detect/landmarks/point-adapter.js';
import { Graph } from '../../nn/graph/graph.js';
import { constantInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { perceptron } from '../../nn/layers/perceptron.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { entryValues } from '../../nn/program/parameter-layout.js';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import type { FitRows } from './adapter.js';

export interface NetworkSettings {
  hidden: number;
  steps: number;
  batch: number;
  learningRate: number;
  weightDecay: number;
  /** Standard deviation of the noise on each input, in units of the frame (0.01 is about 0.5 % of the face's width). */
  noise: number;
}

/** Brings residuals, some hundredths of the frame, near 1, where the optimiser's usual settings are right. */
const residualScale = 20;

/** @returns both layers, for `PointAdapter`. */
export async function trainResidualNetwork(
  { inputs, residuals, count }: FitRows,
  settings: NetworkSettings,
  seed: number,
): Promise<AdapterLayer[]> {
  const { hidden, steps, batch, learningRate, weightDecay, noise } = settings;
  const width = inputs[0]!.length;
  const outputs = residuals[0]!.length;
  const scale = 1 / (deviationOf(inputs) + 1e-6);
  const trainer = await createTrainer((size) => network(size, width, hidden, outputs), {
    batch,
    seed,
    optimiser: { kind: 'adamw', weightDecay },
  });
  try {
    const random = new Random(seed, 'residual network');
    const order = Array.from({ length: count }, (_, i) => i);
    let at = count;
    for (let step = 0; step < steps; step++) {
      const points = new Float32Array(batch * width);
      const target = new Float32Array(batch * outputs);
      const known = new Float32Array(batch * outputs);
      for (let b = 0; b < batch; b++) {
        if (at === count) {
          random.shuffle(order);
          at = 0;
        }
        const row = order[at++]!;
        for (let i = 0; i < width; i++)
          points[b * width + i] = scale * (inputs[row]![i]! + (noise > 0 ? random.normal(0, noise) : 0));
        for (let c = 0; c < outputs; c++) {
          const value = residuals[row]![c]!;
          if (Number.isNaN(value)) continue;
          target[b * outputs + c] = residualScale * value;
          known[b * outputs + c] = 1;
        }
      }
      const rate = learningRate * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
      await trainer.step({ points, target, known }, { learningRate: rate });
    }
    const { parameterLayout, parameters } = trainer.state();
    const values = (name: string): Float32Array =>
      entryValues(parameters, parameterLayout.find((entry) => entry.name === name)!);
    return [
      {
        weight: transposed(values('hidden.weight'), hidden, scale),
        bias: values('hidden.bias').slice(),
        rectified: true,
      },
      {
        weight: transposed(values('residual.weight'), outputs, 1 / residualScale),
        bias: values('residual.bias').map((value) => value / residualScale),
        rectified: false,
      },
    ];
  } finally {
    await trainer.release();
  }
}

function network(
  batch: number,
  width: number,
  hidden: number,
  outputs: number,
): { graph: Graph; loss: Tensor } {
  const graph = new Graph('training');
  const points = graph.input('points', [batch, width]);
  const target = graph.input('target', [batch, outputs]);
  const known = graph.input('known', [batch, outputs]);
  const predicted = perceptron(points, {
    hidden: { hidden },
    output: { name: 'residual', units: outputs, weight: constantInitialiser(0) },
  });
  const errors = square(multiply(subtract(predicted, target), known));
  return { graph, loss: reshape(reduceMean(errors, [0, 1]), []) };
}

/** Root mean square over all inputs. */
function deviationOf(rows: readonly Float32Array[]): number {
  let sum = 0;
  for (const row of rows) for (const value of row) sum += (value * value) / row.length / rows.length;
  return Math.sqrt(sum);
}

/** @param weight – `[inputs, outputs]`. @returns `[outputs, inputs]`, scaled. */
function transposed(weight: Float32Array, outputs: number, scale: number): Float32Array {
  const inputs = weight.length / outputs;
  const turned = new Float32Array(weight.length);
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < outputs; o++) turned[o * inputs + i] = scale * weight[i * outputs + o]!;
  return turned;
}
