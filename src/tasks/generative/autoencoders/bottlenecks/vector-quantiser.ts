/**
 * The VQ-VAE's bottleneck (van den Oord et al., "Neural Discrete Representation Learning", NeurIPS 2017): each of the grid's
 * vectors is replaced by the nearest of K codes, and gradients pass as if it had not been. Codes are running means of the
 * vectors that chose them (appendix A.1 there). A code that hardly any vector chooses begins anew at a vector of the batch
 * (Dhariwal et al., "Jukebox", 2020), and so do all of them at the first step.
 *
 * Counts and sums are the graph's statistics: what moves them is computed in the graph, and averaged over replicas.
 * N vectors of a batch, K codes, D their length.
 */

import type { Tensor } from '../../../../nn/graph/tensor.js';
import { normalisedConvolution } from '../../../../nn/layers/normalised-convolution.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../../nn/operators/arithmetic/divide.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { maximum } from '../../../../nn/operators/comparisons/maximum.js';
import { step } from '../../../../nn/operators/comparisons/step.js';
import { stopGradient } from '../../../../nn/operators/gradients/stop-gradient.js';
import { straightThrough } from '../../../../nn/operators/gradients/straight-through.js';
import { embedding } from '../../../../nn/operators/indexing/embedding.js';
import { oneHot } from '../../../../nn/operators/indexing/one-hot.js';
import { meanSquaredError } from '../../../../nn/operators/losses/mean-squared-error.js';
import { uniformNoise } from '../../../../nn/operators/normalisation/random-noise.js';
import { matmul } from '../../../../nn/operators/products/matmul.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { slice } from '../../../../nn/operators/shapes/slice.js';
import { transpose } from '../../../../nn/operators/shapes/transpose.js';
import type { VectorQuantisedModel } from '../architecture.js';
import type { Bottleneck } from './bottleneck.js';
import { asTokens, largest, toGrid, toRows } from './token-rows.js';

export function vectorQuantiser(model: VectorQuantisedModel): Bottleneck {
  const { codes, codeLength, commitment } = model;
  const project = (features: Tensor): Tensor =>
    normalisedConvolution('project', features, { channels: codeLength, kernel: 1, activation: false });
  let known: Codebook | undefined;
  const book = ({ graph }: Tensor): Codebook => {
    if (known === undefined) {
      const counts = graph.statistic('codeCounts', [codes], 0);
      const sums = graph.statistic('codeSums', [codes, codeLength], 0);
      known = { counts, sums, codes: divide(sums, maximum(reshape(counts, [codes, 1]), leastCount)) };
    }
    return known;
  };
  return {
    learn({ features }, { seed }) {
      const grid = project(features);
      const size = grid.shape.slice(2) as [number, number];
      const rows = toRows(grid);
      const { graph } = rows;
      const fixed = stopGradient(rows);
      const now = book(features);
      const chosen = nearest(fixed, now.codes);
      const nearestCodes = stopGradient(toGrid(embedding(now.codes, chosen), size));
      const { counts, sums, alive } = moved(model, now, fixed, oneHot(chosen, codes), seed());
      const momentum = 1 - model.decay;
      graph.updateStatistic(now.counts, counts, momentum);
      graph.updateStatistic(now.sums, sums, momentum);
      return {
        shown: { grid: straightThrough(grid, nearestCodes) },
        penalty: multiply(meanSquaredError(grid, nearestCodes), commitment),
        metrics: { codesAlive: alive },
      };
    },
    code: ({ features }) => {
      const grid = project(features);
      return { code: asTokens(nearest(toRows(grid), book(features).codes), features.shape[0]!) };
    },
    shown: (code, size) => ({ grid: toGrid(embedding(book(code).codes, reshape(code, [-1])), size) }),
  };
}

interface Codebook {
  /** `[K]`. */
  counts: Tensor;
  /** `[K, D]`. */
  sums: Tensor;
  /** `[K, D]`. */
  codes: Tensor;
}

/** Below it a code's mean is not taken. */
const leastCount = 1e-4;

/** Number of the nearest code of each row, `[N]`. */
function nearest(rows: Tensor, codes: Tensor): Tensor {
  // |row|² is the same for all codes.
  const lengths = reshape(reduceSum(square(codes), [1]), [1, codes.shape[0]!]);
  return largest(subtract(multiply(matmul(rows, transpose(codes, [1, 0])), 2), lengths));
}

/**
 * What counts and sums are to be moved towards.
 * @param rows – `[N, D]`. @param choice – `[N, K]`, ones at the chosen codes.
 */
export function moved(
  { codes, decay, restartBelow }: VectorQuantisedModel,
  { counts, sums }: Pick<Codebook, 'counts' | 'sums'>,
  rows: Tensor,
  choice: Tensor,
  seed: Tensor,
): { counts: Tensor; sums: Tensor; alive: Tensor } {
  const count = rows.shape[0]!;
  const fair = count / codes;
  const isDead = step(subtract(rows.graph.constant(restartBelow * fair), counts), 1);
  const deadRows = reshape(isDead, [codes, 1]);
  // The statistic keeps `decay` of itself: what brings it to a value at once.
  const atOnce = (value: Tensor, old: Tensor): Tensor =>
    divide(subtract(value, multiply(old, decay)), 1 - decay);
  const fresh = multiply(someRows(rows, codes, seed), fair);
  const told = reduceSum(choice, [0]);
  const toldSums = matmul(transpose(choice, [1, 0]), rows);
  const fairCounts = rows.graph.constant(new Float32Array(codes).fill(fair));
  return {
    counts: mixed(isDead, atOnce(fairCounts, counts), told),
    sums: mixed(deadRows, atOnce(fresh, sums), toldSums),
    alive: complement(reduceMean(isDead)),
  };
}

/** `first` where the mask is 1, `second` where it is 0. */
function mixed(mask: Tensor, first: Tensor, second: Tensor): Tensor {
  return add(multiply(mask, first), multiply(complement(mask), second));
}

/** 1 − x. */
function complement(x: Tensor): Tensor {
  return subtract(x.graph.constant(1), x);
}

/** K rows drawn from N. */
function someRows(rows: Tensor, codes: number, seed: Tensor): Tensor {
  const batch = seed.shape[0]!;
  const each = Math.ceil(codes / batch);
  const places = multiply(reshape(uniformNoise(seed, [each]), [batch * each]), rows.shape[0]!);
  return embedding(rows, slice(places, 0, 0, codes));
}
