/**
 * A model file cut down to what it sees in a face before it names points. Its last features know where a face's parts are and little
 * of its looks; so these are taken where it has looked at the whole face at once, in four quarters, and with them the mean of the
 * first ones, which know more of its looks. C channels.
 */
import type { OnnxModel, OnnxNode } from '../nn/onnx/model.js';
import { neededInitialisers, neededNodes } from '../nn/program/prune.js';
import { contextScope } from './backbones/context.js';
import { lastFeatures } from './feature-distance.js';

export const featuresOutput = 'features';
const scope = 'features';

/** @param side – of the features that the head reads, cells. @returns the model with this one output, `[1, F]`. */
export function faceFeaturesModel(model: OnnxModel, side: number): OnnxModel {
  const { early, deep, deepSide } = featureLevels(model, side);
  const step = (
    type: string,
    inputs: string[],
    output: string,
    attributes: OnnxNode['attributes'],
  ): OnnxNode => ({ type, domain: '', inputs, outputs: [output], attributes, scope });
  const quarter = Math.max(1, deepSide / 2);
  const nodes = [
    ...neededNodes(model.nodes, [early, deep]),
    step('ReduceMean', [early], `${scope}.mean`, { axes: [2, 3], keepdims: 0 }),
    step('AveragePool', [deep], `${scope}.quarters`, {
      kernel_shape: [quarter, quarter],
      strides: [quarter, quarter],
    }),
    step('Flatten', [`${scope}.quarters`], `${scope}.flat`, { axis: 1 }),
    step('Concat', [`${scope}.mean`, `${scope}.flat`], featuresOutput, { axis: 1 }),
  ];
  return {
    ...model,
    nodes,
    initialisers: neededInitialisers(model.initialisers, nodes),
    outputs: [{ name: featuresOutput, shape: [1, 0], dtype: 'float32', free: { 1: 'F' } }],
  };
}

/** Of a network that halves its features on the way down: what is halved first after the stem, and what is first widened again. */
export function featureLevels(
  model: OnnxModel,
  side: number,
): { early: string; deep: string; deepSide: number } {
  // A branch beside the trunk has halvings of its own.
  const trunk = model.nodes.filter(({ scope: path }) => path.split('.')[0] !== contextScope);
  const turn = trunk.findIndex(({ type }) => type === 'Resize');
  const halved = trunk
    .slice(0, Math.max(0, turn))
    .filter(({ type, scope: path }) => type === 'MaxPool' && path !== 'stem');
  if (halved.length > 0)
    return {
      early: halved[0]!.inputs[0]!,
      deep: trunk[turn]!.inputs[0]!,
      deepSide: side / 2 ** halved.length,
    };
  const { name } = lastFeatures(model);
  return { early: name, deep: name, deepSide: side };
}
