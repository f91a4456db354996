/** Opens a model file as a landmark detector: one box, one face. `open-detector.ts` is what a product opens. Node only. */
import { LineamentError, messageOf } from '../../core/errors.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { parsePointMap } from '../../landmarks/point-map.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { createRuntime } from '../../nn/runtime/create-runtime.js';
import type { Provider } from '../../nn/runtime/provider.js';
import type { Session } from '../../nn/runtime/runtime.js';
import { readFileOr, readTextOr } from '../../node/files.js';
import { createDetector, type LookOptions } from '../landmarks/create-detector.js';
import type { Detector } from '../landmarks/detector.js';
import { type WantedLandmarks, wantedDetector } from '../point-maps/wanted-landmarks.js';
import { defaultModel } from '../shipped-models.js';
import { cachedFitter } from './point-map-cache.js';
import { modelFile } from './shipped-model-file.js';

/** `landmarks` may also name a YAML file of a set, or a JSON file of a map. */
export interface OpenModelOptions extends LookOptions, WantedLandmarks {
  /** Threads of one inference; 1 by default. */
  threads?: number;
  /** What it computes on; 'cpu' by default. */
  provider?: Provider;
}

/** What a product may say of the points. @returns sets and maps for names of files. */
async function openWanted({ landmarks, convention }: WantedLandmarks): Promise<WantedLandmarks<never>> {
  const opened =
    typeof landmarks !== 'string'
      ? landmarks
      : /\.json$/i.test(landmarks)
        ? parsePointMap(await readTextOr(landmarks, 'point map'), landmarks)
        : await openLandmarkSet(landmarks);
  return { ...(opened && { landmarks: opened }), ...(convention && { convention }) };
}

/** @param model – a `model.onnx` that `lineament train` wrote, or the name of a shipped model; the default one without. */
export async function openLandmarkDetector(
  model: string = defaultModel,
  options: OpenModelOptions = {},
): Promise<Detector> {
  return (await openModel(modelFile(model), options)).detector;
}

/** @param model – the path of a model file, or its bytes. @returns the detector, and what frees its network. */
export async function openModel(
  model: string | Uint8Array,
  options: OpenModelOptions,
): Promise<{ detector: Detector; close: () => Promise<void> }> {
  const file = typeof model === 'string' ? model : 'the model';
  const bytes = typeof model === 'string' ? await readFileOr(model, 'model') : model;
  const metadata = readModelMetadata(bytes, file);
  const wanted = await openWanted(options);
  const session = await openSession(bytes, file, options);
  try {
    const own = createDetector(metadata, session, options);
    const detector = await wantedDetector(own, wanted, cachedFitter(metadata.training.head));
    return { detector, close: () => session.release() };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** A network out of the bytes of its file. @param file – named in errors. */
export async function openSession(
  bytes: Uint8Array,
  file: string,
  { provider, threads }: OpenModelOptions,
): Promise<Session> {
  // Not the file's fault if it is missing.
  const runtime = await createRuntime(provider === undefined ? {} : { provider });
  try {
    return await runtime.createSession(bytes, threads === undefined ? {} : { threads });
  } catch (cause) {
    throw new LineamentError(`the model cannot be loaded: ${messageOf(cause).split('\n')[0]}`, {
      file,
      hint: 'give a whole model.onnx that `lineament train` wrote',
      cause,
    });
  }
}
