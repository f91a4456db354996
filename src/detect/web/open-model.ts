/// <reference lib="dom" preserve="true" />
/** Model files in browsers: fetched, and opened on onnxruntime-web. */
import * as ort from 'onnxruntime-web';
import { LineamentError, messageOf } from '../../core/errors.js';
import { inTurn } from '../../core/in-turn.js';
import { type OptionNames, optionsOf } from '../../core/settings/known-options.js';
import { nameOf } from '../landmarks/check-input.js';
import type { DetectionSession } from '../landmarks/detector.js';

export interface RunOptions {
  /** What it runs on, the first that is there; WebAssembly by default. */
  providers?: readonly ('webgpu' | 'wasm')[];
}

export const runNames: OptionNames<RunOptions> = { providers: true };

/** Of the options of whoever opens more than one network, those that each is run with. */
export const runOptionsOf = (options: RunOptions): RunOptions => optionsOf(options, runNames);

/** The address of a model file, or its bytes. */
export type WebModel = string | URL | Uint8Array | ArrayBuffer;

/** @returns the bytes, and what to call the file in errors. */
export async function modelBytes(model: WebModel): Promise<{ bytes: Uint8Array; file: string }> {
  if (model instanceof Uint8Array) return { bytes: model, file: 'the model' };
  if (model instanceof ArrayBuffer) return { bytes: new Uint8Array(model), file: 'the model' };
  if (typeof model !== 'string' && !(model instanceof URL))
    throw new LineamentError(`a model is needed, got ${nameOf(model)}`, {
      hint: 'give the address of its file, or its bytes as a Uint8Array or ArrayBuffer',
    });
  return { bytes: await fetchModel(String(model)), file: String(model) };
}

/** A network that runs; `release` frees it. */
export interface OpenedNetwork {
  readonly session: DetectionSession;
  release(): Promise<void>;
}

export async function openNetwork(
  bytes: Uint8Array,
  file: string,
  { providers = ['wasm'] }: RunOptions,
): Promise<OpenedNetwork> {
  const network = await createSession(bytes, file, providers);
  return { session: sessionOf(network), release: () => network.release() };
}

async function fetchModel(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new LineamentError(`the model cannot be fetched: ${response.status} ${response.statusText}`, {
    file: address,
    hint: 'serve the model file there',
  });
}

async function createSession(
  bytes: Uint8Array,
  file: string,
  providers: readonly string[],
): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, { executionProviders: [...providers] });
  } catch (cause) {
    throw new LineamentError(`the model cannot be loaded: ${messageOf(cause).split('\n')[0]}`, {
      file,
      hint: 'give a whole model file; onnxruntime-web must find its .wasm files (ort.env.wasm.wasmPaths)',
      cause,
    });
  }
}

/** The runtime takes one run at a time: others wait for it. */
function sessionOf(network: ort.InferenceSession): DetectionSession {
  const queue = inTurn();
  return { run: (feeds) => queue(() => runOnce(network, feeds)) };
}

async function runOnce(
  network: ort.InferenceSession,
  feeds: Parameters<DetectionSession['run']>[0],
): Promise<Record<string, Float32Array>> {
  const tensors = Object.entries(feeds).map(
    ([name, { data, shape }]) => [name, new ort.Tensor('float32', data, shape)] as const,
  );
  const outputs: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(await network.run(Object.fromEntries(tensors)))) {
    const data = await tensor.getData();
    if (data instanceof Float32Array) outputs[name] = data;
  }
  return outputs;
}
