/**
 * Where a variational autoencoder with a linear way begins: at principal components of its training faces, which are what a linear
 * one would learn (Lucas et al., "Don't Blame the ELBO! A Linear VAE Perspective on Posterior Collapse", NeurIPS 2019; Tipping and
 * Bishop, "Probabilistic Principal Component Analysis", 1999). Codes are of unit variance, what the components leave of a
 * picture is the deviation of its pixels, and each number of a code is as sure as that makes it. P numbers of a picture, Z of a code.
 */
import { internalError } from '../../../core/errors.js';
import { sizeOf } from '../../../nn/graph/shape.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import type { FaceSet } from '../data/face-set.js';
import { principalComponents } from '../measures/principal-components.js';
import type { GaussianModel } from './architecture.js';
import { linearLayers, widest } from './bottlenecks/gaussian.js';
import { logDeviationName } from './objective.js';

/** Learnt from at most so many faces: their products fill a square of that side. */
const mostFaces = 1500;

/** Of so many, those that components are learnt from. */
export const componentFaces = (count: number): number => Math.min(mostFaces, count);

/** @param own – the trainer's state before its first step. @returns that state with the linear way's layers as said above. */
export function principalStart({ latent }: GaussianModel, faces: FaceSet, own: TrainerState): TrainerState {
  const count = componentFaces(faces.count);
  const pictures = faces.images(evenly(faces.count, count));
  const { mean, directions } = principalComponents(pictures, count, Math.min(latent, count - 1));
  const { variances, left } = spreadAlong(pictures, mean, directions);
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

/** `some` of the numbers up to `count`, as far apart as they can be. */
function evenly(count: number, some: number): number[] {
  return Array.from({ length: some }, (_, i) => Math.floor((i * count) / some));
}

/** @returns the variance along each direction, and of each number of a picture what all directions leave. */
function spreadAlong(
  pictures: Float32Array,
  mean: Float32Array,
  directions: readonly Float32Array[],
): { variances: number[]; left: number } {
  const length = mean.length;
  const count = pictures.length / length;
  const variances = directions.map(() => 0);
  let all = 0;
  for (let first = 0; first < pictures.length; first += length) {
    const away = pictures.subarray(first, first + length).map((value, i) => value - mean[i]!);
    for (const value of away) all += value ** 2 / count;
    for (const [z, direction] of directions.entries()) {
      let along = 0;
      for (let i = 0; i < length; i++) along += away[i]! * direction[i]!;
      variances[z]! += along ** 2 / count;
    }
  }
  const kept = variances.reduce((sum, variance) => sum + variance, 0);
  return { variances, left: Math.max(all - kept, smallest * length) / length };
}

/** Variance of a number of a picture below which it could not be told in bytes. */
const smallest = 1e-5;

/** The state with other values in its parameters of these names. */
function withValues(state: TrainerState, values: Readonly<Record<string, ArrayLike<number>>>): TrainerState {
  const parameters = Float32Array.from(state.parameters);
  for (const [name, own] of Object.entries(values)) {
    const entry = state.parameterLayout.find((other) => other.name === name);
    if (entry === undefined || sizeOf(entry.shape) !== own.length)
      throw internalError(`no parameter '${name}' of ${own.length} numbers`);
    entryValues(parameters, entry).set(own);
  }
  return { ...state, parameters, averages: undefined };
}
