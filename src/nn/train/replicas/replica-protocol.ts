/** What the trainer and its replicas say to each other. Vectors lie in shared memory; messages are small. */
import type { OnnxValue } from '../../onnx/model.js';
import type { OptimiserOptions } from '../../optimisers/optimiser.js';
import type { Provider } from '../../runtime/provider.js';
import type { SharedRange } from './shared-layout.js';

/** Vectors that all replicas see. `[P]` parameters, `[S]` statistics, of all programs together. */
export interface SharedVectors {
  readonly parameters: Float32Array;
  /** `[P]`; of length 0 where the optimiser keeps none, as the next. */
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly statistics: Float32Array;
  /** `[P]` and `[S]`; of length 0 where no averages are kept. */
  readonly averages: { readonly parameters: Float32Array; readonly statistics: Float32Array };
  /** `[P]` for each replica; the first one becomes their mean. */
  readonly gradients: readonly Float32Array[];
}

export interface ReplicaProgram {
  readonly onnx: Uint8Array;
  readonly inputs: readonly OnnxValue[];
  /** This replica's part of the batch, by input. */
  readonly batch: Readonly<Record<string, Float32Array>>;
  readonly metricNames: readonly string[];
  readonly outputs: readonly OnnxValue[];
  /** Where the program's flat vectors lie in the shared ones. */
  readonly parameters: readonly SharedRange[];
  readonly gradients: readonly SharedRange[];
  readonly statistics: readonly SharedRange[];
  readonly readsStatistics: boolean;
  /** This replica's batch statistics, as the program lays them out. */
  readonly batchStatistics: Float32Array;
}

export interface ReplicaSetup {
  readonly index: number;
  readonly threads: number;
  readonly provider: Provider;
  readonly programs: readonly ReplicaProgram[];
  readonly vectors: SharedVectors;
  /** The elements of the parameters that this replica sums up and updates. */
  readonly segments: readonly (readonly [start: number, end: number])[];
  readonly optimiser: OptimiserOptions;
}

/** One program over this replica's part of the batch. */
export interface RunTask {
  readonly kind: 'run';
  readonly program: number;
  /** Its outputs are kept under this name, until the phase of that name runs again. */
  readonly phase: string;
  /** With the averages instead of parameters and statistics. */
  readonly averaged: boolean;
  /** Inputs that an earlier phase's outputs fill. */
  readonly feeds: readonly { readonly input: string; readonly phase: string; readonly output: string }[];
  /** Of its gradient in the sum. */
  readonly weight: number;
  /** Begins a new sum. */
  readonly first: boolean;
}

/** Neighbouring parameters that are updated alike. */
export interface UpdateSpan {
  readonly start: number;
  readonly end: number;
  /** Number of this update of theirs, from 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

export type ReplicaTask =
  /** Load the programs. */
  | { readonly kind: 'load' }
  | RunTask
  /** Average the segments over all replicas and `batches` batches. */
  | { readonly kind: 'average'; readonly batches: number }
  /** The optimiser on the segments; then, if a decay is given, the averages follow. */
  | {
      readonly kind: 'update';
      readonly spans: readonly UpdateSpan[];
      readonly gradientScale: number;
      readonly averageDecay: number | undefined;
    }
  | { readonly kind: 'release' };

export interface ReplicaResult {
  /** After 'run' of a program with a loss. */
  readonly loss?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  /** After 'average': the sum of squared gradients of each segment. */
  readonly squaredNorms?: readonly number[];
}

/** A float32 vector in shared memory. */
export function sharedVector(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
