/**
 * Writes a trained network as one ONNX file that every runtime of operator set 17 loads, onnxruntime-web included:
 * parameters and statistics inside, batch normalisation folded into convolutions, metadata attached.
 */
import { LineamentError } from '../../core/errors.js';
import type { Graph } from '../graph/graph.js';
import { type Shape, sameShape, shapeText } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { encodeModel, type OnnxInitialiser, type OnnxNode } from '../onnx/model.js';
import { foldBatchNorm } from './fold-batch-norm.js';
import { entryValues, type ParameterLayout } from './parameter-layout.js';
import { neededInitialisers, neededNodes } from './prune.js';
import type { TrainerState } from './trainer-state.js';

/** The part of a state that a network needs to run. */
export type TrainedValues = Pick<
  TrainerState,
  'parameterLayout' | 'parameters' | 'statisticLayout' | 'statistics'
>;

/**
 * @param graph – in inference mode; its parameters and statistics are looked up in the state by name.
 * @param outputs – what the file gives, by name.
 * @returns the bytes of the file.
 */
export function exportInference(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  state: TrainedValues,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  if (graph.mode !== 'inference')
    throw new LineamentError(`exportInference: the graph must be in 'inference' mode, got '${graph.mode}'`);
  const named = Object.entries(outputs);
  if (named.length === 0) throw new LineamentError('exportInference: names no output');
  const nodes = neededNodes(
    [
      ...graph.nodes,
      ...named.map(
        ([name, tensor]): OnnxNode => ({
          type: 'Identity',
          domain: '',
          inputs: [tensor.name],
          outputs: [name],
          attributes: {},
          scope: '',
        }),
      ),
    ],
    named.map(([name]) => name),
  );
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const isRead = ({ name }: { name: string }): boolean => read.has(name);
  const initialisers = [
    ...graph.constants,
    ...graph.parameters
      .filter(isRead)
      .map((value) => trained(value, state.parameterLayout, state.parameters)),
    ...graph.statistics
      .filter(isRead)
      .map((value) => trained(value, state.statisticLayout, state.statistics)),
  ];
  const folded = foldBatchNorm({ nodes, initialisers });
  return encodeModel({
    nodes: folded.nodes,
    initialisers: neededInitialisers(folded.initialisers, folded.nodes),
    inputs: graph.inputs,
    outputs: named.map(([name, { shape, dtype }]) => ({ name, shape, dtype })),
    metadata,
  });
}

function trained(
  { name, shape }: { name: string; shape: Shape },
  layout: ParameterLayout,
  values: Float32Array,
): OnnxInitialiser {
  const entry = layout.find((candidate) => candidate.name === name);
  if (entry === undefined || !sameShape(entry.shape, shape))
    throw new LineamentError(
      `exportInference: the network wants ${name} of ${shapeText(shape)}, the state has ` +
        (entry === undefined ? 'none of that name' : shapeText(entry.shape)),
      { hint: 'build the network with the settings that it was trained with' },
    );
  // A copy: byte views of a parameter must start at a multiple of four and must not keep the whole state alive.
  const own = entryValues(values, entry).slice();
  return { name, shape, dtype: 'float32', bytes: new Uint8Array(own.buffer) };
}
