/** What stands between encoder and decoder: each kind of autoencoder is one. B batch, C channels, h, w the grid, D length of a code. */
import type { Tensor } from '../../../../nn/graph/tensor.js';

export interface Bottleneck {
  /** What is learnt: features to a code with its cost. Randomness is a function of `chance` alone. */
  learn(features: Tensor, chance: Chance): LearntCode;
  /** What is kept of a picture. */
  code(features: Tensor): KnownCode;
  /** The grid that the decoder is given for a code. @param grid – `[h, w]`. */
  grid(code: Tensor, grid: readonly [number, number]): Tensor;
}

/** Inputs of a training step, made where they are asked for. */
export interface Chance {
  /** `[B]`: another whole number for each sample and step. */
  seed(): Tensor;
  /** `[B, 1, 1, 1]`: how soft choices are, all the same. */
  temperature(): Tensor;
}

export interface KnownCode {
  /** A vector `[B, Z]`, or tokens `[B, h·w]` float32. */
  code: Tensor;
  /** `[B, Z]`: of a vector, the logarithm of the variance of each number. */
  logVariance?: Tensor;
}

export interface LearntCode {
  /** `[B, D, h, w]`, for the decoder. */
  grid: Tensor;
  /** Scalar, beside the error of the reconstruction; undefined where there is none. */
  penalty: Tensor | undefined;
  metrics: Readonly<Record<string, Tensor>>;
}
