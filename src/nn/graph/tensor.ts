/**
 * What operators see: a tensor (a named value of static shape, holding no numbers), the graph that it belongs to,
 * and the gradient rule that an operator records there.
 */
import type { Attributes, DataType } from '../onnx/model.js';
import type { Initialiser } from './initialisers.js';
import type { Shape } from './shape.js';

export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  readonly graph: GraphBuilder;
}

export interface EmitOptions {
  dtype?: DataType;
  /** An operator domain other than the standard one. */
  domain?: string;
}

/** What networks and operators ask of a graph; graph.ts has the one implementation. */
export interface GraphBuilder {
  readonly mode: 'training' | 'inference';
  readonly scopePath: string;
  /** Whether training leaves the parameter or statistic of that name as it is. */
  readonly isFrozen: (name: string) => boolean;
  /** A value fed at each run. In training its first dimension is the batch. */
  input(name: string, shape: Shape, dtype?: DataType): Tensor;
  /** A trainable value; its name is prefixed by the scope. Parameters lie flat in the order of creation. */
  parameter(name: string, shape: Shape, initialiser: Initialiser): Tensor;
  /** A value that training updates outside the gradients, such as a running mean; starts at `value`. */
  statistic(name: string, shape: Shape, value: number): Tensor;
  /** Names what is built inside: `scope('stem', () => …)` makes parameters `stem.…`. */
  scope<T>(name: string, build: () => T): T;
  /** Fixed float32 values; a scalar where no shape is given for a number, one axis for a list. */
  constant(values: number | ArrayLike<number>, shape?: Shape): Tensor;
  /** Fixed int64 values: axes, shapes, indices. */
  integers(values: readonly number[], shape?: Shape): Tensor;
  /** Appends a node of one output. */
  emit(
    type: string,
    inputs: readonly (Tensor | undefined)[],
    attributes: Attributes,
    shape: Shape,
    options?: EmitOptions,
  ): Tensor;
  /** Appends a node of several outputs. */
  emitAll(
    type: string,
    inputs: readonly (Tensor | undefined)[],
    attributes: Attributes,
    shapes: readonly Shape[],
    options?: EmitOptions,
  ): Tensor[];
  /** Puts a gradient rule on the tape; without effect in inference mode and within gradient rules. */
  record(entry: TapeEntry): void;
  /** After a step: statistic ← (1 − momentum) · statistic + momentum · batchValue. */
  updateStatistic(statistic: Tensor, batchValue: Tensor, momentum: number): void;
  /** Runs `build` as if it stood in the scope of an earlier node. */
  inScope<T>(path: string, build: () => T): T;
}

/** A gradient with a factor for each channel still to be multiplied in, see gradient-tape.ts. */
export interface ScaledCotangent {
  readonly value: Tensor;
  /** `[C]`, to be multiplied along axis 1. */
  readonly channelScale: Tensor;
}

/** The gradient of the loss with respect to a tensor. */
export type Cotangent = Tensor | ScaledCotangent;

interface EntryOf<C> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /**
   * @param cotangents – one for each output; undefined where the loss does not depend on it.
   * @param wanted – for each input, whether its gradient is needed.
   * @returns one for each input; undefined where nothing flows.
   */
  readonly rule: (
    cotangents: readonly (C | undefined)[],
    wanted: readonly boolean[],
  ) => readonly (Cotangent | undefined)[];
}

/** An operator's gradient; `takesScale` if its rule handles scaled cotangents itself. */
export type TapeEntry =
  | (EntryOf<Tensor> & { readonly takesScale?: false })
  | (EntryOf<Cotangent> & { readonly takesScale: true });
