/**
 * Opens the shipped detector, or a model of your own, in Node.
 *
 * @example
 * const detector = await openDetector();
 * const [face] = await detector.detect('photo.jpg');
 * console.log(face.point('nose.bridge.3'));
 */
import type { Ibug68Point } from '../../landmarks/sets/ibug68-names.js';
import { createFaceDetector, type FaceDetector } from '../face-detector.js';
import { defaultModel } from '../shipped-models.js';
import { type NodePicture, pixelsOf } from './decode-picture.js';
import { type OpenedFinder, openFinder } from './open-finder.js';
import { type OpenModelOptions, openModel } from './open-landmark-detector.js';
import { modelFile } from './shipped-model-file.js';

/** Pictures are paths, the bytes of files, or decoded pixels. */
export type NodeDetector<Name extends string = string> = FaceDetector<NodePicture, Name>;

export interface OpenDetectorOptions extends OpenModelOptions {
  /** Finds faces where no boxes are given: the path of a finder's file, or its bytes; the shipped one by default. */
  finder?: string | Uint8Array;
}

/** @param model – the shipped detector by default. */
export function openDetector(
  model?: 'ibug68-ict',
  options?: Omit<OpenDetectorOptions, 'landmarks'>,
): Promise<NodeDetector<Ibug68Point>>;
/** @param model – any model: 68 points out of its own. */
export function openDetector(
  model: string | Uint8Array,
  options: OpenDetectorOptions & { landmarks: 'ibug68' },
): Promise<NodeDetector<Ibug68Point>>;
/** @param model – the name of a shipped model, the path of a model file, or its bytes. */
export function openDetector<Name extends string = string>(
  model: string | Uint8Array,
  options?: OpenDetectorOptions,
): Promise<NodeDetector<Name>>;
export async function openDetector(
  model: string | Uint8Array = defaultModel,
  { finder: finderModel, ...options }: OpenDetectorOptions = {},
): Promise<NodeDetector> {
  const { detector, close } = await openModel(typeof model === 'string' ? modelFile(model) : model, options);
  let finder: Promise<OpenedFinder> | undefined;
  return createFaceDetector(detector, detector.metadata.landmarks.names, {
    decode: pixelsOf,
    finder: () => (finder ??= openFinder(finderModel, options)),
    close: async () => {
      await close();
      await (await finder)?.close();
    },
  });
}
