/**
 * Stores the weights of a model file as float16 and widens them as the model loads: half the file, the same speed.
 *
 * Why not compute in float16: ONNX Runtime has no float16 convolution for x64 processors nor for WebAssembly; it would
 * cast to float32 and back around every node. A Cast of a constant is folded once at loading by every runtime.
 */

import { halfFloatTable, toHalfFloat } from '../../core/bytes/half-float.js';
import { LineamentError } from '../../core/errors.js';
import { sizeOf } from '../graph/shape.js';
import { initialiserFloats } from '../onnx/initialiser-values.js';
import { elementTypes, type OnnxInitialiser, type OnnxModel, type OnnxNode } from '../onnx/model.js';

/** Smaller constants stay float32: widening costs a node and saves next to nothing. */
const leastElements = 64;
const largestHalf = 65504;

/** @returns the model with float16 weights, each read through a Cast. */
export function storeHalfWeights(model: OnnxModel): OnnxModel {
  const casts: OnnxNode[] = [];
  const initialisers = model.initialisers.map((value): OnnxInitialiser => {
    if (value.dtype !== 'float32' || sizeOf(value.shape) < leastElements) return value;
    const values = initialiserFloats(value);
    const beyond = values.find((element) => Math.abs(element) > largestHalf);
    if (beyond !== undefined)
      throw new LineamentError(
        `float16: the weight ${value.name} holds ${beyond}; float16 ends at ${largestHalf}`,
        { hint: 'keep this model in float32' },
      );
    const halves = Uint16Array.from(values, toHalfFloat);
    const name = halfName(value.name);
    casts.push({
      type: 'Cast',
      domain: '',
      inputs: [name],
      outputs: [value.name],
      attributes: { to: elementTypes.float32 },
      scope: 'weights',
    });
    return { name, shape: value.shape, dtype: 'float16', bytes: new Uint8Array(halves.buffer) };
  });
  return { ...model, nodes: [...casts, ...model.nodes], initialisers };
}

/** The way back: the model with the same weights in float32, without a Cast. Others stay as they are. */
export function widenHalfWeights(model: OnnxModel): OnnxModel {
  const widened = new Map<string, string>();
  for (const { type, inputs, outputs } of model.nodes)
    if (type === 'Cast' && inputs[0] === halfName(outputs[0]!)) widened.set(inputs[0], outputs[0]!);
  const initialisers = model.initialisers.map((value): OnnxInitialiser => {
    const name = widened.get(value.name);
    if (name === undefined || value.dtype !== 'float16') return value;
    const halves = new Uint16Array(value.bytes.slice().buffer);
    const floats = Float32Array.from(halves, (half) => halfFloatTable()[half]!);
    return { name, shape: value.shape, dtype: 'float32', bytes: new Uint8Array(floats.buffer) };
  });
  return { ...model, nodes: model.nodes.filter(({ inputs }) => !widened.has(inputs[0] ?? '')), initialisers };
}

function halfName(name: string): string {
  return `${name}#half`;
}
