/**
 * The replicas and the vectors that they share: each a worker thread with runtime sessions of its own, its part of each
 * batch and its segments of the parameters.
 */
import { WorkerPool } from '../../../node/worker-pool.js';
import { sizeOf } from '../../graph/shape.js';
import { type OptimiserOptions, slotsOf } from '../../optimisers/optimiser.js';
import type { SlotName } from '../../optimisers/parameter-vectors.js';
import { entryValues, layoutSize } from '../../program/parameter-layout.js';
import type { Provider } from '../../runtime/provider.js';
import type { CompiledPhase, CompiledPlan } from '../plan/compile-plan.js';
import type { Batch } from '../plan/plan-batches.js';
import {
  type ReplicaResult,
  type ReplicaSetup,
  type ReplicaTask,
  type SharedVectors,
  sharedVector,
} from './replica-protocol.js';
import { sharedRanges } from './shared-layout.js';

export interface TeamOptions {
  readonly replicas: number;
  readonly threads: number;
  readonly provider: Provider;
  readonly optimiser: OptimiserOptions;
  /** Whether moving averages are kept. */
  readonly averages: boolean;
}

export class ReplicaTeam {
  readonly vectors: SharedVectors;
  readonly #plan: CompiledPlan;
  readonly #replicas: {
    readonly pool: WorkerPool<ReplicaTask, ReplicaResult>;
    readonly programs: ReplicaSetup['programs'];
  }[];

  constructor(plan: CompiledPlan, { replicas: count, averages, ...options }: TeamOptions) {
    this.#plan = plan;
    const size = layoutSize(plan.parameters.layout);
    const statistics = layoutSize(plan.statistics);
    const kept = slotsOf(options.optimiser);
    const slot = (name: SlotName): Float32Array => sharedVector(kept.includes(name) ? size : 0);
    this.vectors = {
      parameters: sharedVector(size),
      firstMoments: slot('firstMoments'),
      secondMoments: slot('secondMoments'),
      statistics: sharedVector(statistics),
      averages: {
        parameters: sharedVector(averages ? size : 0),
        statistics: sharedVector(averages ? statistics : 0),
      },
      gradients: Array.from({ length: count }, () => sharedVector(size)),
    };
    this.#replicas = Array.from({ length: count }, (_, index) => {
      const share = (size: number, part: number): number => Math.floor((size * part) / count);
      const setup: ReplicaSetup = {
        index,
        ...options,
        programs: plan.programs.map(({ program }) => ({
          onnx: program.onnx,
          inputs: program.inputs,
          batch: Object.fromEntries(
            program.inputs.map(({ name, shape }) => [name, sharedVector(sizeOf(shape))]),
          ),
          metricNames: program.metricNames,
          outputs: program.outputs,
          parameters: sharedRanges(plan.parameters.layout, program.parameters),
          gradients: sharedRanges(plan.parameters.layout, program.gradients),
          statistics: sharedRanges(plan.statistics, program.statistics),
          readsStatistics: program.readsStatistics,
          batchStatistics: sharedVector(program.gradients.length > 0 ? layoutSize(program.statistics) : 0),
        })),
        vectors: this.vectors,
        segments: plan.parameters.blocks.map(([start, end]) => [
          start + share(end - start, index),
          start + share(end - start, index + 1),
        ]),
      };
      return {
        programs: setup.programs,
        pool: new WorkerPool('./replica-worker', import.meta.url, { workers: 1, setup }),
      };
    });
  }

  async load(): Promise<void> {
    try {
      await this.all({ kind: 'load' });
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    await Promise.allSettled(this.#replicas.map(({ pool }) => pool.run({ kind: 'release' })));
    await Promise.all(this.#replicas.map(({ pool }) => pool.close()));
  }

  all(task: ReplicaTask): Promise<ReplicaResult[]> {
    return Promise.all(this.#replicas.map(({ pool }) => pool.run(task)));
  }

  /** Deals a batch out to the replicas. */
  share(phase: CompiledPhase, batch: Batch): void {
    for (const [name, values] of Object.entries(batch)) {
      const part = values.length / this.#replicas.length;
      this.#replicas.forEach(({ programs }, index) => {
        programs[phase.index]!.batch[name]!.set(values.subarray(index * part, (index + 1) * part));
      });
    }
  }

  /** Moves the running statistics by what the replicas saw in the run of a phase. */
  updateStatistics({ program, index: number }: CompiledPhase): void {
    const places = new Map(this.#plan.statistics.map((entry) => [entry.name, entry]));
    program.statistics.forEach((entry, index) => {
      const momentum = program.momenta[index]!;
      const running = entryValues(this.vectors.statistics, places.get(entry.name)!);
      const parts = this.#replicas.map(({ programs }) =>
        entryValues(programs[number]!.batchStatistics, entry),
      );
      for (let i = 0; i < running.length; i++) {
        let sum = 0;
        for (const part of parts) sum += part[i]!;
        running[i] = (1 - momentum) * running[i]! + (momentum * sum) / parts.length;
      }
    });
  }
}
