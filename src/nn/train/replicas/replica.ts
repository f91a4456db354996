/** One replica: runs programs on its part of the batch and updates its segments of the parameters. */
import { internalError } from '../../../core/errors.js';
import { sizeOf } from '../../graph/shape.js';
import { followAverage } from '../../optimisers/moving-average.js';
import { updateOf } from '../../optimisers/optimiser.js';
import { metricPrefix, outputPrefix } from '../../program/training-program.js';
import type { Runtime, RuntimeTensor, Session } from '../../runtime/runtime.js';
import type {
  ReplicaProgram,
  ReplicaResult,
  ReplicaSetup,
  ReplicaTask,
  RunTask,
} from './replica-protocol.js';
import type { SharedRange } from './shared-layout.js';

interface LoadedProgram {
  readonly setup: ReplicaProgram;
  readonly session: Session;
  readonly feeds: Record<string, RuntimeTensor>;
  readonly results: Record<string, RuntimeTensor>;
}

export class Replica {
  readonly #runtime: Runtime;
  readonly #setup: ReplicaSetup;
  readonly #apply: ReturnType<typeof updateOf>;
  #programs: LoadedProgram[] = [];
  /** The outputs of each phase's last run. */
  readonly #kept = new Map<string, Record<string, Float32Array>>();

  constructor(runtime: Runtime, setup: ReplicaSetup) {
    this.#runtime = runtime;
    this.#setup = setup;
    this.#apply = updateOf(setup.optimiser);
  }

  async handle(task: ReplicaTask): Promise<ReplicaResult> {
    switch (task.kind) {
      case 'load':
        for (const program of this.#setup.programs) this.#programs.push(await this.#load(program));
        return {};
      case 'run':
        return this.#run(task);
      case 'average':
        return { squaredNorms: this.#average(task.batches) };
      case 'update':
        this.#update(task);
        return {};
      case 'release':
        for (const { session } of this.#programs) await session.release();
        this.#programs = [];
        return {};
    }
  }

  async #load(setup: ReplicaProgram): Promise<LoadedProgram> {
    const session = await this.#runtime.createSession(setup.onnx, {
      threads: this.#setup.threads,
      optimise: false,
    });
    // The runtime rejects shared memory, so each replica keeps buffers of its own and copies in and out.
    const buffer = (shape: readonly number[]): RuntimeTensor => ({
      data: new Float32Array(sizeOf(shape)),
      shape,
    });
    const feeds = Object.fromEntries(setup.inputs.map(({ name, shape }) => [name, buffer(shape)]));
    feeds.parameters = buffer([totalLength(setup.parameters)]);
    if (setup.readsStatistics) feeds.statistics = buffer([totalLength(setup.statistics)]);
    const results: Record<string, RuntimeTensor> = {};
    for (const { name, shape } of setup.outputs) results[outputPrefix + name] = buffer(shape);
    if (setup.gradients.length > 0) {
      results.loss = buffer([]);
      results.gradient = buffer([totalLength(setup.gradients)]);
      for (const name of setup.metricNames) results[metricPrefix + name] = buffer([]);
      if (setup.batchStatistics.length > 0) results.batchStatistics = buffer([setup.batchStatistics.length]);
    }
    return { setup, session, feeds, results };
  }

  async #run({ program, phase, averaged, feeds: fed, weight, first }: RunTask): Promise<ReplicaResult> {
    const loaded = this.#programs[program];
    if (loaded === undefined) throw internalError('a replica was used before it was loaded');
    const { setup, session, feeds, results } = loaded;
    const { vectors, index } = this.#setup;
    for (const [name, values] of Object.entries(setup.batch)) feeds[name]!.data.set(values);
    for (const { input, phase: from, output } of fed) feeds[input]!.data.set(this.#kept.get(from)![output]!);
    const { parameters, statistics } = averaged ? vectors.averages : vectors;
    gather(feeds.parameters!.data, parameters, setup.parameters);
    if (feeds.statistics) gather(feeds.statistics.data, statistics, setup.statistics);
    await session.run(feeds, results);
    if (setup.outputs.length > 0)
      this.#kept.set(
        phase,
        Object.fromEntries(
          setup.outputs.map(({ name }) => [name, results[outputPrefix + name]!.data.slice()]),
        ),
      );
    if (!results.loss || !results.gradient) return {};
    addGradient(vectors.gradients[index]!, results.gradient.data, setup.gradients, weight, first);
    if (results.batchStatistics) setup.batchStatistics.set(results.batchStatistics.data);
    return {
      loss: results.loss.data[0]!,
      metrics: Object.fromEntries(
        setup.metricNames.map((name) => [name, results[metricPrefix + name]!.data[0]!]),
      ),
    };
  }

  /** In the order of the replicas, so that the sum has the same bits each time. */
  #average(batches: number): number[] {
    const { gradients } = this.#setup.vectors;
    const mean = gradients[0]!;
    const factor = 1 / (gradients.length * batches);
    return this.#setup.segments.map(([start, end]) => {
      let squaredNorm = 0;
      for (let i = start; i < end; i++) {
        let sum = mean[i]!;
        for (let r = 1; r < gradients.length; r++) sum += gradients[r]![i]!;
        const value = sum * factor;
        mean[i] = value;
        squaredNorm += value * value;
      }
      return squaredNorm;
    });
  }

  #update({ spans, gradientScale, averageDecay }: ReplicaTask & { kind: 'update' }): void {
    const { vectors, segments } = this.#setup;
    const own = { ...vectors, gradient: vectors.gradients[0]! };
    for (const [low, high] of segments) {
      for (const span of spans) {
        const [start, end] = [Math.max(low, span.start), Math.min(high, span.end)];
        if (start < end) this.#apply(own, { ...span, gradientScale }, start, end);
      }
      if (averageDecay !== undefined)
        followAverage(vectors.averages.parameters, vectors.parameters, averageDecay, low, high);
    }
  }
}

function totalLength(ranges: readonly SharedRange[]): number {
  return ranges.reduce((sum, { length }) => sum + length, 0);
}

/** A program's vector out of the shared one. */
function gather(own: Float32Array, shared: Float32Array, ranges: readonly SharedRange[]): void {
  for (const range of ranges) own.set(shared.subarray(range.shared, range.shared + range.length), range.own);
}

/** Adds weight · gradient to the shared sum, or begins the sum with it. */
function addGradient(
  sum: Float32Array,
  gradient: Float32Array,
  ranges: readonly SharedRange[],
  weight: number,
  first: boolean,
): void {
  if (first && totalLength(ranges) < sum.length) sum.fill(0);
  for (const { own, shared, length } of ranges) {
    if (first && weight === 1) sum.set(gradient.subarray(own, own + length), shared);
    else if (first) for (let i = 0; i < length; i++) sum[shared + i] = weight * gradient[own + i]!;
    else for (let i = 0; i < length; i++) sum[shared + i] = sum[shared + i]! + weight * gradient[own + i]!;
  }
}
