/** Small networks whose updates can be worked by hand, and trainers for tests. */
import { Random } from '../../../core/random.js';
import { Graph } from '../../graph/graph.js';
import { constantInitialiser, normalInitialiser } from '../../graph/initialisers.js';
import type { Tensor } from '../../graph/tensor.js';
import { relu } from '../../operators/activations/relu.js';
import { multiply } from '../../operators/arithmetic/multiply.js';
import { square } from '../../operators/arithmetic/square.js';
import { subtract } from '../../operators/arithmetic/subtract.js';
import { meanSquaredError } from '../../operators/losses/mean-squared-error.js';
import { batchNorm } from '../../operators/normalisation/batch-norm.js';
import { matmul } from '../../operators/products/matmul.js';
import { reduceMean } from '../../operators/reductions/reduce-mean.js';
import type { Frozen } from '../../optimisers/parameter-groups.js';
import { entryValues } from '../../program/parameter-layout.js';
import type { TrainerState } from '../../program/trainer-state.js';
import { createPlanTrainer, type PlanTrainer, type PlanTrainerOptions } from './plan-trainer.js';
import type { PlanProgram, StepPlan, TrainableNetwork } from './step-plan.js';

const trainers: PlanTrainer[] = [];

export async function releaseAll(): Promise<void> {
  await Promise.all(trainers.splice(0).map((trainer) => trainer.release()));
}

/** By default with plain gradient descent. */
export async function planTrainer(
  plan: StepPlan,
  options: Partial<PlanTrainerOptions> = {},
): Promise<PlanTrainer> {
  const optimiser = { kind: 'sgd', momentum: 0 } as const;
  const trainer = await createPlanTrainer(plan, { seed: 1, optimiser, ...options });
  trainers.push(trainer);
  return trainer;
}

/** The value of a parameter of one number. */
export function numberIn({ parameterLayout, parameters }: TrainerState, name: string): number {
  return entryValues(parameters, parameterLayout.find((entry) => entry.name === name)!)[0]!;
}

/** Mean over the batch of (features.w − target)²: its gradient is 2 (w − mean target). */
export const pull: PlanProgram = {
  batch: 2,
  build: (batch, frozen) => {
    const graph = new Graph('training', frozen);
    const w = graph.scope('features', () => graph.parameter('w', [1], constantInitialiser(1)));
    return { graph, loss: reduceMean(square(subtract(w, graph.input('target', [batch])))) };
  },
};

/** features.w · head.v − target, its mean: a saddle; gradients v and w. */
export const saddle: PlanProgram = {
  batch: 2,
  build: (batch, frozen) => {
    const graph = new Graph('training', frozen);
    const w = graph.scope('features', () => graph.parameter('w', [1], constantInitialiser(1)));
    const v = graph.scope('head', () => graph.parameter('v', [1], constantInitialiser(0.5)));
    return {
      graph,
      loss: reduceMean(subtract(multiply(w, v), graph.input('target', [batch]))),
    };
  },
};

export const target = (...values: number[]): Record<string, Float32Array> => ({
  target: Float32Array.from(values),
});

const features = 3;

/** Two linear maps with batch normalisation between; x `[B, 3]`. @param statistics – their scope. @returns `[B, 2]`. */
export function normalisedAnswer(graph: Graph, batch: number, statistics: string): Tensor {
  const x = graph.input('x', [batch, features]);
  const hidden = matmul(x, graph.parameter('first', [features, 8], normalInitialiser(0.5)));
  const normal = batchNorm(hidden, {
    gamma: graph.parameter('gamma', [8], constantInitialiser(1)),
    beta: graph.parameter('beta', [8], constantInitialiser(0)),
    mean: graph.scope(statistics, () => graph.statistic('mean', [8], 0)),
    variance: graph.scope(statistics, () => graph.statistic('variance', [8], 1)),
  });
  return matmul(relu(normal), graph.parameter('last', [8, 2], normalInitialiser(0.5)));
}

/** The squared distance of that answer from y `[B, 2]`. */
export function normalisedNetwork(statistics: string): (batch: number, frozen: Frozen) => TrainableNetwork {
  return (batch, frozen) => {
    const graph = new Graph('training', frozen);
    const answer = normalisedAnswer(graph, batch, statistics);
    const loss = meanSquaredError(answer, graph.input('y', [batch, 2]));
    return { graph, loss, metrics: { answer: reduceMean(answer) } };
  };
}

export function randomBatch(seed: number, batch = 4): Record<'x' | 'y', Float32Array> {
  const source = new Random(seed);
  const values = (length: number): Float32Array => Float32Array.from({ length }, () => source.normal());
  return { x: values(batch * features), y: values(batch * 2) };
}
