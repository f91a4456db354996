/**
 * Multi-head scaled dot-product attention (Vaswani et al., "Attention Is All You Need", NeurIPS 2017, section 3.2).
 * B batch, T tokens that ask, S tokens that are looked at, C their size, N heads, D = C / N.
 *
 * Written out as products and a softmax: the whole matrix of T × S weights is kept, so memory grows with its area.
 */
import { LineamentError } from '../../core/errors.js';
import { shapeText } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { softmax } from '../operators/activations/softmax.js';
import { add } from '../operators/arithmetic/add.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { matmul } from '../operators/products/matmul.js';
import { reshape } from '../operators/shapes/reshape.js';
import { transpose } from '../operators/shapes/transpose.js';
import { forNoActivation, linear } from './linear.js';

export interface AttentionOptions {
  /** N; divides C. */
  heads: number;
  /** `[B, S, E]`: what is looked at; default the tokens themselves. */
  context?: Tensor | undefined;
  /** Each token looks at itself and those before it alone. */
  causal?: boolean | undefined;
  /** Added to the scores before the softmax, broadcast to `[B, N, T, S]`: large and negative where nothing is to be seen. */
  bias?: Tensor | undefined;
}

/** What a score of a hidden token is lowered by: far enough for a softmax in float32, and finite. */
const hidden = -1e9;

/** @param x – `[B, T, C]`. @returns `[B, T, C]`. Parameters `query`, `key`, `value` and `output`, each a linear layer. */
export function attention(
  name: string,
  x: Tensor,
  { heads, context = x, causal = false, bias }: AttentionOptions,
): Tensor {
  requireTokens(x, context, heads, causal);
  const { graph } = x;
  const [batch, tokens, size] = x.shape as readonly [number, number, number];
  const seen = context.shape[1]!;
  const depth = size / heads;
  const project = (part: string, of: Tensor): Tensor =>
    linear(part, of, { units: size, weight: forNoActivation });
  /** `[B, S, C]` as `[B, N, S, D]`, or `[B, N, D, S]`. */
  const split = (part: Tensor, order: readonly number[]): Tensor =>
    transpose(reshape(part, [batch, part.shape[1]!, heads, depth]), order);
  return graph.scope(name, () => {
    const query = split(multiply(project('query', x), depth ** -0.5), [0, 2, 1, 3]);
    const key = split(project('key', context), [0, 2, 3, 1]);
    const value = split(project('value', context), [0, 2, 1, 3]);
    let scores = matmul(query, key);
    if (causal) scores = add(scores, graph.constant(laterTokens(tokens), [tokens, seen]));
    if (bias !== undefined) scores = add(scores, bias);
    const mixed = transpose(matmul(softmax(scores, 3), value), [0, 2, 1, 3]);
    return project('output', reshape(mixed, [batch, tokens, size]));
  });
}

/** `[T, T]`: 0 up to the diagonal, {@link hidden} behind it. */
function laterTokens(tokens: number): Float32Array {
  return Float32Array.from({ length: tokens * tokens }, (_, i) =>
    i % tokens > Math.floor(i / tokens) ? hidden : 0,
  );
}

function requireTokens(x: Tensor, context: Tensor, heads: number, causal: boolean): void {
  const refuse = (rule: string): never => {
    throw new LineamentError(
      `attention: ${rule}, got ${shapeText(x.shape)}, context ${shapeText(context.shape)}, ${heads} heads`,
    );
  };
  if (x.shape.length !== 3 || context.shape.length !== 3 || x.shape[0] !== context.shape[0])
    refuse('x must be [B, T, C] and the context [B, S, E]');
  if (!Number.isInteger(heads) || heads < 1 || x.shape[2]! % heads !== 0)
    refuse('the number of heads must be whole and divide C');
  if (causal && context !== x) refuse('only tokens that look at themselves can be causal');
}
