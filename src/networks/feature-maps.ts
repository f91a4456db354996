/**
 * A model file that also gives what its network sees: the first features of a crop, which know edges and their directions, and the
 * last ones, which know the face's parts. Nothing is computed twice and no weight is added; a file on disk stays as it is. Runs in
 * browsers. C channels, H = W cells of a side.
 */
import { decodeModel } from '../nn/onnx/decode-model.js';
import { encodeModel, type OnnxNode, type OnnxValue } from '../nn/onnx/model.js';
import { featureLevels } from './face-features.js';
import { lastFeatures } from './feature-distance.js';
import { featureMapOutputs, featureSideOutput } from './feature-map-outputs.js';
import { readModelMetadata } from './model-file/read-model-metadata.js';
import { featureSide } from './network.js';

/** @param onnx – the bytes of a model file. @param file – named in errors. @returns those of the model with the further outputs. */
export function withFeatureMaps(onnx: Uint8Array, file = 'the model'): Uint8Array {
  const model = decodeModel(onnx);
  const side = featureSide(readModelMetadata(onnx, file).architecture);
  const { early } = featureLevels(model, side);
  const named = [early, lastFeatures(model).name, `${featureSideOutput}.value`];
  const outputs = [...featureMapOutputs, featureSideOutput];
  const nodes = named.map(
    (input, i): OnnxNode => ({
      type: 'Identity',
      domain: '',
      inputs: [input],
      outputs: [outputs[i]!],
      attributes: {},
      scope: '',
    }),
  );
  const values = outputs.map(
    (name): OnnxValue =>
      name === featureSideOutput
        ? { name, shape: [1], dtype: 'float32' }
        : { name, shape: [1, 0, side, side], dtype: 'float32', free: { 1: `${name}Channels` } },
  );
  return encodeModel({
    ...model,
    nodes: [...model.nodes, ...nodes],
    initialisers: [
      ...model.initialisers,
      {
        name: named[2]!,
        shape: [1],
        dtype: 'float32',
        bytes: new Uint8Array(Float32Array.of(side).buffer),
      },
    ],
    outputs: [...model.outputs, ...values],
  });
}
