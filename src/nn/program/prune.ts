/** Drops nodes and constants that no output needs. */
import { decodeModel } from '../onnx/decode-model.js';
import { encodeModel, type OnnxInitialiser, type OnnxNode } from '../onnx/model.js';

export function neededNodes(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const needed = new Set(outputs);
  const kept: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    kept.push(node);
  }
  return kept.reverse();
}

export function neededInitialisers(
  initialisers: readonly OnnxInitialiser[],
  nodes: readonly OnnxNode[],
): OnnxInitialiser[] {
  const needed = new Set(nodes.flatMap((node) => node.inputs));
  return initialisers.filter(({ name }) => needed.has(name));
}

/**
 * The part of a model that gives some of its outputs, without the inputs that they do not need: a file that holds an encoder
 * and a decoder becomes one of both.
 * @param onnx – a model file. @param outputs – by their names in it.
 */
export function modelPart(onnx: Uint8Array, outputs: readonly string[]): Uint8Array {
  const model = decodeModel(onnx);
  const nodes = neededNodes(model.nodes, outputs);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  return encodeModel({
    ...model,
    nodes,
    initialisers: neededInitialisers(model.initialisers, nodes),
    inputs: model.inputs.filter(({ name }) => read.has(name)),
    outputs: model.outputs.filter(({ name }) => outputs.includes(name)),
  });
}
