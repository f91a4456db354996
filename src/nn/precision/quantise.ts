/**
 * Static 8-bit quantisation (Jacob et al., "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", CVPR 2018) of a finished model file: a rewriting of its ONNX graph.
 *
 * Activations become uint8 with one scale each, from calibration; weights int8 with a scale for each filter; biases int32.
 * The graph is written with QuantizeLinear and DequantizeLinear around float nodes ("QDQ"): standard operators only, and
 * ONNX Runtime, in Node and in browsers, melts each group into one integer kernel as it loads.
 *
 * Weights use 7 of the 8 bits (−64…64). Processors without VNNI add pairs of products of uint8 and int8 in 16 bits, which
 * 8-bit weights overflow; 7-bit ones do not. Even so two runtimes need not agree to the last bit: an activation next to the
 * middle between two integers may fall to either side.
 */
import { internalError } from '../../core/errors.js';
import { initialiserFloats, initialiserOf } from '../onnx/initialiser-values.js';
import type { OnnxInitialiser, OnnxModel, OnnxNode } from '../onnx/model.js';
import type { Range } from './calibration-session.js';
import type { QuantisedPart } from './quantised-part.js';
import { leastScale, weightIntegers } from './weight-integers.js';

const largestWeight = 64;
const activationSteps = 255;

/** x ≈ scale · (q − zeroPoint), q from 0 to 255. */
interface ActivationScale {
  readonly scale: number;
  readonly zeroPoint: number;
}

/**
 * @param part – see {@link quantisedPart}.
 * @param ranges – of every activation that `part.rangeOf` refers to.
 */
export function quantise(
  model: OnnxModel,
  part: QuantisedPart,
  ranges: ReadonlyMap<string, Range>,
): OnnxModel {
  const initialisers = new Map(model.initialisers.map((value) => [value.name, value]));
  const nodes: OnnxNode[] = [];
  const scales = new Map<string, ActivationScale>();
  const add = (value: OnnxInitialiser): string => {
    initialisers.set(value.name, value);
    return value.name;
  };
  const scaleOf = (value: string): ActivationScale => {
    const source = part.rangeOf.get(value);
    const range = source === undefined ? undefined : ranges.get(source);
    if (source === undefined || range === undefined) throw internalError(`int8: no range of ${value}`);
    const known = scales.get(source);
    if (known !== undefined) return known;
    const made = activationScale(range);
    scales.set(source, made);
    add(initialiserOf(`${source}#scale`, [], 'float32', Float32Array.of(made.scale)));
    add(initialiserOf(`${source}#zero`, [], 'uint8', Uint8Array.of(made.zeroPoint)));
    return made;
  };
  const convert = (type: string, inputs: string[], output: string, scope: string, axis?: number): void => {
    const attributes = axis === undefined ? {} : { axis };
    nodes.push({ type, domain: '', inputs, outputs: [output], attributes, scope });
  };
  /** Appends the step to integers and back; readers of `value` read `value#float` from here on. */
  const throughIntegers = (value: string, scope: string): void => {
    scaleOf(value);
    const source = part.rangeOf.get(value)!;
    const parameters = [`${source}#scale`, `${source}#zero`];
    convert('QuantizeLinear', [value, ...parameters], `${value}#integer`, scope);
    convert('DequantizeLinear', [`${value}#integer`, ...parameters], `${value}#float`, scope);
  };
  const quantiseConvolution = (node: OnnxNode): OnnxNode => {
    const [input, weightName, biasName] = node.inputs as [string, string, string | undefined];
    const scope = node.scope;
    const floats = initialisers.get(weightName)!;
    const weight = weightIntegers(floats, largestWeight);
    const filters = weight.scales.length;
    // Each reader of a shared weight makes its own copies of the same numbers, under the same names.
    add(initialiserOf(`${weightName}#integer`, floats.shape, 'int8', weight.values));
    add(initialiserOf(`${weightName}#scale`, [filters], 'float32', weight.scales));
    add(initialiserOf(`${weightName}#zero`, [filters], 'int8', new Int8Array(filters)));
    const result = node.outputs[0]!;
    convert(
      'DequantizeLinear',
      [`${weightName}#integer`, `${weightName}#scale`, `${weightName}#zero`],
      `${result}#weight`,
      scope,
      0,
    );
    const inputs = [`${input}#float`, `${result}#weight`];
    if (biasName !== undefined) {
      const bias = initialiserFloats(initialisers.get(biasName)!);
      const biasScales = weight.scales.map((scale) => scale * scaleOf(input).scale);
      const integers = Int32Array.from(bias, (value, k) => Math.round(value / biasScales[k]!));
      add(initialiserOf(`${result}#bias.integer`, [filters], 'int32', integers));
      add(initialiserOf(`${result}#bias.scale`, [filters], 'float32', biasScales));
      add(initialiserOf(`${result}#bias.zero`, [filters], 'int32', new Int32Array(filters)));
      convert(
        'DequantizeLinear',
        [`${result}#bias.integer`, `${result}#bias.scale`, `${result}#bias.zero`],
        `${result}#bias`,
        scope,
        0,
      );
      inputs.push(`${result}#bias`);
    }
    return { ...node, inputs };
  };

  for (const { name } of model.inputs) if (part.rangeOf.has(name)) throughIntegers(name, 'input');
  for (const node of model.nodes) {
    const read = (input: string): string => (part.rangeOf.has(input) ? `${input}#float` : input);
    nodes.push(
      node.type === 'Conv' && part.nodes.has(node)
        ? quantiseConvolution(node)
        : { ...node, inputs: node.inputs.map(read) },
    );
    for (const output of node.outputs) if (part.rangeOf.has(output)) throughIntegers(output, node.scope);
  }
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  return { ...model, nodes, initialisers: [...initialisers.values()].filter(({ name }) => read.has(name)) };
}

/** The scale that covers the range and 0, which must be exact: padding is made of zeros. */
export function activationScale({ low, high }: Range): ActivationScale {
  const [from, to] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = Math.fround(Math.max((to - from) / activationSteps, leastScale));
  return { scale, zeroPoint: Math.min(activationSteps, Math.max(0, Math.round(-from / scale))) };
}
