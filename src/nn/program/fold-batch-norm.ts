/**
 * Folds batch normalisation into the convolution before it: with s = γ / √(variance + ε) the weight of filter k
 * becomes s[k] · weight[k] and its bias s[k] · (bias[k] − mean[k]) + β[k]. For models that only detect.
 */
import { internalError } from '../../core/errors.js';
import { initialiserFloats, initialiserOf } from '../onnx/initialiser-values.js';
import type { OnnxInitialiser, OnnxNode } from '../onnx/model.js';

const defaultEpsilon = 1e-5;

export interface FoldableModel {
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxInitialiser[];
}

/** Normalisations behind anything but a convolution that feeds them alone stay as they are. */
export function foldBatchNorm(model: FoldableModel): FoldableModel {
  const initialisers = new Map(model.initialisers.map((value) => [value.name, value]));
  const producers = new Map(model.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  const readers = new Map<string, number>();
  for (const input of model.nodes.flatMap((node) => node.inputs))
    readers.set(input, (readers.get(input) ?? 0) + 1);

  const replaced = new Map<OnnxNode, OnnxNode>();
  const dropped = new Set<OnnxNode>();
  for (const norm of model.nodes) {
    if (norm.type !== 'BatchNormalization') continue;
    const convolution = producers.get(norm.inputs[0]!);
    if (convolution?.type !== 'Conv' || readers.get(norm.inputs[0]!) !== 1) continue;
    const weight = initialisers.get(convolution.inputs[1]!);
    if (weight === undefined) continue;
    const vector = (name: string | undefined): Float32Array => {
      const value = name === undefined ? undefined : initialisers.get(name);
      if (value === undefined) throw internalError(`batch normalisation reads ${name}, which is no constant`);
      return initialiserFloats(value);
    };
    const [gamma, beta, mean, variance] = norm.inputs.slice(1).map(vector) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const epsilon = normalisationEpsilon(norm);
    const bias = convolution.inputs[2] === undefined ? undefined : vector(convolution.inputs[2]);
    const filters = weight.shape[0]!;
    const foldedWeight = initialiserFloats(weight).slice();
    const foldedBias = new Float32Array(filters);
    const perFilter = foldedWeight.length / filters;
    for (let k = 0; k < filters; k++) {
      const scale = gamma[k]! / Math.sqrt(variance[k]! + epsilon);
      for (let i = 0; i < perFilter; i++) foldedWeight[k * perFilter + i]! *= scale;
      foldedBias[k] = beta[k]! + scale * ((bias?.[k] ?? 0) - mean[k]!);
    }
    // Named after the normalisation, for the weight may serve a second convolution.
    const names = { weight: `${norm.outputs[0]}.weight`, bias: `${norm.outputs[0]}.bias` };
    initialisers.set(names.weight, initialiserOf(names.weight, weight.shape, 'float32', foldedWeight));
    initialisers.set(names.bias, initialiserOf(names.bias, [filters], 'float32', foldedBias));
    replaced.set(convolution, {
      ...convolution,
      inputs: [convolution.inputs[0]!, names.weight, names.bias],
      outputs: norm.outputs,
    });
    dropped.add(norm);
  }
  const nodes = model.nodes.filter((node) => !dropped.has(node)).map((node) => replaced.get(node) ?? node);
  return { nodes, initialisers: [...initialisers.values()] };
}

/** What a BatchNormalization adds to the variance. */
export function normalisationEpsilon({ attributes: { epsilon } }: OnnxNode): number {
  return typeof epsilon === 'object' && 'float' in epsilon ? epsilon.float : defaultEpsilon;
}
