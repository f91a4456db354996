/** Drops nodes and constants that no output needs. */
import type { OnnxInitialiser, OnnxNode } from '../onnx/model.js';

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
