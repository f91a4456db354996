/**
 * ONNX Runtime on the CPU, through onnxruntime-node. `run()` blocks the event loop of its thread: long work belongs
 * in worker threads. Buffers are used as they are, without a copy; they must not lie in shared memory.
 */
import * as ort from 'onnxruntime-node';
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Runtime, RuntimeTensor, Session, SessionOptions } from './runtime.js';

const onlyErrors = 3;

export const onnxRuntimeNode: Runtime = {
  name: 'onnxruntime-node',
  async createSession(onnx: Uint8Array, options: SessionOptions = {}): Promise<Session> {
    let session: ort.InferenceSession;
    try {
      session = await ort.InferenceSession.create(onnx, {
        intraOpNumThreads: options.threads ?? 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        logSeverityLevel: onlyErrors,
        // Reuse of activations by a recorded pattern costs a third more memory and saves no time.
        enableMemPattern: false,
        graphOptimizationLevel: options.optimise === false ? 'disabled' : 'all',
      });
    } catch (error) {
      throw new LineamentError(`onnxruntime: cannot load the model: ${messageOf(error)}`, {
        mend: 'the file may be damaged or for another runtime: get it again, or export it again',
        cause: error,
      });
    }
    return {
      async run(feeds, results) {
        const outputs =
          results === undefined
            ? await session.run(toOrt(feeds))
            : await session.run(toOrt(feeds), namedResults(session, results));
        return Object.fromEntries(
          Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]),
        );
      },
      release: () => session.release(),
    };
  },
};

function toOrt(tensors: Readonly<Record<string, RuntimeTensor>>): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [name, new ort.Tensor('float32', data, shape)]),
  );
}

/** Every output must be named, those without a buffer by null. */
function namedResults(
  session: ort.InferenceSession,
  results: Readonly<Record<string, RuntimeTensor>>,
): Record<string, ort.Tensor | null> {
  const none = Object.fromEntries(session.outputNames.map((name) => [name, null]));
  return { ...none, ...toOrt(results) };
}
