/**
 * The machine's peak: products of two square float32 matrices on one thread, the fastest of several sizes, by our
 * runtime and by PyTorch in turns, and what share of it a training step and an inference reach.
 */

import { Graph } from '../src/nn/graph/graph.js';
import { matmul } from '../src/nn/operators/products/matmul.js';
import { exportInference } from '../src/nn/program/export-inference.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import type { Benchmark, Figure } from './figure.js';
import { openPyTorch } from './pytorch.js';
import { randomBatch, reference, referenceTrainer, stepFlops } from './reference-network.js';
import { inTurns, timed } from './timing.js';

const sizes = [256, 512, 1024, 2048];

export const benchPeak: Benchmark = async ({ quick, say }) => {
  const pytorch = await openPyTorch(reference, 1);
  const trainer = await referenceTrainer(reference);
  const batch = randomBatch(reference);
  let peak = 0;
  let theirPeak = 0;
  const stepRates: number[] = [];
  for (const size of sizes) {
    const flops = 2 * size ** 3;
    const runs = Math.ceil(6e9 / flops);
    const session = await createInferenceSession(matmulModel(size), { threads: 1 });
    const side = { data: new Float32Array(size * size).fill(0.5), shape: [size, size] };
    const { ours, theirs } = await inTurns(
      quick ? 3 : 6,
      () => timed(() => session.run({ a: side, b: side }), runs),
      pytorch && (() => pytorch.matmul(size, runs)),
    );
    await session.release();
    peak = Math.max(peak, flops / ours.cpu / 1e9);
    if (theirs !== undefined) theirPeak = Math.max(theirPeak, flops / theirs.cpu / 1e9);
    // Between the sizes, so that a change of the clock meets both.
    const step = await inTurns(1, () => timed(() => trainer.step(batch, { learningRate: 1e-3 }), 4));
    stepRates.push(stepFlops(reference) / step.ours.cpu / 1e9);
  }
  pytorch?.close();
  await trainer.release();
  const stepRate = Math.max(...stepRates);
  const share = (100 * stepRate) / Math.max(peak, theirPeak);
  say(
    `matrix product: ${peak.toFixed(0)} GFLOP/s, PyTorch ${theirPeak.toFixed(0)}; ` +
      `a training step reaches ${stepRate.toFixed(0)}, ${share.toFixed(0)} % of the higher one`,
  );
  const conditions = 'one thread, of CPU time';
  const figures: Figure[] = [
    {
      benchmark: 'peak',
      conditions: `matrix product, best of ${sizes.join(', ')}, ${conditions}`,
      value: peak,
      unit: 'GFLOP/s',
      ...(pytorch && { reference: { name: `PyTorch ${pytorch.version}`, ratio: peak / theirPeak } }),
    },
    {
      benchmark: 'peak',
      conditions: `training step of the reference hourglass, batch ${reference.batch}, ${conditions}`,
      value: stepRate,
      unit: 'GFLOP/s',
      reference: { name: 'matrix product', ratio: share / 100 },
    },
  ];
  return figures;
};

function matmulModel(size: number): Uint8Array {
  const graph = new Graph('inference');
  const y = matmul(graph.input('a', [size, size]), graph.input('b', [size, size]));
  const noState = {
    parameterLayout: [],
    parameters: new Float32Array(),
    statisticLayout: [],
    statistics: new Float32Array(),
  };
  return exportInference(graph, { y }, noState, {});
}
