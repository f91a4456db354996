/** A graph as text, one line for each value, for people and for snapshots in tests. */
import type { Attribute } from '../onnx/model.js';
import type { Graph } from './graph.js';
import { shapeText } from './shape.js';

/** Constants longer than this are told by their shape alone. */
const shownConstants = 8;

/**
 * @example
 * input image: float32 [1, 3, 8, 8]
 * parameter stem.weight: float32 [8, 3, 3, 3]
 * t0 = Conv(image, stem.weight) {pads: [1, 1, 1, 1]}: [1, 8, 8, 8]   # stem
 */
export function graphText(graph: Graph): string {
  const constants = new Map(graph.constants.map((constant) => [constant.name, constantText(constant)]));
  const declared = (kind: string, values: Graph['inputs']): string[] =>
    values.map(({ name, dtype, shape }) => `${kind} ${name}: ${dtype} ${shapeText(shape)}`);
  const nodes = graph.nodes.map(({ type, domain, inputs, outputs, attributes, scope }) => {
    const operands = inputs.map((input) => (input === '' ? '–' : (constants.get(input) ?? input)));
    const settings = Object.entries(attributes).map(([name, value]) => `${name}: ${attributeText(value)}`);
    const shapes = outputs.map((output) => shapeText(graph.shapes.get(output) ?? []));
    return [
      `${outputs.join(', ')} = ${domain === '' ? '' : `${domain}.`}${type}(${operands.join(', ')})`,
      settings.length === 0 ? '' : ` {${settings.join(', ')}}`,
      `: ${shapes.join(', ')}`,
      scope === '' ? '' : `   # ${scope}`,
    ].join('');
  });
  return [
    ...declared('input', graph.inputs),
    ...declared('parameter', graph.parameters),
    ...declared('statistic', graph.statistics),
    ...nodes,
  ].join('\n');
}

function constantText({ shape, dtype, bytes }: Graph['constants'][number]): string {
  const { buffer, byteOffset, byteLength } = bytes;
  const values =
    dtype === 'int64'
      ? Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number)
      : Array.from(new Float32Array(buffer, byteOffset, byteLength / 4), (value) =>
          Number(value.toPrecision(6)),
        );
  if (values.length > shownConstants) return `constant ${shapeText(shape)}`;
  return shape.length === 0 ? `${values[0]}` : `[${values.join(', ')}]`;
}

function attributeText(value: Attribute): string {
  if (typeof value === 'object' && 'float' in value) return `${value.float}`;
  return typeof value === 'object' ? `[${value.join(', ')}]` : `${value}`;
}
