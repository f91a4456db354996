/** What an exported network holds, as a training can begin with it; see `nn/program/unfold-batch-norm.ts`. Node only. */
import type { Graph } from '../../nn/graph/graph.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import type { OnnxModel } from '../../nn/onnx/model.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { unfoldBatchNorm } from '../../nn/program/unfold-batch-norm.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import type { RuntimeTensor } from '../../nn/runtime/runtime.js';

/**
 * @param graph – the file's network before folding, in inference mode. @param outputs – those of the file. @param batches – inputs as training sees them.
 * @returns step 0 of a training; what the file does not hold is not in its layout.
 */
export async function unfoldedWeights(
  graph: Graph,
  outputs: readonly Tensor[],
  model: OnnxModel,
  batches: readonly Readonly<Record<string, RuntimeTensor>>[],
): Promise<TrainerState> {
  const values = await unfoldBatchNorm(graph, outputs, model, batches, async (onnx, feedsOfAll) => {
    const session = await onnxRuntimeNode.createSession(onnx);
    try {
      const results: Readonly<Record<string, Float32Array>>[] = [];
      for (const feeds of feedsOfAll) results.push(await session.run(feeds));
      return results;
    } finally {
      await session.release();
    }
  });
  return { ...values, step: 0, firstMoments: new Float32Array(0), secondMoments: new Float32Array(0) };
}
