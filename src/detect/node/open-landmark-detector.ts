/** Opens a model file as a landmark detector: one box, one face. `open-detector.ts` is what a product opens. Node only. */
import { LineamentError, messageOf } from '../../core/errors.js';
import { type Keep, openedTogether } from '../../core/opened-together.js';
import { type OptionNames, optionsOf } from '../../core/settings/known-options.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { parsePointMap } from '../../landmarks/point-map.js';
import { withFeatureMaps } from '../../networks/feature-maps.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { createRuntime } from '../../nn/runtime/create-runtime.js';
import type { Provider } from '../../nn/runtime/provider.js';
import type { Session } from '../../nn/runtime/runtime.js';
import { stoppableSession } from '../../nn/runtime/stoppable-session.js';
import { readFileOr, readTextOr } from '../../node/files.js';
import { lookNames } from '../detection-settings.js';
import { createEyeLook, type EyeLook } from '../eyes/eye-look.js';
import { eyesDetector } from '../eyes/eyes-detector.js';
import { createDetector, type LookOptions } from '../landmarks/create-detector.js';
import type { Detector } from '../landmarks/detector.js';
import type { PointAdapter } from '../landmarks/point-adapter.js';
import { adaptedLooks, checkAsked, networkFor } from '../landmarks/wanted-adapter.js';
import { type WantedLandmarks, wantedDetector, wantedNames } from '../point-maps/wanted-landmarks.js';
import { defaultModel } from '../shipped-models.js';
import { checkModelBytes } from './check-model.js';
import { openAdapter } from './open-adapter.js';
import { cachedFitter } from './point-map-cache.js';
import { looksAtEyes, modelFile, shippedEyesFile } from './shipped-model-file.js';

/** What a network runs on, and who may stop it. */
export interface RunOptions {
  /** Threads of one inference; 1 by default. */
  threads?: number;
  /** What it computes on; 'cpu' by default. */
  provider?: Provider;
  /** Once it is aborted, running the networks throws a StoppedError. */
  signal?: AbortSignal | undefined;
}

export const runNames: OptionNames<RunOptions> = { threads: true, provider: true, signal: true };

/** Of the options of whoever opens more than one network, those that each is run with. */
export const runOptionsOf = (options: RunOptions): RunOptions => optionsOf(options, runNames);

/** `landmarks` may also name a YAML file of a set, or a JSON file of a map. */
export interface OpenModelOptions extends LookOptions, WantedLandmarks, RunOptions {
  /**
   * Looks at the eyes again, with the shipped model of eyes, or one of your own (path or bytes). By default shipped models whose
   * points allow it do, `dense1001`; models of your own do not.
   */
  eyes?: boolean | string | Uint8Array | undefined;
  /** Turns the points into those of another set: a file of `model adapt`, or what `parseAdapter` makes of one. */
  adapter?: string | PointAdapter | undefined;
  /** Detections tell what the network saw (`seen`), for adapters that read it; false by default. */
  features?: boolean;
}

export const openModelNames: OptionNames<OpenModelOptions> = {
  ...wantedNames,
  ...lookNames,
  eyes: true,
  adapter: true,
  features: true,
  ...runNames,
};

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

/**
 * @param model – a `model.onnx` that `lineament train` wrote, or the name of a shipped model; the default one without.
 * @param keep – gets what frees the networks (`freedAfter`); without it they stay open as long as the process runs.
 */
export async function openLandmarkDetector(
  model: string = defaultModel,
  options: OpenModelOptions = {},
  keep?: Keep,
): Promise<Detector> {
  const { detector, close } = await openModel(model, options);
  keep?.(close);
  return detector;
}

export interface OpenedModel {
  detector: Detector;
  /** The model's own points by one look at the box, no mirror image and no eyes, on the same network: as cheap as may be. */
  quick: Detector;
  /** Frees the networks. */
  close(): Promise<void>;
}

/** @param model – the name of a shipped model, the path of a model file, or its bytes. */
export async function openModel(model: string | Uint8Array, options: OpenModelOptions): Promise<OpenedModel> {
  checkAsked(options.adapter, options);
  checkModelBytes('open', model);
  const file = typeof model === 'string' ? modelFile(model) : 'the model';
  const bytes = typeof model === 'string' ? await readFileOr(file, 'model') : model;
  const metadata = readModelMetadata(bytes, file);
  const wanted = await openWanted(options);
  const adapter = typeof options.adapter === 'string' ? await openAdapter(options.adapter) : options.adapter;
  const { eyes = typeof model === 'string' && looksAtEyes(model) } = options;
  const { made, close } = await openedTogether(async (keep) => {
    const network =
      options.features === true ? withFeatureMaps(bytes, file) : networkFor(bytes, file, adapter);
    const session = await openSession(network, file, options);
    keep(() => session.release());
    const looks = { mirror: options.mirror, looks: options.looks, anyRoll: options.anyRoll };
    const own = await adaptedLooks(metadata, session, { ...looks, adapter }, async (once) =>
      eyes === false ? once : eyesDetector(once, await openEyes(eyes, options, keep)),
    );
    const detector = await wantedDetector(own, wanted, cachedFitter(metadata.training.head));
    return { detector, quick: createDetector(metadata, session) };
  });
  return { ...made, close };
}

/** @param model – the path of a file, its bytes, or true: the shipped one. @param keep – gets its session. */
async function openEyes(
  model: true | string | Uint8Array,
  options: OpenModelOptions,
  keep: Keep,
): Promise<EyeLook> {
  const path = model === true ? shippedEyesFile() : model;
  checkModelBytes('eyes', path);
  const file = typeof path === 'string' ? path : 'the model of eyes';
  const bytes = typeof path === 'string' ? await readFileOr(path, 'model') : path;
  const metadata = readModelMetadata(bytes, file);
  const session = await openSession(bytes, file, options);
  keep(() => session.release());
  return createEyeLook(metadata, session);
}

/** A network out of the bytes of its file. @param file – named in errors. */
export async function openSession(
  bytes: Uint8Array,
  file: string,
  { provider, threads, signal }: RunOptions,
): Promise<Session> {
  // Not the file's fault if it is missing.
  const runtime = await createRuntime(provider === undefined ? {} : { provider });
  try {
    const session = await runtime.createSession(bytes, threads === undefined ? {} : { threads });
    return stoppableSession(session, signal);
  } catch (cause) {
    throw new LineamentError(`the model cannot be loaded: ${messageOf(cause).split('\n')[0]}`, {
      file,
      hint: 'give a whole model.onnx that `lineament train` wrote',
      cause,
    });
  }
}
