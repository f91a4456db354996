/** Something that has no landmarks: a variational autoencoder is trained, stopped and resumed by `fit`. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StoppedError } from '../../../core/errors.js';
import { Random } from '../../../core/random.js';
import { silentWork } from '../../../core/work.js';
import { Graph } from '../../graph/graph.js';
import { constantInitialiser, normalInitialiser } from '../../graph/initialisers.js';
import type { Tensor } from '../../graph/tensor.js';
import { tanh } from '../../operators/activations/tanh.js';
import { add } from '../../operators/arithmetic/add.js';
import { exp } from '../../operators/arithmetic/exp.js';
import { multiply } from '../../operators/arithmetic/multiply.js';
import { square } from '../../operators/arithmetic/square.js';
import { subtract } from '../../operators/arithmetic/subtract.js';
import { addBias } from '../../operators/convolution/add-bias.js';
import { meanSquaredError } from '../../operators/losses/mean-squared-error.js';
import { matmul } from '../../operators/products/matmul.js';
import { reduceMean } from '../../operators/reductions/reduce-mean.js';
import { createTrainer, type Trainer } from '../plan/trainer.js';
import { readCheckpoint } from './checkpoint.js';
import { type FitOptions, fit as train } from './fit.js';

const batch = 16;
const width = 6;
const latent = 2;

function dense(name: string, x: Tensor, units: number): Tensor {
  const { graph } = x;
  return graph.scope(name, () => {
    const weight = graph.parameter('weight', [x.shape[1]!, units], normalInitialiser(0.5));
    return addBias(matmul(x, weight), graph.parameter('bias', [units], constantInitialiser(0)));
  });
}

/** Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014; the noise is an input. */
function autoencoder(samples: number) {
  const graph = new Graph('training');
  const x = graph.input('x', [samples, width]);
  const hidden = tanh(dense('encoder', x, 8));
  const mean = dense('mean', hidden, latent);
  const logVariance = dense('logVariance', hidden, latent);
  const drawn = multiply(graph.input('noise', [samples, latent]), exp(multiply(logVariance, 0.5)));
  const code = add(mean, drawn);
  const reconstruction = meanSquaredError(dense('out', tanh(dense('decoder', code, 8)), width), x);
  const divergence = reduceMean(
    subtract(add(square(mean), exp(logVariance)), add(logVariance, graph.constant(1))),
  );
  return {
    graph,
    loss: add(reconstruction, multiply(divergence, 0.01)),
    metrics: { reconstruction, divergence },
  };
}

/** Points of a plane in six dimensions. */
const source = {
  async batch(number: number) {
    const random = new Random('plane', number);
    const x = new Float32Array(batch * width);
    for (let sample = 0; sample < batch; sample++) {
      const [a, b] = [random.normal(), random.normal()];
      for (let i = 0; i < width; i++) x[sample * width + i] = a * Math.sin(i) + b * Math.cos(i);
    }
    return { x, noise: Float32Array.from({ length: batch * latent }, () => random.normal()) };
  },
};

async function options(trainer: Trainer, changes: Partial<FitOptions> = {}): Promise<FitOptions> {
  return {
    trainer: { ...trainer, step: ({ plane }, rate) => trainer.step(plane!, rate) },
    sources: { plane: source },
    samplesPerStep: batch,
    steps: 120,
    learningRateAt: () => 0.02,
    validation: {
      every: 40,
      // Of the encoder's weights: any function of the state can be a score.
      run: async ({ parameters }) => ({
        name: 'spread',
        value: Math.hypot(...parameters),
        direction: 'higher',
      }),
    },
    settings: { network: 'autoencoder', latent },
    out: await mkdtemp(join(tmpdir(), 'fit-')),
    ...changes,
  };
}

async function records(out: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(join(out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const { samplesPerSecond: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
    return rest;
  });
}

test('An autoencoder learns, and goes on after a stop exactly as if there had been none', async () => {
  const whole = await createTrainer(autoencoder, { batch, seed: 1 });
  const stopped = await createTrainer(autoencoder, { batch, seed: 1 });
  const resumed = await createTrainer(autoencoder, { batch, seed: 7 });
  try {
    const unbroken = await options(whole);
    const result = await train(unbroken);
    const losses = (await records(unbroken.out)).flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
    expect(losses.at(-1)).toBeLessThan(Number(losses[0]) / 2);
    expect(result).toMatchObject({ step: 120, last: { name: 'spread', direction: 'higher' } });

    const controller = new AbortController();
    const first = await options(stopped);
    const report = (step: number): void => (step === 60 ? controller.abort() : undefined);
    await expect(train(first, { ...silentWork, signal: controller.signal, report })).rejects.toThrow(
      StoppedError,
    );
    const again = await train(await options(resumed, { out: first.out, resume: true }));
    expect(again.best).toEqual(result.best);
    expect(await records(first.out)).toEqual(await records(unbroken.out));
    const arrays = async (out: string) => (await readCheckpoint(join(out, 'checkpoint.bin'))).arrays;
    expect(await arrays(first.out)).toEqual(await arrays(unbroken.out));
  } finally {
    await Promise.all([whole.release(), stopped.release(), resumed.release()]);
  }
});
