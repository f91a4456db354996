/**
 * ONNX Runtime through onnxruntime-node. `run()` blocks the event loop of its thread: long work belongs in worker
 * threads. Buffers are used as they are, without a copy; they must not lie in shared memory.
 */
import * as ort from 'onnxruntime-node';
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Provider } from './provider.js';
import type { Runtime, RuntimeTensor, Session, SessionOptions } from './runtime.js';

const onlyErrors = 3;

/** On the CPU. */
export const onnxRuntimeNode: Runtime = runtimeOn('cpu');

/** Operators that a GPU provider lacks run on the CPU. Whether it is there, {@link createRuntime} finds out. */
export function runtimeOn(provider: Provider): Runtime {
  return {
    name: `onnxruntime-node on ${provider}`,
    createSession: (onnx, options) => createSession(provider, onnx, options),
  };
}

async function createSession(
  provider: Provider,
  onnx: Uint8Array,
  options: SessionOptions = {},
): Promise<Session> {
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(onnx, {
      executionProviders: [provider],
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
      hint: 'the file may be damaged or for another runtime: get it again, or export it again',
      cause: error,
    });
  }
  let released = false;
  return {
    async run(feeds, results) {
      if (released) throw new LineamentError('onnxruntime: the session was released; create another');
      const outputs = await runSession(session, feeds, results);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    async release() {
      if (released) return;
      released = true;
      await session.release();
    },
  };
}

type RuntimeTensors = Readonly<Record<string, RuntimeTensor>>;

async function runSession(
  session: ort.InferenceSession,
  feeds: RuntimeTensors,
  results: RuntimeTensors | undefined,
): Promise<ort.InferenceSession.OnnxValueMapType> {
  try {
    return await (results === undefined
      ? session.run(toOrt(feeds))
      : session.run(toOrt(feeds), namedResults(session, results)));
  } catch (cause) {
    throw new LineamentError(`onnxruntime: the model cannot run: ${messageOf(cause).split('\n')[0]}`, {
      hint: 'feed every input by its name, with as many numbers as its shape asks for',
      cause,
    });
  }
}

function toOrt(tensors: RuntimeTensors): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [name, new ort.Tensor('float32', data, shape)]),
  );
}

/** Every output must be named, those without a buffer by null. */
function namedResults(
  session: ort.InferenceSession,
  results: RuntimeTensors,
): Record<string, ort.Tensor | null> {
  const none = Object.fromEntries(session.outputNames.map((name) => [name, null]));
  return { ...none, ...toOrt(results) };
}
