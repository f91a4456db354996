/** Runs exported models in Node. */
import { onnxRuntimeNode } from './onnxruntime-node.js';
import type { Session, SessionOptions } from './runtime.js';

/** @param onnx – a model file, see exportInference. */
export function createInferenceSession(onnx: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  return onnxRuntimeNode.createSession(onnx, options);
}
