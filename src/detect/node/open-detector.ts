/**
 * Opens the shipped detector, or a model of your own, in Node.
 *
 * @example
 * const detector = await openDetector({ landmarks: 'ibug68' });
 * const [face] = await detector.detect('photo.jpg');
 * console.log(face.point('nose.bridge.3'));
 */
import { checkOptions, type OptionNames } from '../../core/settings/known-options.js';
import type { Ibug68Point } from '../../landmarks/sets/ibug68-names.js';
import { askedOfEachPicture } from '../detection-settings.js';
import { createFaceDetector, type FaceDetector } from '../face-detector.js';
import { finderForRolls } from '../finder/any-roll-finder.js';
import { defaultModel } from '../shipped-models.js';
import { checkModelBytes } from './check-model.js';
import { type NodePicture, pixelsOf } from './decode-picture.js';
import { openFinder } from './open-finder.js';
import { type OpenModelOptions, openModel, openModelNames, runOptionsOf } from './open-landmark-detector.js';
import { looksInMirror } from './shipped-model-file.js';

/** Pictures are paths, the bytes of files, or decoded pixels. */
export type NodeDetector<Name extends string = string> = FaceDetector<NodePicture, Name>;

export interface OpenDetectorOptions extends OpenModelOptions {
  /** Averages with what the model says of the mirrored crop; shipped models do so where nothing else is said. */
  mirror?: boolean | undefined;
  /** Finds faces where no boxes are given: the path of a finder's file, or its bytes; the shipped one by default. */
  finder?: string | Uint8Array;
}

const optionNames: OptionNames<OpenDetectorOptions> = { ...openModelNames, finder: true };
const elsewhere = {
  ...askedOfEachPicture,
  model: 'the model is the first argument: openDetector(model, options)',
};

type SixtyEight = OpenDetectorOptions & { landmarks: 'ibug68' };

/** The 68 points of ibug68, of the shipped detector or of any other model. */
export function openDetector(options: SixtyEight): Promise<NodeDetector<Ibug68Point>>;
export function openDetector(
  model: string | Uint8Array | undefined,
  options: SixtyEight,
): Promise<NodeDetector<Ibug68Point>>;
/** @param model – the smaller shipped model, of 68 points. */
export function openDetector(
  model: 'ibug68-ict',
  options?: Omit<OpenDetectorOptions, 'landmarks'>,
): Promise<NodeDetector<Ibug68Point>>;
/** The shipped detector, with all its points or those asked for. */
export function openDetector<Name extends string = string>(
  options?: OpenDetectorOptions,
): Promise<NodeDetector<Name>>;
/** @param model – the name of a shipped model, the path of a model file, or its bytes. */
export function openDetector<Name extends string = string>(
  model: string | Uint8Array | undefined,
  options?: OpenDetectorOptions,
): Promise<NodeDetector<Name>>;
export async function openDetector(
  first?: string | Uint8Array | OpenDetectorOptions,
  second?: OpenDetectorOptions,
): Promise<NodeDetector> {
  checkModelBytes('openDetector', first);
  const [model = defaultModel, given = {}] =
    typeof first === 'string' || first instanceof Uint8Array || first === undefined
      ? [first, second]
      : [undefined, first];
  checkOptions('openDetector', given, optionNames, elsewhere);
  const { finder: finderModel, ...options } = given;
  const { mirror = typeof model === 'string' && looksInMirror(model) } = options;
  const { detector, close } = await openModel(model, { ...options, mirror });
  return createFaceDetector(detector, detector.metadata.landmarks.names, {
    decode: pixelsOf,
    openFinder: async () =>
      finderForRolls(await openFinder(finderModel, runOptionsOf(options)), options.anyRoll),
    close,
  });
}
