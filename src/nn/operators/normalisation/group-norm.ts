/**
 * Group normalisation (Wu & He, ECCV 2018): y = γ · (x − mean) / √(variance + ε) + β, mean and variance over the
 * pixels of a group of channels of each image, γ and β for each channel. One channel a group is instance
 * normalisation. It knows no batch and is the same in training and inference.
 */
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { add } from '../arithmetic/add.js';
import { divide } from '../arithmetic/divide.js';
import { multiply } from '../arithmetic/multiply.js';
import { sqrt } from '../arithmetic/sqrt.js';
import { square } from '../arithmetic/square.js';
import { subtract } from '../arithmetic/subtract.js';
import { requireFloat, requireShapes } from '../check.js';
import { addBias } from '../convolution/add-bias.js';
import { reduceMean } from '../reductions/reduce-mean.js';
import { reshape } from '../shapes/reshape.js';
import { normalisationGradient } from './layer-norm.js';

export interface GroupNormOptions {
  /** Divides the channels. */
  groups: number;
  /** `[C]`, the factor. */
  gamma: Tensor;
  /** `[C]`, the offset. */
  beta: Tensor;
  /** Default 1e-5. */
  epsilon?: number;
}

/** @param x – `[B, C, …]`. */
export function groupNorm(x: Tensor, { groups, gamma, beta, epsilon = 1e-5 }: GroupNormOptions): Tensor {
  requireFloat('groupNorm', x, gamma, beta);
  const [batch, channels] = x.shape as [number, number];
  requireShapes(
    'groupNorm',
    x.shape.length >= 2 && [gamma, beta].every(({ shape }) => shape.length === 1 && shape[0] === channels),
    'gamma and beta must be [C] for x of [B, C, …]',
    x,
    gamma,
    beta,
  );
  requireShapes(
    'groupNorm',
    Number.isInteger(groups) && groups >= 1 && channels % groups === 0,
    `the ${groups} groups must divide the ${channels} channels`,
    x,
  );
  const normalised = normaliseRows(reshape(x, [batch, groups, sizeOf(x.shape) / batch / groups]), epsilon);
  const factor = reshape(gamma, [channels, ...x.shape.slice(2).fill(1)]);
  return addBias(multiply(reshape(normalised, x.shape), factor), beta);
}

/** `[B, G, N]` → mean 0 and variance 1 along the last axis. */
function normaliseRows(x: Tensor, epsilon: number): Tensor {
  const graph = x.graph;
  const groups = x.shape[1]!;
  const fill = (value: number): Tensor => graph.constant(new Float32Array(groups).fill(value));
  const y = graph.emit(
    'InstanceNormalization',
    [x, fill(1), fill(0)],
    { epsilon: { float: epsilon } },
    x.shape,
  );
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const centred = subtract(x, reduceMean(x, [2], true));
      const deviation = sqrt(add(reduceMean(square(centred), [2], true), epsilon));
      return [divide(normalisationGradient(y, dy!, 2), deviation)];
    },
  });
  return y;
}
