/**
 * Trains a small network of `src/detect/describe/small-network.ts` by our own engine: two outputs and, as the third, the logarithm of the
 * deviation that they then have. F features, standardised. The same rows and seed give the same weights on one machine.
 */
import { Random } from '../src/core/random.js';
import { standardised } from '../src/detect/describe/linear-map.js';
import {
  type DenseLayer,
  packSmallNetwork,
  type SmallNetwork,
} from '../src/detect/describe/small-network.js';
import { Graph } from '../src/nn/graph/graph.js';
import { constantInitialiser } from '../src/nn/graph/initialisers.js';
import type { Tensor } from '../src/nn/graph/tensor.js';
import { perceptron } from '../src/nn/layers/perceptron.js';
import { add } from '../src/nn/operators/arithmetic/add.js';
import { exp } from '../src/nn/operators/arithmetic/exp.js';
import { multiply } from '../src/nn/operators/arithmetic/multiply.js';
import { negate } from '../src/nn/operators/arithmetic/negate.js';
import { sqrt } from '../src/nn/operators/arithmetic/sqrt.js';
import { square } from '../src/nn/operators/arithmetic/square.js';
import { subtract } from '../src/nn/operators/arithmetic/subtract.js';
import { reduceMean } from '../src/nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../src/nn/operators/reductions/reduce-sum.js';
import { reshape } from '../src/nn/operators/shapes/reshape.js';
import { slice } from '../src/nn/operators/shapes/slice.js';
import { entryValues } from '../src/nn/program/parameter-layout.js';
import { createTrainer } from '../src/nn/train/plan/trainer.js';
import { standardisation } from './standardisation.js';

export interface FitRow {
  /** `[F]`. */
  x: Float64Array;
  /** What the first two outputs are to be. */
  off: readonly [number, number];
}

export interface FitSettings {
  hidden: readonly number[];
  epochs: number;
  batch: number;
  learningRate: number;
  weightDecay: number;
  /** Of the standardised features, a deviation; drawn anew each time. */
  noise: number;
  seed: number;
}

/** Brings targets, tenths of a radian, near 1. */
const targetScale = 10;
const outputs = 3;

export async function fitSmallNetwork(rows: readonly FitRow[], settings: FitSettings): Promise<SmallNetwork> {
  const { hidden, epochs, batch, learningRate, weightDecay, noise, seed } = settings;
  const scaling = standardisation(rows.map(({ x }) => x));
  const seen = rows.map(({ x }) => standardised(scaling, x));
  const width = seen[0]!.length;
  const trainer = await createTrainer((size) => network(size, width, hidden), {
    batch,
    seed,
    optimiser: { kind: 'adamw', weightDecay },
  });
  try {
    const random = new Random(seed, 'small network');
    const order = rows.map((_, i) => i);
    const steps = epochs * Math.floor(rows.length / batch);
    let at = rows.length;
    for (let step = 0; step < steps; step++) {
      const features = new Float32Array(batch * width);
      const target = new Float32Array(batch * 2);
      for (let b = 0; b < batch; b++) {
        if (at === rows.length) {
          random.shuffle(order);
          at = 0;
        }
        const row = order[at++]!;
        for (const [f, value] of seen[row]!.entries())
          features[b * width + f] = value + (noise > 0 ? random.normal(0, noise) : 0);
        for (const axis of [0, 1] as const) target[2 * b + axis] = targetScale * rows[row]!.off[axis];
      }
      const rate =
        learningRate * Math.min(1, (step + 1) / 100) * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
      await trainer.step({ features, target }, { learningRate: rate });
      if (step % 200 === 0) console.log(`${step} of ${steps}`);
    }
    const { parameterLayout, parameters } = trainer.state();
    const values = (name: string): Float32Array =>
      entryValues(parameters, parameterLayout.find((entry) => entry.name === name)!);
    const layers = [...hidden.map((_, l) => `hidden${l}`), 'output'].map((name): DenseLayer => {
      return {
        // `[inputs, outputs]`, as the engine keeps it.
        weight: Float64Array.from(values(`${name}.weight`)),
        bias: Float64Array.from(values(`${name}.bias`)),
      };
    });
    const last = layers.at(-1)!;
    const scaled = (values: Float64Array): Float64Array =>
      values.map((value, i) => (i % outputs < 2 ? value / targetScale : value));
    const bias = scaled(last.bias);
    // A deviation along either axis: √3 of the scale of a density that falls as e^(−r/s).
    bias[2]! += Math.log(Math.sqrt(3) / targetScale);
    return { ...scaling, layers: [...layers.slice(0, -1), { weight: scaled(last.weight), bias }] };
  } finally {
    await trainer.release();
  }
}

export function packedSource(network: SmallNetwork): { units: number[]; data: string } {
  return {
    units: [network.mean.length, ...network.layers.map(({ bias }) => bias.length)],
    data: packSmallNetwork(network),
  };
}

/** The likelihood of an error of length r is as e^(−r/s)/s²: few that are far off draw less than they would by squares. */
function network(batch: number, width: number, hidden: readonly number[]): { graph: Graph; loss: Tensor } {
  const graph = new Graph('training');
  const features = graph.input('features', [batch, width]);
  const target = graph.input('target', [batch, 2]);
  const given = perceptron(features, {
    hidden: Object.fromEntries(hidden.map((units, l) => [`hidden${l}`, units])),
    output: { name: 'output', units: outputs, weight: constantInitialiser(0) },
  });
  const errors = subtract(slice(given, 1, 0, 2), target);
  const lengths = sqrt(add(reduceSum(square(errors), [1], true), 1e-4));
  const logs = slice(given, 1, 2, 3);
  const costs = add(multiply(lengths, exp(negate(logs))), multiply(logs, 2));
  return { graph, loss: reshape(reduceMean(costs, [0, 1]), []) };
}
