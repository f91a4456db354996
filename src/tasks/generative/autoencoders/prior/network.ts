/**
 * Where a code should go next on its way from noise to the code of a face: the velocity of flow matching (Lipman et al., "Flow Matching
 * for Generative Modeling", ICLR 2023; Liu et al., "Flow Straight and Fast", ICLR 2023). B codes of Z numbers.
 */
import { constantInitialiser, kaimingInitialiser } from '../../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { linear } from '../../../../nn/layers/linear.js';
import { relu } from '../../../../nn/operators/activations/relu.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { concat } from '../../../../nn/operators/shapes/concat.js';

export interface PriorArchitecture {
  /** Numbers between its layers. */
  width: number;
  /** Residual blocks of two layers each. */
  blocks: number;
}

/** Waves that a time is told in: sines, then as many cosines. */
const waves = 8;
export const timeNumbers: number = 2 * waves;

/** @param time – from 0, noise, to 1, a face. @returns `[timeNumbers]`. */
export function timeFeatures(time: number): Float32Array {
  return Float32Array.from({ length: timeNumbers }, (_, i) => {
    const angle = time * (Math.PI / 2) * 2 ** (i % waves);
    return i < waves ? Math.sin(angle) : Math.cos(angle);
  });
}

/** @param at – `[B, Z]`. @param time – `[B, timeNumbers]`. @returns `[B, Z]`. */
export function velocity(at: Tensor, time: Tensor, { width, blocks }: PriorArchitecture): Tensor {
  const nothing = constantInitialiser(0);
  return at.graph.scope('prior', () => {
    let x = linear('in', concat([at, time], 1), { units: width });
    for (let block = 0; block < blocks; block++) {
      const inner = relu(linear(`block${block}a`, concat([relu(x), time], 1), { units: width }));
      x = add(x, linear(`block${block}b`, inner, { units: width, weight: kaimingInitialiser('out', 0.1) }));
    }
    const units = at.shape[1]!;
    const straight = linear('straight', at, { units, weight: nothing, bias: false });
    return add(linear('out', relu(x), { units, weight: nothing }), straight);
  });
}
