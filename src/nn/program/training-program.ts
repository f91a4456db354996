/**
 * Compiles a graph and its loss to one ONNX file: forward and backward pass; or a graph alone, forward.
 *
 * Inputs: those of the graph, `parameters` `[P]` and, where a node reads them, `statistics` `[S]`, both flat.
 * Outputs: `loss` `[]`, `metric.<name>` `[]`, `output.<name>`, `gradient` `[G]`, of the parameters that are trained, and
 * `batchStatistics` `[S]`; a forward program gives `output.<name>` only.
 * The optimiser's step stands outside, so that replicas can average their gradients first.
 */
import { internalError, LineamentError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import type { Graph } from '../graph/graph.js';
import { shapeText, sizeOf } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { encodeModel, type OnnxModel, type OnnxNode, type OnnxValue } from '../onnx/model.js';
import { blockConvolutions } from './blocked-convolution.js';
import { fuseSums } from './fused-sums.js';
import { entryValues, layoutOf, layoutSize, type ParameterLayout } from './parameter-layout.js';
import { neededInitialisers, neededNodes } from './prune.js';
import type { TrainerState } from './trainer-state.js';

export interface TrainingTargets {
  /** A scalar, to be made small. */
  loss: Tensor;
  /** Scalars to be reported. */
  metrics?: Readonly<Record<string, Tensor>>;
  /** Tensors to be handed on as they are. */
  outputs?: Readonly<Record<string, Tensor>>;
}

export interface TrainingProgram {
  readonly model: OnnxModel;
  readonly onnx: Uint8Array;
  /** The graph's own inputs. */
  readonly inputs: readonly OnnxValue[];
  readonly metricNames: readonly string[];
  /** What is handed on, without prefix. */
  readonly outputs: readonly OnnxValue[];
  readonly parameters: ParameterLayout;
  /** Where each trained parameter that the loss depends on stands in `gradient`; empty in a forward program. */
  readonly gradients: ParameterLayout;
  readonly statistics: ParameterLayout;
  /** For each statistic, the weight of the newest batch. */
  readonly momenta: readonly number[];
  /** True if the program reads `statistics`. */
  readonly readsStatistics: boolean;
  /** Parameters as their initialisers make them, moments at zero. */
  initialState(seed: number): TrainerState;
}

export const metricPrefix = 'metric.';
export const outputPrefix = 'output.';

export interface CompileOptions {
  /** Channels in a block of the runtime's blocked convolutions, see blocked-convolution.ts; default 0: plain ones. */
  convolutionBlock?: number;
  /** Of the parameters that are not frozen, those whose gradient is wanted; default: all. No work goes to others. */
  trains?: (name: string) => boolean;
}

export function compileTraining(
  graph: Graph,
  targets: TrainingTargets,
  { convolutionBlock = 0, trains = () => true }: CompileOptions = {},
): TrainingProgram {
  const metrics = Object.entries(targets.metrics ?? {});
  checkTargets(graph, targets.loss, metrics);
  const trained = graph.parameters.filter(({ name }) => !graph.isFrozen(name) && trains(name));
  if (trained.length === 0)
    throw new LineamentError(
      `compileTraining: the graph has no parameter to train${graph.parameters.length === 0 ? '' : ', all are frozen'}`,
    );
  const watched = trained.map((value) => ({ ...value, graph }));
  const gradients = graph.tape.backward(targets.loss, watched);
  const reached = trained.filter((_, index) => gradients[index] !== undefined);
  if (reached.length === 0)
    throw new LineamentError('compileTraining: the loss depends on no parameter that is trained');
  const flatGradient = concatenateFlat(
    graph,
    gradients.filter((gradient) => gradient !== undefined),
  );
  const outputs: [string, Tensor][] = [
    ['loss', targets.loss],
    ...prefixed(metricPrefix, targets.metrics),
    ...prefixed(outputPrefix, targets.outputs),
    ['gradient', flatGradient],
  ];
  if (graph.statistics.length > 0) {
    const batchValues = graph.statistics.map(
      ({ name, shape }) => graph.statisticUpdates.get(name)?.batchValue ?? zeros(graph, sizeOf(shape)),
    );
    outputs.push(['batchStatistics', concatenateFlat(graph, batchValues)]);
  }
  return {
    ...assemble(graph, outputs, convolutionBlock),
    metricNames: metrics.map(([name]) => name),
    outputs: valuesOf(targets.outputs),
    gradients: layoutOf(reached),
  };
}

/** The forward pass alone, such as a teacher's; the graph may be in either mode. It updates no statistics. */
export function compileForward(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  { convolutionBlock = 0 }: Pick<CompileOptions, 'convolutionBlock'> = {},
): TrainingProgram {
  if (Object.keys(outputs).length === 0) throw new LineamentError('compileForward: names no output');
  return {
    ...assemble(graph, prefixed(outputPrefix, outputs), convolutionBlock),
    metricNames: [],
    outputs: valuesOf(outputs),
    gradients: [],
  };
}

function assemble(
  graph: Graph,
  outputs: readonly [string, Tensor][],
  convolutionBlock: number,
): Omit<TrainingProgram, 'metricNames' | 'outputs' | 'gradients'> {
  const parameters = layoutOf(graph.parameters);
  const statistics = layoutOf(graph.statistics);
  const named = outputs.map(([name, tensor]): OnnxNode => identityNode(tensor.name, name));
  const body = neededNodes(
    [...graph.nodes, ...named],
    outputs.map(([name]) => name),
  );
  const readsStatistics = body.some((node) =>
    node.inputs.some((input) => statistics.some(({ name }) => name === input)),
  );
  const splits = [splitFlat(graph, 'parameters', parameters)];
  if (readsStatistics) splits.push(splitFlat(graph, 'statistics', statistics));
  const nodes = [
    ...splits.flat(),
    ...blockConvolutions(fuseSums(body, graph.shapes), graph.shapes, graph, convolutionBlock),
  ];
  const flatInput = (name: string, layout: ParameterLayout): OnnxValue => ({
    name,
    shape: [layoutSize(layout)],
    dtype: 'float32',
  });
  const model: OnnxModel = {
    nodes,
    initialisers: neededInitialisers(graph.constants, nodes),
    inputs: [
      ...graph.inputs,
      flatInput('parameters', parameters),
      ...(readsStatistics ? [flatInput('statistics', statistics)] : []),
    ],
    outputs: outputs.map(([name, { shape, dtype }]) => ({ name, shape, dtype })),
  };
  return {
    model,
    onnx: encodeModel(model),
    inputs: graph.inputs,
    parameters,
    statistics,
    momenta: graph.statistics.map(({ name }) => graph.statisticUpdates.get(name)?.momentum ?? 0),
    readsStatistics,
    initialState: (seed) => initialState(graph, parameters, statistics, seed),
  };
}

function prefixed(prefix: string, tensors: Readonly<Record<string, Tensor>> = {}): [string, Tensor][] {
  return Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]);
}

function valuesOf(tensors: Readonly<Record<string, Tensor>> = {}): OnnxValue[] {
  return Object.entries(tensors).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
}

function checkTargets(graph: Graph, loss: Tensor, metrics: readonly [string, Tensor][]): void {
  if (graph.mode !== 'training')
    throw new LineamentError(`compileTraining: the graph must be in 'training' mode, got '${graph.mode}'`);
  for (const [name, tensor] of [['loss', loss] as const, ...metrics]) {
    if (tensor.graph !== graph) throw internalError(`compileTraining: ${name} belongs to another graph`);
    if (tensor.shape.length !== 0)
      throw new LineamentError(`compileTraining: ${name} must be a scalar, got ${shapeText(tensor.shape)}`, {
        hint: 'reduce it with reduceMean(x) or reduceSum(x)',
      });
  }
}

function initialState(
  graph: Graph,
  parameterLayout: ParameterLayout,
  statisticLayout: ParameterLayout,
  seed: number,
): TrainerState {
  const parameters = new Float32Array(layoutSize(parameterLayout));
  graph.parameters.forEach(({ name, shape, initialiser }, index) => {
    const values = initialiser(new Random(seed, 'parameter', name), shape);
    entryValues(parameters, parameterLayout[index]!).set(values);
  });
  const statistics = new Float32Array(layoutSize(statisticLayout));
  graph.statistics.forEach(({ value }, index) => {
    entryValues(statistics, statisticLayout[index]!).fill(value);
  });
  return {
    step: 0,
    parameterLayout,
    parameters,
    firstMoments: new Float32Array(0),
    secondMoments: new Float32Array(0),
    statisticLayout,
    statistics,
  };
}

function concatenateFlat(graph: Graph, tensors: readonly Tensor[]): Tensor {
  const flat = tensors.map((tensor) => {
    const size = sizeOf(tensor.shape);
    if (tensor.shape.length === 1) return tensor;
    return graph.emit('Reshape', [tensor, graph.integers([size])], {}, [size]);
  });
  const total = flat.reduce((sum, { shape }) => sum + shape[0]!, 0);
  return graph.emit('Concat', flat, { axis: 0 }, [total]);
}

function zeros(graph: Graph, size: number): Tensor {
  return graph.emit('Expand', [graph.constant(0), graph.integers([size])], {}, [size]);
}

/** Nodes that cut a flat vector into tensors of the entries' names. */
function splitFlat(graph: Graph, flat: string, layout: ParameterLayout): OnnxNode[] {
  const sizes = graph.integers(layout.map(({ shape }) => sizeOf(shape)));
  const isFlat = ({ shape }: ParameterLayout[number]): boolean => shape.length === 1;
  const pieces = layout.map((entry) => (isFlat(entry) ? entry.name : `${entry.name}#flat`));
  return [
    {
      type: 'Split',
      domain: '',
      inputs: [flat, sizes.name],
      outputs: pieces,
      attributes: { axis: 0 },
      scope: flat,
    },
    ...layout
      .filter((entry) => !isFlat(entry))
      .map(
        ({ name, shape }): OnnxNode => ({
          type: 'Reshape',
          domain: '',
          inputs: [`${name}#flat`, graph.integers(shape).name],
          outputs: [name],
          attributes: {},
          scope: flat,
        }),
      ),
  ];
}

function identityNode(from: string, to: string): OnnxNode {
  return { type: 'Identity', domain: '', inputs: [from], outputs: [to], attributes: {}, scope: '' };
}
