/**
 * Where a variational autoencoder with a linear way begins: at principal components of its training faces, which are what a linear
 * one would learn (Lucas et al., "Don't Blame the ELBO! A Linear VAE Perspective on Posterior Collapse", NeurIPS 2019; Tipping and
 * Bishop, "Probabilistic Principal Component Analysis", 1999). Codes are of unit variance, what the components leave of a
 * picture is the deviation of its pixels, and each number of a code is as sure as that makes it. P numbers of a picture, Z of a code.
 */
import { evenly } from '../../../core/numbers/evenly.js';
import { silentWork, type Work } from '../../../core/work.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import type { FaceSet } from '../data/face-set.js';
import { mostPictures, principalComponents, variancesAlong } from '../measures/principal-components.js';
import type { GaussianModel } from './architecture.js';
import { linearLayers, widest } from './bottlenecks/gaussian.js';
import { withValues } from './given-values.js';
import { logDeviationName } from './objective.js';

/** Of so many, those that components are learnt from. */
export const componentFaces = (count: number): number => Math.min(mostPictures, count);

/** @param own – the trainer's state before its first step. @returns that state with the linear way's layers as said above. */
export async function principalStart(
  { latent }: GaussianModel,
  faces: FaceSet,
  own: TrainerState,
  work: Work = silentWork,
): Promise<TrainerState> {
  const count = componentFaces(faces.count);
  const pictures = faces.images(evenly(faces.count, count));
  const components = await principalComponents(pictures, count, Math.min(latent, count - 1), work);
  const { mean, directions } = components;
  const variances = variancesAlong(components, pictures);
  const left = varianceLeft(pictures, mean, variances);
  const length = mean.length;
  const codeWeight = new Float32Array(length * latent);
  const codeBias = new Float32Array(latent);
  const pictureWeight = new Float32Array(latent * length);
  const logVariance = new Float32Array(latent);
  for (const [z, direction] of directions.entries()) {
    const variance = variances[z]!;
    if (!(variance > 0)) continue;
    const deviation = Math.sqrt(variance);
    for (let i = 0; i < length; i++) {
      codeWeight[i * latent + z] = direction[i]! / deviation;
      codeBias[z]! -= (mean[i]! * direction[i]!) / deviation;
      pictureWeight[z * length + i] = direction[i]! * deviation;
    }
    // Beyond the bound nothing would be learnt.
    logVariance[z] = Math.max(Math.log(left / (left + variance)), 0.1 - widest);
  }
  return withValues(own, {
    [`bottleneck.${linearLayers.code}.weight`]: codeWeight,
    [`bottleneck.${linearLayers.code}.bias`]: codeBias,
    [`bottleneck.${linearLayers.picture}.weight`]: pictureWeight,
    [`bottleneck.${linearLayers.picture}.bias`]: mean,
    [`bottleneck.${linearLayers.logVariance}.bias`]: logVariance,
    [logDeviationName]: [Math.log(left) / 2],
  });
}

/** Of each number of a picture, what all directions leave. @param variances – along them. */
function varianceLeft(pictures: Float32Array, mean: Float32Array, variances: readonly number[]): number {
  const length = mean.length;
  const count = pictures.length / length;
  let all = 0;
  for (const [i, value] of pictures.entries()) all += (value - mean[i % length]!) ** 2 / count;
  const kept = variances.reduce((sum, variance) => sum + variance, 0);
  return Math.max(all - kept, smallest * length) / length;
}

/** Variance of a number of a picture below which it could not be told in bytes. */
const smallest = 1e-5;
