/** What the trainer and its replicas say to each other. Vectors lie in shared memory; messages are small. */
import type { OnnxValue } from '../onnx/model.js';
import type { AdamOptions, AdamStep } from '../optimisers/adam.js';

/** Vectors that all replicas see. `[P]` parameters, `[S]` statistics. */
export interface SharedVectors {
  readonly parameters: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly statistics: Float32Array;
  /** `[P]` for each replica; the first one becomes their mean. */
  readonly gradients: readonly Float32Array[];
  /** `[S]` for each replica. */
  readonly batchStatistics: readonly Float32Array[];
}

export interface ReplicaSetup {
  readonly onnx: Uint8Array;
  readonly index: number;
  readonly threads: number;
  readonly inputs: readonly OnnxValue[];
  /** This replica's part of the batch, by input. */
  readonly batch: Readonly<Record<string, Float32Array>>;
  readonly metricNames: readonly string[];
  readonly readsStatistics: boolean;
  readonly vectors: SharedVectors;
  /** The elements of the parameters that this replica sums up and updates. */
  readonly segment: readonly [start: number, end: number];
  readonly adam: AdamOptions;
}

export type ReplicaTask =
  /** Load the program. */
  | { readonly kind: 'load' }
  /** Forward and backward over this replica's part of the batch. */
  | { readonly kind: 'gradient' }
  /** Average the segment over all replicas. */
  | { readonly kind: 'average' }
  /** Adam on the segment. */
  | { readonly kind: 'update'; readonly adamStep: AdamStep }
  | { readonly kind: 'release' };

export interface ReplicaResult {
  /** After 'gradient'. */
  readonly loss?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  /** After 'average': the sum of the segment's squared gradients. */
  readonly squaredNorm?: number;
}

/** A float32 vector in shared memory. */
export function sharedVector(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
