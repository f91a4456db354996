/**
 * Lets 1×1 convolutions add what is added to their result anyway: a bias for each channel, or a tensor of the result's
 * shape. For the latter, Conv and Add become one FusedConv, ONNX Runtime's own operator, which writes into the other
 * summand where nobody reads that later: in a residual network the gradient of a block so meets that of its skip
 * connection. Both save passes over the largest tensors; the values keep their bits.
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
  const biases = new Map(
    nodes.filter((node) => isPerChannel(node, shapes)).map((node) => [node.outputs[0]!, node.inputs[0]!]),
  );
  const dropped = new Set<OnnxNode>();
  const fused = nodes.map((node) => {
    if (node.type !== 'Add' || node.domain !== '') return node;
    const [left, right] = node.inputs as [string, string];
    const biased = convolutions.get(left);
    const bias = biases.get(right);
    if (biased !== undefined && bias !== undefined && readers.get(left) === 1) {
      dropped.add(biased);
      return { ...biased, inputs: [...biased.inputs, bias], outputs: node.outputs };
    }
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

/** The reshape of a `[C]` bias to `[1, C, 1, 1]`, as addBias writes it. */
function isPerChannel({ type, inputs, outputs }: OnnxNode, shapes: ReadonlyMap<string, Shape>): boolean {
  if (type !== 'Reshape') return false;
  const channels = shapes.get(inputs[0]!)?.[0] ?? 0;
  return (
    sameShape(shapes.get(inputs[0]!) ?? [], [channels]) &&
    sameShape(shapes.get(outputs[0]!) ?? [], [1, channels, 1, 1])
  );
}
