/**
 * Stores weights of convolutions and matrix products as 8-bit integers with a scale for each filter or row, and makes floats of
 * them as the model loads: a quarter of the space, the same arithmetic. Unlike quantisation it needs no calibration, and no
 * activation loses anything. Other large constants become float16.
 *
 * Cast and Mul of constants are folded once, at loading, unless a session is asked not to optimise; ONNX Runtime would leave a
 * DequantizeLinear of a constant where it is, to be done at each run.
 */
import { sizeOf } from '../graph/shape.js';
import { initialiserOf } from '../onnx/initialiser-values.js';
import { elementTypes, type OnnxInitialiser, type OnnxModel, type OnnxNode } from '../onnx/model.js';
import { storeHalfWeights } from './float16-weights.js';
import { weightIntegers } from './weight-integers.js';

const largestInteger = 127;
/** Where a weight has fewer, its scales and nodes would take much of what is saved. */
const leastElements = 512;

/** @param readsCoarse – true for a convolution or matrix product whose constant second input may be of 8 bits. */
export function storeByteWeights(model: OnnxModel, readsCoarse: (node: OnnxNode) => boolean): OnnxModel {
  const readers = (coarse: boolean): OnnxNode[] => model.nodes.filter((node) => readsCoarse(node) === coarse);
  const coarse = new Set(readers(true).map(({ inputs }) => inputs[1]));
  const fine = new Set(readers(false).flatMap(({ inputs }) => inputs));
  const isCoarse = ({ name, dtype, shape }: OnnxInitialiser): boolean =>
    coarse.has(name) && !fine.has(name) && dtype === 'float32' && sizeOf(shape) >= leastElements;
  const rest = model.initialisers.filter((value) => !isCoarse(value));
  const half = storeHalfWeights({ ...model, initialisers: rest });
  const nodes: OnnxNode[] = [];
  const initialisers = model.initialisers.filter(isCoarse).flatMap((weight) => {
    const { name, shape } = weight;
    const { values, scales } = weightIntegers(weight, largestInteger);
    const node = (type: string, inputs: string[], output: string, attributes = {}): OnnxNode => {
      return { type, domain: '', inputs, outputs: [output], attributes, scope: 'weights' };
    };
    nodes.push(
      node('Cast', [`${name}#integer`], `${name}#wide`, { to: elementTypes.float32 }),
      node('Mul', [`${name}#wide`, `${name}#scale`], name),
    );
    const perFilter = [scales.length, ...shape.slice(1).map(() => 1)];
    return [
      initialiserOf(`${name}#integer`, shape, 'int8', values),
      initialiserOf(`${name}#scale`, perFilter, 'float32', scales),
    ];
  });
  return { ...half, nodes: [...nodes, ...half.nodes], initialisers: [...half.initialisers, ...initialisers] };
}
