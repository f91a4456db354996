/**
 * Trains a small network of `src/detect/describe/small-network.ts` by our own engine: O values and the logarithms of the deviations
 * that they then have. F features, standardised. The same rows and seed give the same weights on one machine.
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
import { stopGradient } from '../src/nn/operators/gradients/stop-gradient.js';
import { crossEntropy } from '../src/nn/operators/losses/cross-entropy.js';
import { reduceMean } from '../src/nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../src/nn/operators/reductions/reduce-sum.js';
import { reshape } from '../src/nn/operators/shapes/reshape.js';
import { slice } from '../src/nn/operators/shapes/slice.js';
import { entryValues } from '../src/nn/program/parameter-layout.js';
import { learningRateAt } from '../src/nn/train/fit/learning-rate.js';
import { createTrainer } from '../src/nn/train/plan/trainer.js';
import { standardisation } from './standardisation.js';

export interface FitRow {
  /** `[F]`. */
  x: Float64Array;
  /** `[O]` what the first outputs are to be. */
  target: readonly number[];
}

/**
 * `pair`: two values of one deviation, whose error of length r is as likely as e^(−r/s)/s²: few that are far off draw less than
 * they would by squares. `each`: any number, by least squares, each divided by how far it spreads; beside them the s of
 * e^(−|r|/s)/s, which learns from the errors and teaches the values nothing. `kinds`: logits of kinds that shut each other out, by
 * cross-entropy; targets are how much a row counts, at its kind, and nothing has a deviation.
 */
export type Likelihood = 'pair' | 'each' | 'kinds';

export interface FitSettings {
  hidden: readonly number[];
  epochs: number;
  batch: number;
  learningRate: number;
  weightDecay: number;
  /** Of the standardised features, a deviation; drawn anew each time. */
  noise: number;
  /** So many of the last features, which are no measurements, get none of it; 0 by default. */
  exact?: number;
  seed: number;
  likelihood: Likelihood;
}

/** Steps. */
const warmUp = 100;

/** What brings targets near 1. A pair's is fixed, so that both are weighed alike: tenths of a radian, or how far lids are closed. */
const pairScale = 10;

export async function fitSmallNetwork(rows: readonly FitRow[], settings: FitSettings): Promise<SmallNetwork> {
  const { hidden, epochs, batch, learningRate, weightDecay, noise, exact = 0, seed, likelihood } = settings;
  const scaling = standardisation(rows.map(({ x }) => x));
  const seen = rows.map(({ x }) => standardised(scaling, x));
  const width = seen[0]!.length;
  const targets = targetScaling(rows, likelihood);
  const values = targets.mean.length;
  const shape = { width, values, hidden, likelihood };
  const trainer = await createTrainer((size) => network(size, shape), {
    batch,
    seed,
    optimiser: { kind: 'adamw', weightDecay },
  });
  try {
    const random = new Random(seed, 'small network');
    const order = rows.map((_, i) => i);
    const steps = epochs * Math.floor(rows.length / batch);
    if (steps === 0) throw new Error(`${rows.length} rows are too few for one batch of ${batch}`);
    let at = rows.length;
    for (let step = 0; step < steps; step++) {
      const features = new Float32Array(batch * width);
      const target = new Float32Array(batch * values);
      for (let b = 0; b < batch; b++) {
        if (at === rows.length) {
          random.shuffle(order);
          at = 0;
        }
        const row = order[at++]!;
        for (const [f, value] of seen[row]!.entries())
          features[b * width + f] = value + (noise > 0 && f < width - exact ? random.normal(0, noise) : 0);
        for (const [o, value] of rows[row]!.target.entries())
          target[b * values + o] = (value - targets.mean[o]!) / targets.deviation[o]!;
      }
      const rate = learningRateAt(step, steps, { peak: learningRate, final: 0, warmUp });
      await trainer.step({ features, target }, { learningRate: rate });
      if (step % 200 === 0) console.log(`${step} of ${steps}`);
    }
    const { parameterLayout, parameters } = trainer.state();
    const trained = (name: string): Float32Array =>
      entryValues(parameters, parameterLayout.find((entry) => entry.name === name)!);
    const layers = [...hidden.map((_, l) => `hidden${l}`), 'output'].map((name): DenseLayer => {
      return {
        // `[inputs, outputs]`, as the engine keeps it.
        weight: Float64Array.from(trained(`${name}.weight`)),
        bias: Float64Array.from(trained(`${name}.bias`)),
      };
    });
    const last = layers.at(-1)!;
    const outputs = last.bias.length;
    const unscaled = (given: Float64Array): Float64Array =>
      given.map((value, i) => (i % outputs < values ? value * targets.deviation[i % outputs]! : value));
    const bias = unscaled(last.bias);
    for (let o = 0; o < values; o++) bias[o]! += targets.mean[o]!;
    // A deviation along either axis: √(d + 1) of the scale of a density of d axes that falls as e^(−r/s).
    for (let o = values; o < outputs; o++)
      bias[o]! += Math.log(
        Math.sqrt(likelihood === 'pair' ? 3 : 2) * targets.deviation[likelihood === 'pair' ? 0 : o - values]!,
      );
    return { ...scaling, layers: [...layers.slice(0, -1), { weight: unscaled(last.weight), bias }] };
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

function targetScaling(
  rows: readonly FitRow[],
  likelihood: Likelihood,
): { mean: Float64Array; deviation: Float64Array } {
  if (likelihood === 'each') return standardisation(rows.map(({ target }) => Float64Array.from(target)));
  const count = rows[0]!.target.length;
  const unit = likelihood === 'pair' ? 1 / pairScale : 1;
  return { mean: new Float64Array(count), deviation: new Float64Array(count).fill(unit) };
}

interface NetworkShape {
  width: number;
  values: number;
  hidden: readonly number[];
  likelihood: Likelihood;
}

function network(
  batch: number,
  { width, values, hidden, likelihood }: NetworkShape,
): { graph: Graph; loss: Tensor } {
  const graph = new Graph('training');
  const features = graph.input('features', [batch, width]);
  const target = graph.input('target', [batch, values]);
  const deviations = likelihood === 'kinds' ? 0 : likelihood === 'pair' ? 1 : values;
  const given = perceptron(features, {
    hidden: Object.fromEntries(hidden.map((units, l) => [`hidden${l}`, units])),
    output: { name: 'output', units: values + deviations, weight: constantInitialiser(0) },
  });
  if (likelihood === 'kinds') return { graph, loss: crossEntropy(given, target) };
  const squares = square(subtract(slice(given, 1, 0, values), target));
  const logs = slice(given, 1, values, values + deviations);
  const lengths = sqrt(
    add(likelihood === 'pair' ? reduceSum(squares, [1], true) : stopGradient(squares), 1e-4),
  );
  const unlikely = add(
    multiply(lengths, exp(negate(logs))),
    likelihood === 'pair' ? multiply(logs, 2) : logs,
  );
  const costs = likelihood === 'pair' ? unlikely : add(squares, unlikely);
  return { graph, loss: reshape(reduceMean(costs, [0, 1]), []) };
}
