/// <reference lib="dom" preserve="true" />
/**
 * Opens a model in a browser, on onnxruntime-web. Where its `.wasm` files lie, and how many threads it uses, is said to it
 * before (`ort.env.wasm`).
 *
 * @example
 * const detector = await openDetector('/ibug68-ict.onnx');
 * const [face] = await detector.detect(file);
 */
import { LineamentError } from '../../core/errors.js';
import type { PointMap } from '../../landmarks/point-map.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { createFaceDetector, type FaceDetector } from '../face-detector.js';
import { finderForRolls } from '../finder/any-roll-finder.js';
import { createDetector, type LookOptions } from '../landmarks/create-detector.js';
import type { PointAdapter } from '../landmarks/point-adapter.js';
import { networkFor, throughAdapter } from '../landmarks/wanted-adapter.js';
import type { ConventionSet } from '../point-maps/map-shapes.js';
import { type WantedLandmarks, wantedDetector } from '../point-maps/wanted-landmarks.js';
import { shippedFinder } from '../shipped-models.js';
import { pixelsOf, type WebPicture } from './decode-picture.js';
import { withEyes } from './open-eyes.js';
import { type OpenedFinder, openFinder } from './open-finder.js';
import { modelBytes, openNetwork, type RunOptions, type WebModel } from './open-model.js';

export interface OpenModelOptions extends RunOptions, LookOptions, WantedLandmarks {
  /**
   * Finds faces where no boxes are given: the address of a finder's file, or its bytes. By default `face-finder.onnx` beside
   * the model, where that is an address.
   */
  finder?: WebModel;
  /** Looks at the eyes again: the address of `lineament/models/eyes.onnx`, or its bytes. For models of dense sets. */
  eyes?: WebModel | undefined;
  /** Turns the points into those of another set: what `parseAdapter` makes of a file of `model adapt`. */
  adapter?: PointAdapter | undefined;
}

/** Pictures are blobs, what a canvas draws, or decoded pixels. */
export type WebDetector<Name extends string = string> = FaceDetector<WebPicture, Name>;

/**
 * @param model – the address of a model file, or its bytes. The shipped ones lie in `lineament/models/`.
 * @typeParam Name – names of its points, such as `Ibug68Point` for the shipped detector.
 */
export async function openDetector<Name extends string = string>(
  model: WebModel,
  {
    providers,
    landmarks,
    convention,
    finder: finderModel,
    eyes: eyesModel,
    adapter,
    ...looks
  }: OpenModelOptions = {},
): Promise<WebDetector<Name>> {
  const { bytes, file } = await modelBytes(model);
  const metadata = readModelMetadata(bytes, file);
  const run = providers === undefined ? {} : { providers };
  const { session, release } = await openNetwork(networkFor(bytes, file, adapter), file, run);
  const wanted = typeof landmarks === 'string' ? landmarkSet(landmarks) : landmarks;
  const own = await withEyes(createDetector(metadata, session, looks), eyesModel, run);
  const detector = await wantedDetector(
    throughAdapter(own.detector, adapter, { landmarks, convention }),
    { ...(wanted && { landmarks: wanted }), ...(convention && { convention }) },
    fitHere,
  );
  let finder: Promise<OpenedFinder> | undefined;
  return createFaceDetector(detector, namesOf<Name>(detector.metadata), {
    decode: pixelsOf,
    finder: () =>
      (finder ??= openFinder(finderModel ?? finderBeside(model), run).then((opened) =>
        finderForRolls(opened, looks.anyRoll),
      )),
    close: async () => {
      await release();
      await own.release();
      await (await finder)?.close();
    },
  });
}

/** The address of the shipped finder beside a model. */
function finderBeside(model: WebModel): URL {
  if (typeof model === 'string' || model instanceof URL)
    return new URL(shippedFinder.file, new URL(model, globalThis.location?.href));
  throw new LineamentError(
    'detect: without boxes a face finder is needed, and the model was given as bytes',
    {
      hint: `give openDetector the address or the bytes of ${shippedFinder.file} as finder, or detect the boxes`,
    },
  );
}

/** On the embedded head: a map that was fitted on another comes with the model file, or is given. */
async function fitHere(from: ConventionSet, to: ConventionSet): Promise<PointMap> {
  const [{ fitPointMap }, { createCageHead }] = await Promise.all([
    import('../point-maps/fit-point-map.js'),
    import('../../face/heads/cage/cage-head.js'),
  ]);
  return fitPointMap({ from, to, head: createCageHead() });
}

/** Whoever names the type says what the model's points are called. */
function namesOf<Name extends string>({ landmarks }: ModelMetadata): readonly Name[] {
  return landmarks.names as Name[];
}
