/** What stands between encoder and decoder: each kind of autoencoder is one. B batch, C channels, h, w the grid, D length of a code. */
import type { Tensor } from '../../../../nn/graph/tensor.js';

export interface Bottleneck {
  /** What is learnt: features to a code with its cost. Randomness is a function of `chance` alone. */
  learn(seen: Seen, chance: Chance): LearntCode;
  /** What is kept of a picture. */
  code(seen: Seen): KnownCode;
  /** What the decoder is given for a code. @param grid – `[h, w]`. */
  shown(code: Tensor, grid: readonly [number, number]): Shown;
}

/** What the encoder gives. */
export interface Seen {
  /** `[B, C, h, w]`. */
  features: Tensor;
  /** `[B, 3, S, S]`: the picture itself. */
  image: Tensor;
}

export interface Shown {
  /** `[B, D, h, w]`. */
  grid: Tensor;
  /** `[B, 3, S, S]`: a picture to which the decoder adds; undefined where it draws all of it. */
  base?: Tensor | undefined;
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
  /** For the decoder. */
  shown: Shown;
  /** Scalar, beside the error of the reconstruction; undefined where there is none. */
  penalty: Tensor | undefined;
  metrics: Readonly<Record<string, Tensor>>;
}
