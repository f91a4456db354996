/**
 * How far the features of a face lie from those of training faces, as a further output of a model file: the features' mean over
 * the picture, whitened by the training faces' covariance; the root mean square of what remains (the Mahalanobis distance; Lee
 * et al., NeurIPS 2018, tell unknown inputs by it). Near 1 for faces such as those of training. C channels.
 */
import { internalError } from '../core/errors.js';
import { choleskyFactor } from '../core/numbers/linear-system.js';
import type { OnnxInitialiser, OnnxModel, OnnxNode, OnnxValue } from '../nn/onnx/model.js';

/** Of the features' means of training faces. */
export interface FeatureCloud {
  /** `[C]` */
  mean: Float32Array;
  /** `[C, C]`: (x − mean) · whitening has a covariance of one. */
  whitening: Float32Array;
}

export const pooledOutput = 'pooled';
export const distanceOutput = 'distance';
const scope = 'familiarity';

/** Added to the covariance, of the mean variance: directions in which training faces hardly differ say little. */
const ridge = 1e-2;

/** @returns the model with the features' mean as a further output, `[1, C]`; a distance that it gave already is left out. */
export function withPooledFeatures(given: OnnxModel): OnnxModel {
  const model = withoutFeatureDistance(given);
  const { node, value } = pooling(model);
  return { ...model, nodes: [...model.nodes, node], outputs: [...model.outputs, value] };
}

/** @returns the model with the distance as a further output, `[1]`; an earlier one is replaced. */
export function withFeatureDistance(given: OnnxModel, { mean, whitening }: FeatureCloud): OnnxModel {
  const model = withoutFeatureDistance(given);
  const channels = mean.length;
  const { node: pool } = pooling(model);
  const stored = (name: string, shape: number[], values: Float32Array): OnnxInitialiser => ({
    name: `${scope}.${name}`,
    shape,
    dtype: 'float32',
    bytes: new Uint8Array(values.slice().buffer),
  });
  const initialisers = [
    stored('mean', [1, channels], mean),
    stored('whitening', [channels, channels], whitening),
  ];
  const step = (
    type: string,
    inputs: string[],
    output: string,
    attributes: OnnxNode['attributes'] = {},
  ): OnnxNode => ({ type, domain: '', inputs, outputs: [output], attributes, scope });
  const at = (name: string): string => `${scope}.${name}`;
  const nodes = [
    pool,
    step('Sub', [pooledOutput, at('mean')], at('centred')),
    step('MatMul', [at('centred'), at('whitening')], at('whitened')),
    step('Mul', [at('whitened'), at('whitened')], at('squared')),
    step('ReduceMean', [at('squared')], at('square'), { axes: [1], keepdims: 0 }),
    step('Sqrt', [at('square')], distanceOutput),
  ];
  return {
    ...model,
    nodes: [...model.nodes, ...nodes],
    initialisers: [...model.initialisers, ...initialisers],
    outputs: [...model.outputs, { name: distanceOutput, shape: [1], dtype: 'float32' }],
  };
}

/** As it was before any calibration. */
export function withoutFeatureDistance(model: OnnxModel): OnnxModel {
  return {
    ...model,
    nodes: model.nodes.filter((node) => node.scope !== scope),
    initialisers: model.initialisers.filter(({ name }) => !name.startsWith(`${scope}.`)),
    outputs: model.outputs.filter(({ name }) => name !== distanceOutput),
  };
}

/** The mean over the picture of what the last head reads. */
function pooling(model: OnnxModel): { node: OnnxNode; value: OnnxValue } {
  const { name, channels } = lastFeatures(model);
  const node: OnnxNode = {
    type: 'ReduceMean',
    domain: '',
    inputs: [name],
    outputs: [pooledOutput],
    attributes: { axes: [2, 3], keepdims: 0 },
    scope,
  };
  return { node, value: { name: pooledOutput, shape: [1, channels], dtype: 'float32' } };
}

/** What the last head reads: the name of the value `[1, C, H, W]` and its C. */
export function lastFeatures({ nodes, initialisers }: OnnxModel): { name: string; channels: number } {
  const last = nodes.findLast(
    ({ type, scope: path }) => type === 'Conv' && path.split('.').includes('heatmaps'),
  );
  // Weights of half the size are widened by a node of their own.
  const widened = nodes.find(({ type, outputs }) => type === 'Cast' && outputs[0] === last?.inputs[1]);
  const stored = widened?.inputs[0] ?? last?.inputs[1];
  const weight = initialisers.find(({ name }) => name === stored);
  if (last === undefined || weight === undefined)
    throw internalError('the model file has no convolution from features to heatmaps');
  return { name: last.inputs[0]!, channels: weight.shape[1]! };
}

/** @param features – `[N][C]`. */
export function featureCloud(features: readonly Float32Array[]): FeatureCloud {
  const channels = features[0]!.length;
  const mean = new Float32Array(channels);
  for (const row of features) for (let c = 0; c < channels; c++) mean[c]! += row[c]! / features.length;
  const covariance = new Float64Array(channels * channels);
  for (const row of features)
    for (let i = 0; i < channels; i++)
      for (let j = 0; j <= i; j++)
        covariance[i * channels + j]! += ((row[i]! - mean[i]!) * (row[j]! - mean[j]!)) / features.length;
  let trace = 0;
  for (let c = 0; c < channels; c++) trace += covariance[c * channels + c]!;
  for (let c = 0; c < channels; c++) covariance[c * channels + c]! += (ridge * trace) / channels + 1e-12;
  choleskyFactor(covariance, channels);
  return { mean, whitening: transposedInverse(covariance, channels) };
}

/** L⁻ᵀ of a lower triangle L: x · L⁻ᵀ has the covariance L⁻¹ (L Lᵀ) L⁻ᵀ = 1. */
function transposedInverse(lower: Float64Array, n: number): Float32Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++)
    for (let row = column; row < n; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= lower[row * n + k]! * inverse[k * n + column]!;
      inverse[row * n + column] = sum / lower[row * n + row]!;
    }
  return Float32Array.from({ length: n * n }, (_, i) => inverse[(i % n) * n + Math.floor(i / n)]!);
}

/** As a model file computes it. @param features – `[C]`. */
export function distanceFromCloud({ mean, whitening }: FeatureCloud, features: Float32Array): number {
  const channels = mean.length;
  let sum = 0;
  for (let column = 0; column < channels; column++) {
    let value = 0;
    for (let row = 0; row < channels; row++)
      value += (features[row]! - mean[row]!) * whitening[row * channels + column]!;
    sum += value * value;
  }
  return Math.sqrt(sum / channels);
}
