/** Opens a model file with onnxruntime-node for the detector. Node only; one thread unless more are asked for. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { LineamentError, messageOf } from '../core/errors.js';
import { readFileOr } from '../core/files.js';
import { createDetector, type DetectionSession, type Detector } from '../detect/detector.js';
import { parseMetadata } from '../models/model-metadata.js';
import { readMetadata } from '../nn/onnx/metadata.js';

export interface OpenDetectorOptions {
  /** Threads of one inference; 1 by default. */
  threads?: number;
}

export async function openDetector(
  modelPath: string,
  { threads = 1 }: OpenDetectorOptions = {},
): Promise<Detector> {
  const bytes = await readFileOr(modelPath, 'model');
  const metadata = parseMetadata(metadataEntries(bytes, modelPath), modelPath);
  return createDetector(metadata, await openSession(bytes, modelPath, threads));
}

function metadataEntries(bytes: Uint8Array, file: string): Record<string, string> {
  try {
    return readMetadata(bytes);
  } catch (cause) {
    throw notAModel(file, cause);
  }
}

async function openSession(bytes: Uint8Array, file: string, threads: number): Promise<DetectionSession> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(bytes, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  } catch (cause) {
    throw notAModel(file, cause);
  }
  return {
    async run(feeds) {
      const inputs = Object.entries(feeds).map(
        ([name, { data, shape }]) => [name, new Tensor('float32', data, shape)] as const,
      );
      const outputs = await session.run(Object.fromEntries(inputs));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [name, floats(tensor.data, name, file)] as const),
      );
    },
  };
}

function floats(data: unknown, name: string, file: string): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new LineamentError(`the model's output '${name}' is not of 32-bit floats`, {
    file,
    mend: 'get the file again',
  });
}

function notAModel(file: string, cause: unknown): LineamentError {
  return new LineamentError(`the model cannot be loaded: ${messageOf(cause).split('\n')[0]}`, {
    file,
    mend: 'give a whole model.onnx that `lineament train` wrote',
    cause,
  });
}
