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
import { checkOptions, type OptionNames } from '../../core/settings/known-options.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { askedOfEachPicture } from '../detection-settings.js';
import { createFaceDetector, type FaceDetector } from '../face-detector.js';
import { finderForRolls } from '../finder/any-roll-finder.js';
import { shippedFinder } from '../shipped-models.js';
import { pixelsOf, type WebPicture } from './decode-picture.js';
import { openFinder } from './open-finder.js';
import { type OpenLandmarkOptions, openLandmarkNames, openModel } from './open-landmark-detector.js';
import { runOptionsOf, type WebModel } from './open-model.js';

export interface OpenModelOptions extends OpenLandmarkOptions {
  /**
   * Finds faces where no boxes are given: the address of a finder's file, or its bytes. By default `face-finder.onnx` beside
   * the model, where that is an address.
   */
  finder?: WebModel;
}

const optionNames: OptionNames<OpenModelOptions> = { ...openLandmarkNames, finder: true };

/** Pictures are blobs, what a canvas draws, or decoded pixels. */
export type WebDetector<Name extends string = string> = FaceDetector<WebPicture, Name>;

/**
 * @param model – the address of a model file, or its bytes. The shipped ones lie in `lineament/models/`.
 * @typeParam Name – names of its points, such as `Ibug68Point` for the shipped detector.
 */
export async function openDetector<Name extends string = string>(
  model: WebModel,
  given: OpenModelOptions = {},
): Promise<WebDetector<Name>> {
  checkOptions('openDetector', given, optionNames, askedOfEachPicture);
  const { finder: finderModel, ...options } = given;
  const { detector, close } = await openModel(model, options);
  return createFaceDetector(detector, namesOf<Name>(detector.metadata), {
    decode: pixelsOf,
    openFinder: async () =>
      finderForRolls(
        await openFinder(finderModel ?? finderBeside(model), runOptionsOf(options)),
        options.anyRoll,
      ),
    close,
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

/** Whoever names the type says what the model's points are called. */
function namesOf<Name extends string>({ landmarks }: ModelMetadata): readonly Name[] {
  return landmarks.names as Name[];
}
