/**
 * Label transfer: a network that turns the K landmarks of one set into the M of another, so that real labels of the
 * second set can train a detector of the first (Synthesis AI, "Synthetic Data Case Study: Facial Landmarks", 2022).
 *
 * - `convolution`: a 1×1 convolution K → M on the heatmaps before their softmax. The logarithm of a Gaussian peak is
 *   quadratic, so a sum of such maps with weights of sum 1 is a peak at the sum of their centres with these weights: the
 *   convolution is an affine map of points.
 * - `unet`, `unet-small`: the same, plus a U-Net on the heatmaps (`transfer-unet.ts`).
 * - `mlp`, `affine`: on coordinates, a residual over the nearest points (`transfer-mlp.ts`, `transfer-affine.ts`). They have
 *   no heatmaps of their own.
 *
 * All begin as the nearest subset exactly: the convolution picks the nearest landmark's heatmap and residuals end in
 * weights of 0. Each σ is that of the nearest landmark, stretched by a factor that is learned for each point.
 * B batch, H = W cells.
 */
import { internalError } from '../../core/errors.js';
import { constantInitialiser, type Initialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { exp } from '../../nn/operators/arithmetic/exp.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { conv2d } from '../../nn/operators/convolution/conv2d.js';
import { gather } from '../../nn/operators/indexing/gather.js';
import type { HeadEstimate } from '../head.js';
import { integralPoints } from '../heads/heatmaps.js';
import { affinePoints } from './transfer-affine.js';
import { type TransferConfig, transferScope } from './transfer-config.js';
import { transferredPoints } from './transfer-mlp.js';
import { transferUnet } from './transfer-unet.js';

/** What transfer reads of an estimate. */
export type TransferInput = Pick<HeadEstimate, 'points' | 'sigma'> & {
  heatmaps: Pick<HeadEstimate['heatmaps'], 'logits' | 'landmarks'>;
};

export interface TransferEstimate {
  /** `[B, M, H, W]`: heatmaps before the softmax; null where coordinates are transferred. */
  logits: Tensor | null;
  /** `[B, M, 2]`, pixels of the crop. */
  points: Tensor;
  /** `[B, M]`, pixels of the crop: standard deviation along either axis. */
  sigma: Tensor;
}

/** Channels of the U-Nets' highest level. */
const unetChannels = { unet: 48, 'unet-small': 16 } as const;

/**
 * @param estimate – the network's answer: K landmarks. @param inputSize – side of the crop, pixels.
 * @returns M landmarks of the other set.
 */
export function transferNetwork(
  { points, sigma, heatmaps }: TransferInput,
  { network, nearest }: TransferConfig,
  inputSize: number,
): TransferEstimate {
  return points.graph.scope(transferScope, () => {
    const ownSigma = stretched(gather(sigma, nearest, 1));
    if (network === 'mlp' || network === 'affine') {
      const moved = network === 'mlp' ? transferredPoints : affinePoints;
      return { logits: null, points: moved(points, nearest), sigma: ownSigma };
    }
    const { logits: seen, landmarks } = heatmaps;
    if (landmarks.length !== points.shape[1])
      throw internalError(`label transfer by ${network} reads a heatmap of every landmark`);
    const straight = pickingConvolution(seen, nearest);
    const logits =
      network === 'convolution'
        ? straight
        : add(straight, transferUnet(seen, nearest.length, unetChannels[network]));
    return { logits, points: integralPoints(logits, inputSize).points, sigma: ownSigma };
  });
}

/**
 * The convolution's weights are kept so many times as large: Adam moves each of them by the same step, and hundreds that
 * move at once would tear the peaks apart. A power of two, so that the first points stay exact.
 */
const storedScale = 16;

/** A 1×1 convolution that begins with each output as a copy of one input. @returns `[B, M, H, W]`. */
function pickingConvolution(logits: Tensor, nearest: readonly number[]): Tensor {
  const { graph } = logits;
  const landmarks = logits.shape[1]!;
  const shape = [nearest.length, landmarks, 1, 1];
  return graph.scope('convolution', () => {
    const stored = graph.parameter('weight', shape, pickingInitialiser(nearest));
    return conv2d(logits, multiply(stored, 1 / storedScale), {});
  });
}

/** For stored weights `[M, K, …]`: from each output's chosen input alone. */
function pickingInitialiser(chosen: readonly number[]): Initialiser {
  return (_, [outputs, inputs]) => {
    const weights = new Float32Array(outputs! * inputs!);
    for (const [output, input] of chosen.entries()) weights[output * inputs! + input] = storedScale;
    return weights;
  };
}

/** @param sigma – `[B, M]`, above 0. @returns the same, each point's times a factor that begins at 1. */
function stretched(sigma: Tensor): Tensor {
  const { graph } = sigma;
  return graph.scope('sigma', () =>
    multiply(sigma, exp(graph.parameter('logFactor', [1, sigma.shape[1]!], constantInitialiser(0)))),
  );
}
