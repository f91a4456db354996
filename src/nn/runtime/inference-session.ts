/** Runs exported models in Node. */
import { createRuntime } from './create-runtime.js';
import type { Provider } from './provider.js';
import type { Session, SessionOptions } from './runtime.js';

/** @param onnx – a model file, see exportInference. @param options – the provider is 'cpu' by default. */
export async function createInferenceSession(
  onnx: Uint8Array,
  { provider, ...options }: SessionOptions & { provider?: Provider } = {},
): Promise<Session> {
  const runtime = await createRuntime(provider === undefined ? {} : { provider });
  return runtime.createSession(onnx, options);
}
