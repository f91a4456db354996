/** Runs exported models in Node. */
import { createRuntime } from './create-runtime.js';
import type { Provider } from './provider.js';
import type { Session, SessionOptions } from './runtime.js';
import { stoppableSession } from './stoppable-session.js';

export interface InferenceOptions extends SessionOptions {
  /** 'cpu' by default. */
  provider?: Provider | undefined;
  /** Once it is aborted, running the model throws a StoppedError. */
  signal?: AbortSignal | undefined;
}

/** @param onnx – a model file, see exportInference. */
export async function createInferenceSession(
  onnx: Uint8Array,
  { provider, signal, ...options }: InferenceOptions = {},
): Promise<Session> {
  const runtime = await createRuntime(provider === undefined ? {} : { provider });
  return stoppableSession(await runtime.createSession(onnx, options), signal);
}
