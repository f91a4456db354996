/**
 * A multilayer perceptron (MLP) on the last axis: hidden layers, each with an activation and, if wanted, layer
 * normalisation before it, then a linear layer.
 */
import type { Initialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { relu } from '../operators/activations/relu.js';
import { layerNormalisation } from './layer-normalisation.js';
import { forNoActivation, linear } from './linear.js';

export interface PerceptronOptions {
  /** Units of each hidden layer, by its name; parameters lie in this order. */
  hidden: Readonly<Record<string, number>>;
  /** The last layer: its name, its units and how its weight begins. */
  output: { readonly name: string; readonly units: number; readonly weight?: Initialiser };
  /** Default {@link relu}. */
  activation?: ((x: Tensor) => Tensor) | undefined;
  /** Normalises what each hidden layer gives before its activation; off by default. */
  normalised?: boolean | undefined;
}

/** @param x – `[…, C]`. @returns `[…, units of the output]`. */
export function perceptron(
  x: Tensor,
  { hidden, output, activation = relu, normalised = false }: PerceptronOptions,
): Tensor {
  let y = x;
  for (const [name, units] of Object.entries(hidden)) {
    const sums = linear(name, y, { units });
    y = activation(normalised ? layerNormalisation(`${name}Norm`, sums) : sums);
  }
  const { name, units, weight = forNoActivation } = output;
  return linear(name, y, { units, weight });
}
