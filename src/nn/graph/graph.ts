/**
 * A network as a list of ONNX nodes with static shapes. Operators (src/nn/operators) append nodes and, in training
 * mode, put their gradient rules on the tape. A graph in inference mode records nothing and batch normalisation
 * uses its running statistics.
 */
import { internalError, LineamentError } from '../../core/errors.js';
import type { Attributes, DataType, OnnxInitialiser, OnnxNode, OnnxValue } from '../onnx/model.js';
import { GradientTape } from './gradient-tape.js';
import type { Initialiser } from './initialisers.js';
import { type Shape, shapeText, sizeOf } from './shape.js';
import type { EmitOptions, GraphBuilder, TapeEntry, Tensor } from './tensor.js';

export type GraphMode = 'training' | 'inference';

export interface ParameterDeclaration extends OnnxValue {
  readonly initialiser: Initialiser;
}

export interface StatisticDeclaration extends OnnxValue {
  /** What each element starts with. */
  readonly value: number;
}

/** After a step: statistic ← (1 − momentum) · statistic + momentum · batchValue. */
export interface StatisticUpdate {
  readonly batchValue: Tensor;
  readonly momentum: number;
}

/** Longest constant that is looked up so that equal ones are stored once. */
const sharedConstantLimit = 64;

export class Graph implements GraphBuilder {
  readonly mode: GraphMode;
  readonly isFrozen: (name: string) => boolean;
  readonly tape: GradientTape = new GradientTape();
  readonly nodes: OnnxNode[] = [];
  readonly inputs: OnnxValue[] = [];
  readonly parameters: ParameterDeclaration[] = [];
  readonly statistics: StatisticDeclaration[] = [];
  readonly constants: OnnxInitialiser[] = [];
  /** By the statistic's name. */
  readonly statisticUpdates: Map<string, StatisticUpdate> = new Map();
  /** Of every value, by name. */
  readonly shapes: Map<string, Shape> = new Map();
  readonly #shared = new Map<string, Tensor>();
  readonly #names = new Set<string>();
  #scope: string[] = [];
  #next = 0;

  /** @param frozen – parameters and statistics, by name, that training leaves as they are. */
  constructor(mode: GraphMode, frozen: (name: string) => boolean = () => false) {
    this.mode = mode;
    this.isFrozen = frozen;
  }

  /** A value fed at each run. In training its first dimension is the batch. */
  input(name: string, shape: Shape, dtype: DataType = 'float32'): Tensor {
    const value = this.#declare(name, shape, dtype);
    this.inputs.push(plainValue(value));
    return value;
  }

  /** A trainable value; its name is prefixed by the scope. Parameters lie flat in the order of creation. */
  parameter(name: string, shape: Shape, initialiser: Initialiser): Tensor {
    const value = this.#declare(this.#scoped(name), shape, 'float32');
    this.parameters.push({ ...plainValue(value), initialiser });
    if (this.mode === 'training') this.tape.watch(value);
    return value;
  }

  /** A value that training updates outside the gradients, such as a running mean. */
  statistic(name: string, shape: Shape, value: number): Tensor {
    const tensor = this.#declare(this.#scoped(name), shape, 'float32');
    this.statistics.push({ ...plainValue(tensor), value });
    return tensor;
  }

  updateStatistic(statistic: Tensor, batchValue: Tensor, momentum: number): void {
    if (!this.statistics.some(({ name }) => name === statistic.name))
      throw internalError(`${statistic.name} is no statistic of this graph`);
    this.statisticUpdates.set(statistic.name, { batchValue, momentum });
  }

  /** Fixed float32 values; a scalar where no shape is given for a number, one axis for a list. */
  constant(values: number | ArrayLike<number>, shape?: Shape): Tensor {
    const list = typeof values === 'number' ? Float32Array.of(values) : Float32Array.from(values);
    return this.#store(list, shape ?? (typeof values === 'number' ? [] : [list.length]), 'float32');
  }

  /** Fixed int64 values: axes, shapes, indices. */
  integers(values: readonly number[], shape: Shape = [values.length]): Tensor {
    return this.#store(BigInt64Array.from(values, BigInt), shape, 'int64');
  }

  /** Names what is built inside: `scope('stem', () => …)` makes parameters `stem.…`. */
  scope<T>(name: string, build: () => T): T {
    this.#scope.push(name);
    try {
      return build();
    } finally {
      this.#scope.pop();
    }
  }

  get scopePath(): string {
    return this.#scope.join('.');
  }

  /** Runs `build` as if it stood in the scope of an earlier node. */
  inScope<T>(path: string, build: () => T): T {
    const before = this.#scope;
    this.#scope = [path];
    try {
      return build();
    } finally {
      this.#scope = before;
    }
  }

  record(entry: TapeEntry): void {
    if (this.mode === 'training') this.tape.record(entry, this.scopePath);
  }

  /** Appends a node of one output. Operators call this; networks call operators. */
  emit(
    type: string,
    inputs: readonly (Tensor | undefined)[],
    attributes: Attributes,
    shape: Shape,
    options: EmitOptions = {},
  ): Tensor {
    return this.emitAll(type, inputs, attributes, [shape], options)[0]!;
  }

  /** Appends a node of several outputs. */
  emitAll(
    type: string,
    inputs: readonly (Tensor | undefined)[],
    attributes: Attributes,
    shapes: readonly Shape[],
    options: EmitOptions = {},
  ): Tensor[] {
    for (const input of inputs)
      if (input !== undefined && input.graph !== this)
        throw new LineamentError(`${type}: ${input.name} belongs to another graph`, {
          hint: 'build a network within one graph',
        });
    const outputs = shapes.map((shape) =>
      this.#tensor(`t${this.#next++}`, shape, options.dtype ?? 'float32'),
    );
    this.nodes.push({
      type,
      domain: options.domain ?? '',
      inputs: inputs.map((input) => input?.name ?? ''),
      outputs: outputs.map(({ name }) => name),
      attributes,
      scope: this.scopePath,
    });
    return outputs;
  }

  #scoped(name: string): string {
    return this.#scope.length === 0 ? name : `${this.scopePath}.${name}`;
  }

  #declare(name: string, shape: Shape, dtype: DataType): Tensor {
    if (this.#names.has(name) || name === '')
      throw new LineamentError(`graph: the name '${name}' ${name === '' ? 'is empty' : 'is taken'}`, {
        hint: 'name each input, parameter and statistic once; use scope()',
      });
    if (shape.some((size) => !Number.isInteger(size) || size < 1))
      throw new LineamentError(
        `graph: '${name}' has shape ${shapeText(shape)}; sizes are whole and positive`,
      );
    this.#names.add(name);
    return this.#tensor(name, shape, dtype);
  }

  #tensor(name: string, shape: Shape, dtype: DataType): Tensor {
    this.shapes.set(name, [...shape]);
    return { name, shape: [...shape], dtype, graph: this };
  }

  #store(values: Float32Array | BigInt64Array, shape: Shape, dtype: DataType): Tensor {
    if (values.length !== sizeOf(shape))
      throw internalError(`constant of ${values.length} values for shape ${shapeText(shape)}`);
    const key =
      values.length <= sharedConstantLimit ? `${dtype}${shapeText(shape)}${values.join()}` : undefined;
    const known = key === undefined ? undefined : this.#shared.get(key);
    if (known !== undefined) return known;
    const tensor = this.#tensor(`c${this.constants.length}`, shape, dtype);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.constants.push({ ...plainValue(tensor), bytes });
    if (key !== undefined) this.#shared.set(key, tensor);
    return tensor;
  }
}

function plainValue({ name, shape, dtype }: Tensor): OnnxValue {
  return { name, shape, dtype };
}
