/**
 * Lets a 1×1 convolution add its result to a tensor that is there already: Conv and Add become one FusedConv, ONNX
 * Runtime's own operator, which writes into the other summand where nobody reads that later. In a residual network
 * this is how the gradient of a block meets that of its skip connection, and saves one pass over the largest tensors.
 */
import type { Shape } from '../graph/shape.js';
import { sameShape } from '../graph/shape.js';
import type { OnnxNode } from '../onnx/model.js';

/** @param shapes – of every value that the nodes name. */
export function fuseSums(nodes: readonly OnnxNode[], shapes: ReadonlyMap<string, Shape>): OnnxNode[] {
  const readers = new Map<string, number>();
  for (const input of nodes.flatMap((node) => node.inputs)) readers.set(input, (readers.get(input) ?? 0) + 1);
  const convolutions = new Map(
    nodes.filter((node) => isPointwise(node, shapes)).map((node) => [node.outputs[0]!, node]),
  );
  const dropped = new Set<OnnxNode>();
  const fused = nodes.map((node) => {
    if (node.type !== 'Add' || node.domain !== '') return node;
    const [left, right] = node.inputs as [string, string];
    if (left === right || !sameShape(shapes.get(left) ?? [], shapes.get(right) ?? [])) return node;
    for (const [summand, product] of [
      [left, right],
      [right, left],
    ] as const) {
      const convolution = convolutions.get(product);
      if (convolution === undefined || readers.get(product) !== 1 || dropped.has(convolution)) continue;
      dropped.add(convolution);
      return {
        ...convolution,
        type: 'FusedConv',
        domain: 'com.microsoft',
        inputs: [...convolution.inputs, '', summand],
        outputs: node.outputs,
      };
    }
    return node;
  });
  return fused.filter((node) => !dropped.has(node));
}

function isPointwise(node: OnnxNode, shapes: ReadonlyMap<string, Shape>): boolean {
  const weight = shapes.get(node.inputs[1] ?? '');
  return (
    node.type === 'Conv' &&
    node.domain === '' &&
    node.inputs.length === 2 &&
    weight !== undefined &&
    weight[2] === 1 &&
    weight[3] === 1
  );
}
