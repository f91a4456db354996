/**
 * A transformer block, normalised before each part (Xiong et al., "On Layer Normalization in the Transformer
 * Architecture", ICML 2020), which trains without a warm-up: attention, then a perceptron, each added to its input.
 * B batch, T tokens, C their size.
 */
import type { Tensor } from '../graph/tensor.js';
import { gelu } from '../operators/activations/gelu.js';
import { add } from '../operators/arithmetic/add.js';
import { type AttentionOptions, attention } from './attention.js';
import { layerNormalisation } from './layer-normalisation.js';
import { perceptron } from './perceptron.js';

export interface TransformerBlockOptions extends Pick<AttentionOptions, 'heads' | 'causal' | 'bias'> {
  /** Units of the perceptron's hidden layer; default 4 · C. */
  hidden?: number | undefined;
  /** `[B, S, E]`: looked at by a second attention between the two parts, as a decoder does; none by default. */
  context?: Tensor | undefined;
}

/** @param x – `[B, T, C]`. @returns the same shape. */
export function transformerBlock(
  name: string,
  x: Tensor,
  { heads, causal, bias, hidden, context }: TransformerBlockOptions,
): Tensor {
  const size = x.shape.at(-1)!;
  return x.graph.scope(name, () => {
    const own = layerNormalisation('attentionNorm', x);
    let y = add(x, attention('attention', own, { heads, causal, bias }));
    if (context !== undefined)
      y = add(y, attention('crossAttention', layerNormalisation('crossNorm', y), { heads, context }));
    const forward = perceptron(layerNormalisation('perceptronNorm', y), {
      hidden: { widen: hidden ?? 4 * size },
      output: { name: 'narrow', units: size },
      activation: gelu,
    });
    return add(y, forward);
  });
}
