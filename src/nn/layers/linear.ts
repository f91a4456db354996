/** A fully connected layer on the last axis: y = x·W + b. */
import { constantInitialiser, type Initialiser, kaimingInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { matmul } from '../operators/products/matmul.js';
import { reshape } from '../operators/shapes/reshape.js';

export interface LinearOptions {
  /** D, the size of the last axis of the result. */
  units: number;
  /** Of the weight `[C, D]`; default Kaiming, for a ReLU behind it. */
  weight?: Initialiser | undefined;
  /** Of the bias `[D]`, default 0; false leaves it out. */
  bias?: Initialiser | false | undefined;
}

/** For weights `[C, D]`, whose inputs are counted by the first axis. */
const forRelu: Initialiser = kaimingInitialiser('out');

/** For a layer behind which no ReLU halves the signal. */
export const forNoActivation: Initialiser = kaimingInitialiser('out', 1);

/** @param x – `[…, C]`. @returns `[…, units]`. Parameters `weight` `[C, units]` and `bias` `[units]`. */
export function linear(
  name: string,
  x: Tensor,
  { units, weight = forRelu, bias = constantInitialiser(0) }: LinearOptions,
): Tensor {
  const { graph } = x;
  const inputs = x.shape.at(-1)!;
  // One product of matrices: its gradient needs no sum over the leading axes.
  const rows = x.shape.length === 2 ? x : reshape(x, [-1, inputs]);
  const y = graph.scope(name, () => {
    const product = matmul(rows, graph.parameter('weight', [inputs, units], weight));
    return bias === false ? product : addBias(product, graph.parameter('bias', [units], bias));
  });
  return x.shape.length === 2 ? y : reshape(y, [...x.shape.slice(0, -1), units]);
}
