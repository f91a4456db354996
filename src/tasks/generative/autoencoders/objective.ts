/**
 * What an autoencoder's training minimises: the mean squared error of its tokens' pictures and the bottleneck's cost; of a
 * vector the negative evidence lower bound, per number of the picture, with a learnt deviation of the pixels (Rybkin et al.,
 * "Simple and Effective VAE Training with Calibrated Decoders", ICML 2021), so that β = 1 needs no weight by hand.
 * Where a recipe says so, what judges see of the pictures counts as well (`likeness.ts`).
 * Inputs: `image` `[B, 3, S, S]` from −1 to 1 and, where the kind draws, `seed` and `temperature`.
 */
import { Graph } from '../../../nn/graph/graph.js';
import { constantInitialiser } from '../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { exp } from '../../../nn/operators/arithmetic/exp.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { meanSquaredError } from '../../../nn/operators/losses/mean-squared-error.js';
import { reduceSum } from '../../../nn/operators/reductions/reduce-sum.js';
import type { JudgeArchitecture } from '../judges/network.js';
import type { AutoencoderModel } from './architecture.js';
import { bottleneckOf } from './bottlenecks/registry.js';
import { unlikeness } from './likeness.js';
import { decoder, encoder } from './networks.js';

export interface AutoencoderObjective {
  graph: Graph;
  loss: Tensor;
  metrics: Record<string, Tensor>;
}

/** Logarithm of the deviation of pixels, learnt: one number for all. */
export const logDeviationName = 'logDeviation';

/** Which inputs beside the picture a training step has. */
export function chanceInputs({ kind }: AutoencoderModel): ('seed' | 'temperature')[] {
  if (kind === 'fsq' || kind === 'product') return [];
  return kind === 'dvae' ? ['seed', 'temperature'] : ['seed'];
}

export interface SeenByJudges {
  judges: JudgeArchitecture;
  weight: number;
}

/**
 * @param batch – pictures of one replica. @param size – S. @param frozen – what training leaves as it is. @param likeness – what else
 * pictures should be like; whoever trains gives the judges their weights and leaves them.
 */
export function buildAutoencoderObjective(
  model: AutoencoderModel,
  size: number,
  batch: number,
  frozen?: (name: string) => boolean,
  likeness?: SeenByJudges,
): AutoencoderObjective {
  const graph = new Graph('training', frozen);
  const image = graph.input('image', [batch, 3, size, size]);
  const seen = encoder(image, model);
  const learnt = graph.scope('bottleneck', () =>
    bottleneckOf(model).learn(seen, {
      seed: () => graph.input('seed', [batch]),
      temperature: () => graph.input('temperature', [batch, 1, 1, 1]),
    }),
  );
  const { shown, penalty } = learnt;
  const drawn = decoder(shown, model);
  const error = meanSquaredError(drawn, image);
  const unlike = likeness && unlikeness(drawn, image, likeness.judges);
  const metrics = { error, ...learnt.metrics, ...(unlike && { unlikeness: unlike }) };
  const judged = unlike && multiply(unlike, likeness.weight);
  if (model.kind !== 'vae')
    return {
      graph,
      loss: sumOf(error, penalty, judged),
      metrics,
    };
  const logDeviation = graph.parameter(logDeviationName, [1], constantInitialiser(-1));
  const precision = exp(multiply(logDeviation, -2));
  const likelihood = reduceSum(
    add(add(multiply(multiply(precision, error), 0.5), logDeviation), Math.log(2 * Math.PI) / 2),
  );
  const numbers = 3 * size * size;
  return { graph, loss: sumOf(likelihood, multiply(penalty!, model.beta / numbers), judged), metrics };
}

function sumOf(first: Tensor, ...others: readonly (Tensor | undefined)[]): Tensor {
  return others.reduce<Tensor>((sum, other) => (other === undefined ? sum : add(sum, other)), first);
}
