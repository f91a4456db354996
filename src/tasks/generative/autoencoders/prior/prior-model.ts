/** A trained prior as an ONNX model of its own, to be laid beside an autoencoder: inputs `at` and `time`, output `velocity`. B codes of Z numbers. */
import { Graph } from '../../../../nn/graph/graph.js';
import { decodeModel } from '../../../../nn/onnx/decode-model.js';
import type { OnnxModel } from '../../../../nn/onnx/model.js';
import { exportInference, type TrainedValues } from '../../../../nn/program/export-inference.js';
import { type PriorArchitecture, timeNumbers, velocity } from './network.js';

/** Codes that are drawn at once. */
export const drawnTogether = 32;

/** @param length – Z. */
export function priorModel(length: number, architecture: PriorArchitecture, state: TrainedValues): OnnxModel {
  const graph = new Graph('inference');
  const at = graph.input('at', [drawnTogether, length]);
  const time = graph.input('time', [drawnTogether, timeNumbers]);
  return decodeModel(exportInference(graph, { velocity: velocity(at, time, architecture) }, state, {}));
}
