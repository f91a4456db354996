/**
 * Picks a runtime by its provider, and finds out before any work begins whether that provider is there.
 *
 * Limits: the GPU providers have not been tried on a GPU; docs/engine.md says what to expect of them.
 */
import * as ort from 'onnxruntime-node';
import { LineamentError, messageOf } from '../../core/errors.js';
import { encodeModel, type OnnxValue } from '../onnx/model.js';
import { runtimeOn } from './onnxruntime-node.js';
import { defaultProvider, type Provider, providers } from './provider.js';
import type { Runtime } from './runtime.js';

export interface RuntimeOptions {
  /** Default 'cpu'. */
  provider?: Provider;
}

/** @returns a runtime that has run a model on its provider, or an error that says what is missing. */
export async function createRuntime({ provider = defaultProvider }: RuntimeOptions = {}): Promise<Runtime> {
  if (!providers.includes(provider))
    throw new LineamentError(
      `runtime: there is no provider '${provider}'; there are ${providers.join(', ')}`,
    );
  const runtime = runtimeOn(provider);
  if (provider === 'cpu') return runtime;
  const level = ort.env.logLevel ?? 'warning';
  try {
    // The runtime would tell of a missing library in a line of its own.
    ort.env.logLevel = 'fatal';
    const session = await runtime.createSession(doubling());
    const { y } = await session.run({ x: { data: Float32Array.of(21), shape: [1] } });
    await session.release();
    if (y?.[0] !== 42) throw new Error(`2 · 21 gives ${y?.[0]}`);
  } catch (cause) {
    throw new LineamentError(`runtime: the provider '${provider}' is not available here: ${reason(cause)}`, {
      hint: `${needs[provider]}; the provider 'cpu' works everywhere`,
      cause,
    });
  } finally {
    ort.env.logLevel = level;
  }
  return runtime;
}

const needs: Record<Exclude<Provider, 'cpu'>, string> = {
  cuda:
    'it needs Linux on x64, an NVIDIA GPU with its driver, CUDA 12, cuDNN 9 and the CUDA libraries of onnxruntime-node, ' +
    'which its install script fetches with ONNXRUNTIME_NODE_INSTALL=cuda12, see docs/installing.md',
  webgpu: 'it needs a GPU with a driver for Vulkan, Metal or Direct3D 12, and libvulkan1 on Linux',
};

/** The runtime's own words without the place in its source code. */
function reason(cause: unknown): string {
  const deepest = cause instanceof LineamentError && cause.cause !== undefined ? cause.cause : cause;
  const text = messageOf(deepest).split('\n')[0]!;
  return text.startsWith('/') ? (text.split(/ was false\. /).at(-1) ?? text) : text;
}

function doubling(): Uint8Array {
  const value = (name: string): OnnxValue => ({ name, shape: [1], dtype: 'float32' });
  return encodeModel({
    nodes: [{ type: 'Add', domain: '', inputs: ['x', 'x'], outputs: ['y'], attributes: {}, scope: '' }],
    initialisers: [],
    inputs: [value('x')],
    outputs: [value('y')],
  });
}
