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
import { type OpenModelOptions, openModel } from './open-landmark-detector.js';
import { modelFile } from './shipped-model-file.js';

/** Pictures are paths, the bytes of files, or decoded pixels. */
export type NodeDetector<Name extends string = string> = FaceDetector<NodePicture, Name>;

/** @param model – the shipped detector by default. */
export function openDetector(
  model?: 'ibug68-ict',
  options?: Omit<OpenModelOptions, 'landmarks'>,
): Promise<NodeDetector<Ibug68Point>>;
/** @param model – any model: 68 points out of its own. */
export function openDetector(
  model: string | Uint8Array,
  options: OpenModelOptions & { landmarks: 'ibug68' },
): Promise<NodeDetector<Ibug68Point>>;
/** @param model – the name of a shipped model, the path of a model file, or its bytes. */
export function openDetector<Name extends string = string>(
  model: string | Uint8Array,
  options?: OpenModelOptions,
): Promise<NodeDetector<Name>>;
export async function openDetector(
  model: string | Uint8Array = defaultModel,
  options: OpenModelOptions = {},
): Promise<NodeDetector> {
  const { detector, close } = await openModel(typeof model === 'string' ? modelFile(model) : model, options);
  return createFaceDetector(detector, detector.metadata.landmarks.names, {
    close,
    decode: pixelsOf,
  });
}
