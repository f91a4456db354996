/**
 * Weights to train on out of an exported file: the way back from `fold-batch-norm.ts`.
 *
 * Folding keeps of a normalisation only what it does to its input, a factor and an offset for each channel. Which part of
 * the offset was the running mean and which β is lost, and so is the deviation that the factor was divided by. With the
 * factor left in the weight (γ 1, mean 0, variance 1) the network would give the same points, but training normalises by
 * the batch: every channel would come out with deviation 1, whatever it had. So the file's own network is run on a few
 * batches and each normalisation gets the mean and the variance that its input has there, γ and β undoing exactly what
 * they do: the points stay what the file gives, and training normalises by nearly the same numbers.
 */
import { LineamentError } from '../../core/errors.js';
import type { Graph } from '../graph/graph.js';
import type { Tensor } from '../graph/tensor.js';
import { copiedFloats } from '../onnx/initialiser-values.js';
import type { OnnxModel, OnnxNode } from '../onnx/model.js';
import { square } from '../operators/arithmetic/square.js';
import { subtract } from '../operators/arithmetic/subtract.js';
import { reduceMean } from '../operators/reductions/reduce-mean.js';
import type { RuntimeTensor } from '../runtime/runtime.js';
import { exportInference, type TrainedValues } from './export-inference.js';
import { normalisationEpsilon } from './fold-batch-norm.js';
import { entryValues, layoutOf, layoutSize } from './parameter-layout.js';
import { neededNodes } from './prune.js';

/** Names of a normalisation's values. */
interface Normalisation {
  readonly gamma: string;
  readonly beta: string;
  readonly mean: string;
  readonly variance: string;
  /** What it gives, `[B, C, H, W]`. */
  readonly output: string;
  readonly epsilon: number;
}

/** Runs an ONNX file on one batch after the other. @returns the outputs of each. */
export type RunBatches = (
  onnx: Uint8Array,
  batches: readonly Readonly<Record<string, RuntimeTensor>>[],
) => Promise<Readonly<Record<string, Float32Array>>[]>;

/**
 * @param graph – the file's network as it was before folding, in inference mode, for batches of the size given.
 * @param outputs – those of the file.
 * @param batches – inputs such as training will see.
 * @returns what the file holds of the network's parameters and statistics, ready for training.
 */
export async function unfoldBatchNorm(
  graph: Graph,
  outputs: readonly Tensor[],
  model: OnnxModel,
  batches: readonly Readonly<Record<string, RuntimeTensor>>[],
  run: RunBatches,
): Promise<TrainedValues> {
  const { values, folded } = storedValues(graph, outputs, model);
  const layouts = layoutsOf(graph, values);
  const state: TrainedValues = {
    ...layouts,
    parameters: new Float32Array(layoutSize(layouts.parameterLayout)),
    statistics: new Float32Array(layoutSize(layouts.statisticLayout)),
  };
  for (const [layout, flat] of [
    [state.parameterLayout, state.parameters],
    [state.statisticLayout, state.statistics],
  ] as const)
    for (const entry of layout) entryValues(flat, entry).set(values.get(entry.name)!);
  if (folded.length === 0) return state;
  const measured = await measure(graph, folded, state, batches, run);
  const valuesOf = (name: string): Float32Array => {
    const parameter = state.parameterLayout.find((entry) => entry.name === name);
    if (parameter !== undefined) return entryValues(state.parameters, parameter);
    return entryValues(state.statistics, state.statisticLayout.find((entry) => entry.name === name)!);
  };
  for (const [index, { gamma, beta, mean, variance, epsilon }] of folded.entries()) {
    const { means, variances } = measured[index]!;
    const offsets = valuesOf(beta);
    means.forEach((value, channel) => {
      const spread = variances[channel]!;
      valuesOf(mean)[channel] = value - offsets[channel]!;
      valuesOf(variance)[channel] = spread;
      valuesOf(gamma)[channel] = Math.sqrt(spread + epsilon);
      offsets[channel] = value;
    });
  }
  return state;
}

/** The file's values by the network's names; those of a folded normalisation do nothing but add its offset. */
function storedValues(
  graph: Graph,
  outputs: readonly Tensor[],
  model: OnnxModel,
): { values: Map<string, Float32Array>; folded: Normalisation[] } {
  const stored = new Map(model.initialisers.map((value) => [value.name, value]));
  const nodes = neededNodes(
    graph.nodes,
    outputs.map(({ name }) => name),
  );
  const values = new Map<string, Float32Array>();
  for (const { name } of [...graph.parameters, ...graph.statistics]) {
    const value = stored.get(name);
    if (value !== undefined) values.set(name, copiedFloats(value));
  }
  const folded: Normalisation[] = [];
  const convolutions = pairedConvolutions(nodes, model.nodes);
  for (const node of nodes) {
    if (node.type !== 'BatchNormalization' || values.has(node.inputs[1]!)) continue;
    const [input, gamma, beta, mean, variance] = node.inputs as [string, string, string, string, string];
    const convolution = nodes.find(({ outputs: [output] }) => output === input);
    const inFile = convolution && convolutions.get(convolution);
    const weight = stored.get(inFile?.inputs[1] ?? '');
    const bias = stored.get(inFile?.inputs[2] ?? '');
    if (convolution === undefined || weight === undefined || bias === undefined)
      throw new LineamentError(`the file holds no weights for ${node.scope}`, {
        hint: 'give a model file that this version exported, or a checkpoint',
      });
    const epsilon = normalisationEpsilon(node);
    const channels = weight.shape[0]!;
    values.set(convolution.inputs[1]!, copiedFloats(weight));
    values.set(gamma, new Float32Array(channels).fill(1));
    values.set(beta, copiedFloats(bias));
    values.set(mean, new Float32Array(channels));
    values.set(variance, new Float32Array(channels).fill(1 - epsilon));
    folded.push({ gamma, beta, mean, variance, output: node.outputs[0]!, epsilon });
  }
  return { values, folded };
}

/** Convolutions keep their scope and their order within it, whatever happens to the names of their weights. */
function pairedConvolutions(own: readonly OnnxNode[], file: readonly OnnxNode[]): Map<OnnxNode, OnnxNode> {
  const byScope = (nodes: readonly OnnxNode[]): Map<string, OnnxNode[]> => {
    const groups = new Map<string, OnnxNode[]>();
    for (const node of nodes)
      if (node.type === 'Conv') groups.set(node.scope, [...(groups.get(node.scope) ?? []), node]);
    return groups;
  };
  const inFile = byScope(file);
  const pairs = new Map<OnnxNode, OnnxNode>();
  for (const [scope, nodes] of byScope(own))
    for (const [index, node] of nodes.entries()) {
      const other = inFile.get(scope)?.[index];
      if (other !== undefined) pairs.set(node, other);
    }
  return pairs;
}

function layoutsOf(
  graph: Graph,
  values: ReadonlyMap<string, Float32Array>,
): Pick<TrainedValues, 'parameterLayout' | 'statisticLayout'> {
  return {
    parameterLayout: layoutOf(graph.parameters.filter(({ name }) => values.has(name))),
    statisticLayout: layoutOf(graph.statistics.filter(({ name }) => values.has(name))),
  };
}

/** Mean and variance of what each normalisation gives, over all batches, rows and columns. */
async function measure(
  graph: Graph,
  folded: readonly Normalisation[],
  state: TrainedValues,
  batches: readonly Readonly<Record<string, RuntimeTensor>>[],
  run: RunBatches,
): Promise<{ means: Float64Array; variances: Float64Array }[]> {
  const outputs: Record<string, Tensor> = {};
  for (const [index, { output }] of folded.entries()) {
    const given: Tensor = { name: output, shape: graph.shapes.get(output)!, dtype: 'float32', graph };
    const mean = reduceMean(given, [0, 2, 3], true);
    outputs[`mean${index}`] = mean;
    outputs[`variance${index}`] = reduceMean(square(subtract(given, mean)), [0, 2, 3]);
  }
  const results = await run(exportInference(graph, outputs, state, {}), batches);
  const averageOf = (value: (result: (typeof results)[number]) => ArrayLike<number>): Float64Array => {
    const sum = new Float64Array(value(results[0]!).length);
    for (const result of results)
      for (let i = 0; i < sum.length; i++) sum[i]! += value(result)[i]! / results.length;
    return sum;
  };
  return folded.map((_, index) => {
    const means = averageOf((result) => result[`mean${index}`]!);
    // That within batches, and that of their means.
    const variances = averageOf((result) =>
      result[`variance${index}`]!.map(
        (variance, channel) => variance + (result[`mean${index}`]![channel]! - means[channel]!) ** 2,
      ),
    );
    return { means, variances };
  });
}
