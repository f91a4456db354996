import { describe, expect, it } from 'vitest';
import { Graph } from '../graph/graph.js';
import { slice } from '../operators/shapes/slice.js';
import { type AttentionOptions, attention } from './attention.js';
import { checkLayer, type LayerValues, plainLayerNorm, plainLinear } from './layer-case.suite.js';
import { transformerBlock } from './transformer-block.js';

const [batch, size, heads] = [2, 4, 2];

const dense = (values: LayerValues, name: string, x: Float64Array): Float64Array =>
  plainLinear(x, values[`${name}.weight`]!, values[`${name}.bias`]!);

const norm = (values: LayerValues, name: string, x: Float64Array): Float64Array =>
  plainLayerNorm(x, values[`${name}.gamma`]!, values[`${name}.beta`]!);

/** Word by word after the paper, head by head. @param x – `[B, T, C]`. @param context – `[B, S, C]`. */
function attended(
  values: LayerValues,
  name: string,
  x: Float64Array,
  context: Float64Array,
  sees: (asking: number, seen: number) => number = () => 0,
): Float64Array {
  const depth = size / heads;
  const query = dense(values, `${name}.query`, x);
  const key = dense(values, `${name}.key`, context);
  const value = dense(values, `${name}.value`, context);
  const [tokens, seen] = [x, context].map((list) => list.length / batch / size) as [number, number];
  const mixed = new Float64Array(x.length);
  for (let b = 0; b < batch; b++)
    for (let head = 0; head < heads; head++)
      for (let t = 0; t < tokens; t++) {
        const at = (b * tokens + t) * size + head * depth;
        const other = (s: number): number => (b * seen + s) * size + head * depth;
        const scores = Array.from({ length: seen }, (_, s) => {
          let product = 0;
          for (let d = 0; d < depth; d++) product += query[at + d]! * key[other(s) + d]!;
          return Math.exp(product / Math.sqrt(depth) + sees(t, s));
        });
        const sum = scores.reduce((total, score) => total + score, 0);
        for (let d = 0; d < depth; d++)
          mixed[at + d] = scores.reduce((total, score, s) => total + (score / sum) * value[other(s) + d]!, 0);
      }
  return dense(values, `${name}.output`, mixed);
}

const square = (name: string) => ({ [`${name}.weight`]: [size, size], [`${name}.bias`]: [size] });
const attentionParameters = (name: string) => ({
  ...square(`${name}.query`),
  ...square(`${name}.key`),
  ...square(`${name}.value`),
  ...square(`${name}.output`),
});
const normParameters = (name: string) => ({ [`${name}.gamma`]: [size], [`${name}.beta`]: [size] });

describe('attention', () => {
  checkLayer('attention among themselves', {
    input: [batch, 3, size],
    build: (x) => attention('a', x, { heads }),
    parameters: attentionParameters('a'),
    reference: (values) => attended(values, 'a', values.x!, values.x!),
    output: [batch, 3, size],
  });
  checkLayer('causal attention with a bias of its own', {
    input: [batch, 3, size],
    build: (x) => attention('a', x, { heads, causal: true, bias: x.graph.constant([0, 1, 2], [3]) }),
    parameters: attentionParameters('a'),
    reference: (values) =>
      attended(values, 'a', values.x!, values.x!, (t, s) => (s > t ? Number.NEGATIVE_INFINITY : s)),
    output: [batch, 3, size],
  });
  checkLayer('attention to a context of another length', {
    input: [batch, 3, size],
    build: (x) => attention('a', x, { heads, context: slice(x, 1, 1, 3) }),
    parameters: attentionParameters('a'),
    reference: (values) => {
      const later = values.x!.filter((_, i) => i % (3 * size) >= size);
      return attended(values, 'a', values.x!, later);
    },
    output: [batch, 3, size],
  });

  const refused: [number, Partial<AttentionOptions>, string][] = [
    [3, {}, 'the number of heads must be whole and divide C, got [2, 3, 4], context [2, 3, 4], 3 heads'],
    [2, { context: new Graph('inference').input('c', [1, 3, 4]) }, 'the context [B, S, E], got'],
    [2, { context: new Graph('inference').input('c', [2, 5, 4]), causal: true }, 'can be causal'],
  ];
  it.each(refused)('with %i heads is refused where it cannot be', (count, options, message) => {
    const x = new Graph('inference').input('x', [2, 3, 4]);
    expect(() => attention('a', x, { heads: count, ...options })).toThrow(message);
  });
});

/** The series of the error function. */
function plainErf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 150; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function forward(values: LayerValues, x: Float64Array): Float64Array {
  const wide = dense(values, 'b.widen', norm(values, 'b.perceptronNorm', x));
  return dense(
    values,
    'b.narrow',
    wide.map((value) => 0.5 * value * (1 + plainErf(value / Math.SQRT2))),
  );
}

const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);

const forwardParameters = {
  ...normParameters('b.perceptronNorm'),
  'b.widen.weight': [size, 6],
  'b.widen.bias': [6],
  'b.narrow.weight': [6, size],
  'b.narrow.bias': [size],
};

describe('transformer block', () => {
  checkLayer('transformer block', {
    input: [batch, 3, size],
    build: (x) => transformerBlock('b', x, { heads, hidden: 6 }),
    parameters: {
      ...normParameters('b.attentionNorm'),
      ...attentionParameters('b.attention'),
      ...forwardParameters,
    },
    reference: (values) => {
      const own = norm(values, 'b.attentionNorm', values.x!);
      const seen = plus(values.x!, attended(values, 'b.attention', own, own));
      return plus(seen, forward(values, seen));
    },
    output: [batch, 3, size],
    tolerance: 1e-4,
  });
  checkLayer('transformer block of a decoder', {
    input: [batch, 3, size],
    build: (x) => transformerBlock('b', x, { heads, hidden: 6, causal: true, context: x }),
    parameters: {
      ...normParameters('b.attentionNorm'),
      ...attentionParameters('b.attention'),
      ...normParameters('b.crossNorm'),
      ...attentionParameters('b.crossAttention'),
      ...forwardParameters,
    },
    reference: (values) => {
      const own = norm(values, 'b.attentionNorm', values.x!);
      const later = (t: number, s: number): number => (s > t ? Number.NEGATIVE_INFINITY : 0);
      const first = plus(values.x!, attended(values, 'b.attention', own, own, later));
      const asking = norm(values, 'b.crossNorm', first);
      const second = plus(first, attended(values, 'b.crossAttention', asking, values.x!));
      return plus(second, forward(values, second));
    },
    output: [batch, 3, size],
    tolerance: 1e-4,
  });
});
