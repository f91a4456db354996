/// <reference lib="dom" preserve="true" />
/**
 * Opens a model in a browser, on onnxruntime-web. Where its `.wasm` files lie, and how many threads it uses, is said to it
 * before (`ort.env.wasm`).
 *
 * @example
 * const detector = await openDetector('/ibug68-ict.onnx');
 * const [face] = await detector.detect(file);
 */
import * as ort from 'onnxruntime-web';
import { LineamentError, messageOf } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { ModelMetadata } from '../../networks/model-metadata.js';
import { readModelMetadata } from '../../networks/read-model-metadata.js';
import { createFaceDetector, type FaceDetector } from '../face-detector.js';
import { createDetector, type LookOptions } from '../landmarks/create-detector.js';
import type { DetectionSession } from '../landmarks/detector.js';
import { decodeImage, type WebPicture } from './decode-picture.js';

export interface OpenModelOptions extends LookOptions {
  /** What it runs on, the first that is there; WebAssembly by default. */
  providers?: readonly ('webgpu' | 'wasm')[];
}

/** Pictures are blobs, what a canvas draws, or decoded pixels. */
export type WebDetector<Name extends string = string> = FaceDetector<WebPicture, Name>;

/**
 * @param model – the address of a model file, or its bytes. The shipped ones lie in `lineament/models/`.
 * @typeParam Name – names of its points, such as `Ibug68Point` for the shipped detector.
 */
export async function openDetector<Name extends string = string>(
  model: string | URL | Uint8Array | ArrayBuffer,
  { providers = ['wasm'], ...looks }: OpenModelOptions = {},
): Promise<WebDetector<Name>> {
  const file = model instanceof URL || typeof model === 'string' ? String(model) : 'the model';
  const bytes =
    model instanceof Uint8Array
      ? model
      : model instanceof ArrayBuffer
        ? new Uint8Array(model)
        : await fetchModel(file);
  const metadata = readModelMetadata(bytes, file);
  const network = await createSession(bytes, file, providers);
  return createFaceDetector(createDetector(metadata, sessionOf(network), looks), namesOf<Name>(metadata), {
    decode: async (picture) => (isDecoded(picture) ? picture : decodeImage(picture)),
    close: () => network.release(),
  });
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
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(feeds) {
      const run = last.then(() => runOnce(network, feeds));
      last = run.catch(() => {});
      return run;
    },
  };
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

function isDecoded(picture: WebPicture | Image): picture is Image {
  return typeof picture === 'object' && picture !== null && 'channels' in picture;
}

/** Whoever names the type says what the model's points are called. */
function namesOf<Name extends string>({ landmarks }: ModelMetadata): readonly Name[] {
  return landmarks.names as Name[];
}
