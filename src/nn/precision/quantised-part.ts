/**
 * Which nodes of a network run on 8-bit integers, and where integers begin and end.
 *
 * Integer nodes: convolutions of constant weight, and what can follow on integers without leaving them: ReLU right
 * behind a convolution (it becomes the lower end of the range), sums of two activations, maximum pooling and
 * nearest-neighbour resizing. All else – reductions, softmax, products, decoding – stays float32.
 */
import type { OnnxInitialiser, OnnxModel, OnnxNode } from '../onnx/model.js';

export interface QuantisedPart {
  readonly nodes: ReadonlySet<OnnxNode>;
  /**
   * Activations that get integers, by name, each with the activation whose range it shares: itself, or the input of the
   * pooling or resizing that it comes from.
   */
  readonly rangeOf: ReadonlyMap<string, string>;
}

/** @param keepFloat – true for the scope of a node that must stay float32. */
export function quantisedPart(model: OnnxModel, keepFloat: (scope: string) => boolean): QuantisedPart {
  const constants = new Map(model.initialisers.map((value) => [value.name, value]));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of model.nodes)
    for (const input of node.inputs) readers.set(input, [...(readers.get(input) ?? []), node]);
  const outputs = new Set(model.outputs.map(({ name }) => name));

  const nodes = new Set<OnnxNode>();
  const integers = new Set<string>();
  const rangeOf = new Map<string, string>();
  const own = (value: string): void => {
    integers.add(value);
    rangeOf.set(value, rangeOf.get(value) ?? value);
  };
  /** The ReLU that alone reads a convolution's output. */
  const foldedRelu = (node: OnnxNode): OnnxNode | undefined => {
    const [reader, ...others] = readers.get(node.outputs[0]!) ?? [];
    const folds = reader?.type === 'Relu' && others.length === 0 && !outputs.has(node.outputs[0]!);
    return folds ? reader : undefined;
  };
  for (const node of model.nodes) {
    const [input, second] = node.inputs as [string, string | undefined];
    const result = node.outputs[0]!;
    if (node.domain !== '' || keepFloat(node.scope) || outputs.has(result)) continue;
    if (node.type === 'Conv' && isWeight(constants.get(second!))) {
      nodes.add(node);
      own(input);
      const relu = foldedRelu(node);
      if (relu !== undefined) nodes.add(relu);
      own(relu?.outputs[0] ?? result);
    } else if (node.type === 'Add' && integers.has(input) && integers.has(second!)) {
      nodes.add(node);
      own(result);
    } else if ((node.type === 'MaxPool' || isNearest(node)) && integers.has(input)) {
      nodes.add(node);
      rangeOf.set(result, rangeOf.get(input)!);
      integers.add(result);
    }
  }
  return { nodes, rangeOf };
}

function isWeight(value: OnnxInitialiser | undefined): boolean {
  return value?.dtype === 'float32' && value.shape.length === 4;
}

function isNearest({ type, attributes }: OnnxNode): boolean {
  return type === 'Resize' && attributes.mode === 'nearest';
}
