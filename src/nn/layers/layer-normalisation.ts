/** Layer normalisation of the last axis with a learned factor and offset (Ba et al., arXiv 1607.06450). */
import { constantInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { layerNorm } from '../operators/normalisation/layer-norm.js';

/** @param x – `[…, D]`. @returns the same shape. Parameters `gamma` and `beta`, each `[D]`. */
export function layerNormalisation(name: string, x: Tensor): Tensor {
  const { graph } = x;
  const size = [x.shape.at(-1)!];
  return graph.scope(name, () =>
    layerNorm(x, {
      gamma: graph.parameter('gamma', size, constantInitialiser(1)),
      beta: graph.parameter('beta', size, constantInitialiser(0)),
    }),
  );
}
