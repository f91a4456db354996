/** How well an autoencoder keeps pictures that it has not seen. */
import { mean } from '../../../core/numbers/statistics.js';
import { Random } from '../../../core/random.js';
import type { FaceSet } from '../data/face-set.js';
import { codeUse, usePerBook } from '../measures/code-use.js';
import { peakSignalToNoise, structuralSimilarity } from '../measures/picture-error.js';
import { codeCount } from './architecture.js';
import type { Autoencoder } from './open-autoencoder.js';

export interface AutoencoderFigures {
  /** Means over the pictures. */
  psnr: number;
  ssim: number;
  /** Of tokens; where each has codes of its own the mean of these, at most as many as pictures. */
  perplexity?: number;
  dead?: number;
  /** Of a vector: nats of a picture, and the lower bound of its evidence in bits for each number of it, as bytes. */
  divergence?: number;
  bitsPerDimension?: number;
}

/** @param count – of the first pictures of the set. @returns also what is left of them, `[count, 3, S, S]`. */
export async function autoencoderFigures(
  autoencoder: Autoencoder,
  faces: FaceSet,
  count: number,
): Promise<{ figures: AutoencoderFigures; pictures: Float32Array }> {
  const { model, size } = autoencoder.metadata;
  const number = Math.min(count, faces.count);
  const truth = faces.images(Array.from({ length: number }, (_, i) => i));
  const { codes, logVariances } = await autoencoder.encode(truth);
  const pictures = await autoencoder.decode(codes);
  const shared = {
    psnr: mean(peakSignalToNoise(pictures, truth, number)),
    ssim: mean(structuralSimilarity(pictures, truth, number, size)),
  };
  if (model.kind !== 'vae') {
    const count = codeCount(model);
    const use =
      model.kind === 'product' ? usePerBook(codes, count, autoencoder.codeLength) : codeUse(codes, count);
    return { figures: { ...shared, ...use }, pictures };
  }
  const divergence = meanDivergence(codes, logVariances!, number);
  const drawn = await autoencoder.decode(drawCodes(codes, logVariances!));
  const bits = bitsPerDimension(drawn, truth, autoencoder.metadata.deviation!, divergence, number);
  return { figures: { ...shared, divergence, bitsPerDimension: bits }, pictures };
}

/** One draw of each picture's vector, always the same. */
function drawCodes(means: Float32Array, logVariances: Float32Array): Float32Array {
  const random = new Random('validation', 'draws');
  return means.map((centre, i) => centre + random.normal() * Math.exp(logVariances[i]! / 2));
}

/** From the standard normal distribution, nats of a picture. */
export function meanDivergence(means: Float32Array, logVariances: Float32Array, count: number): number {
  let sum = 0;
  for (const [i, centre] of means.entries())
    sum += 0.5 * (centre ** 2 + Math.exp(logVariances[i]!) - logVariances[i]! - 1);
  return sum / count;
}

/**
 * The evidence lower bound as a cost: bits for each number of a picture of bytes, whose steps are 2/255 wide here.
 * @param deviation – of pixels about the decoder's. @param divergence – nats of a picture.
 */
export function bitsPerDimension(
  pictures: Float32Array,
  truth: Float32Array,
  deviation: number,
  divergence: number,
  count: number,
): number {
  let error = 0;
  for (let i = 0; i < truth.length; i++) error += (pictures[i]! - truth[i]!) ** 2;
  const numbers = truth.length / count;
  const likelihood =
    error / truth.length / (2 * deviation ** 2) + Math.log(deviation) + Math.log(2 * Math.PI) / 2;
  return (likelihood + divergence / numbers) / Math.LN2 - Math.log2(2 / 255);
}
