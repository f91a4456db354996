/** Opens a model that looks at eyes again, in a browser, on onnxruntime-web. */
import type { Keep } from '../../core/opened-together.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { createEyeLook } from '../eyes/eye-look.js';
import { eyesDetector } from '../eyes/eyes-detector.js';
import type { Detector } from '../landmarks/detector.js';
import { modelBytes, openNetwork, type RunOptions, type WebModel } from './open-model.js';

/**
 * @param model – the address of the model's file, or its bytes; without one the detector looks at eyes with the rest of the face.
 * The shipped one is `lineament/models/eyes.onnx`. @param keep – gets what frees the model of eyes.
 */
export async function withEyes(
  detector: Detector,
  model: WebModel | undefined,
  options: RunOptions,
  keep: Keep,
): Promise<Detector> {
  if (model === undefined) return detector;
  const { bytes, file } = await modelBytes(model);
  const metadata = readModelMetadata(bytes, file);
  const { session, release } = await openNetwork(bytes, file, options);
  keep(release);
  return eyesDetector(detector, createEyeLook(metadata, session));
}
