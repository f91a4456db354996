import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { Graph } from '../graph/graph.js';
import { constantInitialiser, kaimingInitialiser } from '../graph/initialisers.js';
import { add } from '../operators/add.js';
import { addBias } from '../operators/add-bias.js';
import { batchNorm } from '../operators/batch-norm.js';
import { conv2d } from '../operators/conv2d.js';
import { maxPool2d } from '../operators/max-pool.js';
import { meanSquaredError } from '../operators/mean-squared-error.js';
import { relu } from '../operators/relu.js';
import { upsampleNearest2d } from '../operators/upsample-nearest.js';
import { createTrainer, type TrainableNetwork, type Trainer } from './trainer.js';

function network(batch: number): TrainableNetwork {
  const graph = new Graph('training');
  const image = graph.input('image', [batch, 3, 8, 8]);
  const target = graph.input('target', [batch, 4, 8, 8]);
  const first = conv2d(image, graph.parameter('first', [8, 3, 3, 3], kaimingInitialiser()), { padding: 1 });
  const normal = batchNorm(first, {
    gamma: graph.parameter('gamma', [8], constantInitialiser(1)),
    beta: graph.parameter('beta', [8], constantInitialiser(0)),
    mean: graph.statistic('mean', [8], 0),
    variance: graph.statistic('variance', [8], 1),
  });
  const low = conv2d(maxPool2d(relu(normal)), graph.parameter('low', [8, 8, 1, 1], kaimingInitialiser()));
  const both = add(normal, upsampleNearest2d(low));
  const heatmaps = addBias(
    conv2d(both, graph.parameter('head', [4, 8, 1, 1], kaimingInitialiser())),
    graph.parameter('bias', [4], constantInitialiser(0)),
  );
  const loss = meanSquaredError(heatmaps, target);
  return { graph, loss, metrics: { twice: add(loss, loss) } };
}

function randomBatch(batch: number): Record<string, Float32Array> {
  const random = new Random(5);
  const values = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  return { image: values(batch * 3 * 64), target: values(batch * 4 * 64) };
}

describe('createTrainer', () => {
  const trainers: Trainer[] = [];
  afterAll(() => Promise.all(trainers.map((trainer) => trainer.release())));
  const trainer = async (replicas: number): Promise<Trainer> => {
    const made = await createTrainer(network, { batch: 4, replicas, seed: 1, optimiser: {} });
    trainers.push(made);
    return made;
  };

  it('makes the loss of a small convolutional network smaller', async () => {
    const one = await trainer(1);
    const batch = randomBatch(4);
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) losses.push((await one.step(batch, { learningRate: 0.02 })).loss);
    expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]!);
  });
});
