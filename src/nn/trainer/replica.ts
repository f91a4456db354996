/** One replica: runs the training program on its part of the batch and updates its segment of the parameters. */
import { internalError } from '../../core/errors.js';
import { sizeOf } from '../graph/shape.js';
import { adamUpdate } from '../optimisers/adam.js';
import { metricPrefix } from '../program/training-program.js';
import type { Runtime, RuntimeTensor, Session } from '../runtime/runtime.js';
import type { ReplicaResult, ReplicaSetup, ReplicaTask } from './replica-protocol.js';

export class Replica {
  readonly #runtime: Runtime;
  readonly #setup: ReplicaSetup;
  #loaded:
    | { session: Session; feeds: Record<string, RuntimeTensor>; results: Record<string, RuntimeTensor> }
    | undefined;

  constructor(runtime: Runtime, setup: ReplicaSetup) {
    this.#runtime = runtime;
    this.#setup = setup;
  }

  async handle(task: ReplicaTask): Promise<ReplicaResult> {
    switch (task.kind) {
      case 'load':
        await this.#load();
        return {};
      case 'gradient':
        return this.#gradient();
      case 'average':
        return { squaredNorm: this.#average() };
      case 'update': {
        const { vectors, adam, segment } = this.#setup;
        adamUpdate({ ...vectors, gradient: vectors.gradients[0]! }, adam, task.adamStep, ...segment);
        return {};
      }
      case 'release':
        await this.#loaded?.session.release();
        this.#loaded = undefined;
        return {};
    }
  }

  async #load(): Promise<void> {
    const { onnx, threads, inputs, vectors, metricNames, readsStatistics } = this.#setup;
    const session = await this.#runtime.createSession(onnx, { threads, optimise: false });
    // The runtime rejects shared memory, so each replica keeps buffers of its own and copies in and out.
    const buffer = (shape: readonly number[]): RuntimeTensor => ({
      data: new Float32Array(sizeOf(shape)),
      shape,
    });
    const feeds = Object.fromEntries(inputs.map(({ name, shape }) => [name, buffer(shape)]));
    feeds.parameters = buffer([vectors.parameters.length]);
    if (readsStatistics) feeds.statistics = buffer([vectors.statistics.length]);
    const results: Record<string, RuntimeTensor> = {
      loss: buffer([]),
      gradient: buffer([vectors.parameters.length]),
    };
    for (const name of metricNames) results[metricPrefix + name] = buffer([]);
    if (vectors.statistics.length > 0) results.batchStatistics = buffer([vectors.statistics.length]);
    this.#loaded = { session, feeds, results };
  }

  async #gradient(): Promise<ReplicaResult> {
    const { index, batch, vectors, metricNames } = this.#setup;
    if (this.#loaded === undefined) throw internalError('a replica was used before it was loaded');
    const { session, feeds, results } = this.#loaded;
    for (const [name, values] of Object.entries(batch)) feeds[name]!.data.set(values);
    feeds.parameters!.data.set(vectors.parameters);
    feeds.statistics?.data.set(vectors.statistics);
    await session.run(feeds, results);
    vectors.gradients[index]!.set(results.gradient!.data);
    if (results.batchStatistics) vectors.batchStatistics[index]!.set(results.batchStatistics.data);
    return {
      loss: results.loss!.data[0]!,
      metrics: Object.fromEntries(metricNames.map((name) => [name, results[metricPrefix + name]!.data[0]!])),
    };
  }

  /** In the order of the replicas, so that the sum has the same bits each time. */
  #average(): number {
    const { vectors, segment } = this.#setup;
    const { gradients } = vectors;
    const [start, end] = segment;
    const mean = gradients[0]!;
    const factor = 1 / gradients.length;
    let squaredNorm = 0;
    for (let i = start; i < end; i++) {
      let sum = mean[i]!;
      for (let r = 1; r < gradients.length; r++) sum += gradients[r]![i]!;
      const value = sum * factor;
      mean[i] = value;
      squaredNorm += value * value;
    }
    return squaredNorm;
  }
}
