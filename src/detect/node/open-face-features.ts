/** What a detector's own network sees in a face, as numbers to compare faces by. Node only. */
import { type Image, toPlanarFloat, warpImage } from '../../core/image.js';
import { type FaceBox, faceCrop } from '../../landmarks/face-crop.js';
import { faceFeaturesModel, featuresOutput } from '../../networks/face-features.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { featureSide } from '../../networks/network.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeModel } from '../../nn/onnx/model.js';
import { readFileOr } from '../../node/files.js';
import { openSession } from './open-landmark-detector.js';
import { modelFile } from './shipped-model-file.js';

export interface FaceFeatures {
  /** Numbers of one face. */
  length: number;
  /** @param box – tight around the landmarks, pixels of the image. */
  of(image: Image, box: FaceBox): Promise<Float32Array>;
  close(): Promise<void>;
}

const margin = 1.4;

/** @param model – a path or a shipped name. */
export async function openFaceFeatures(model: string): Promise<FaceFeatures> {
  const file = modelFile(model);
  const bytes = await readFileOr(file, 'model');
  const { architecture, input } = readModelMetadata(bytes, file);
  const cut = faceFeaturesModel(decodeModel(bytes), featureSide(architecture));
  const session = await openSession(encodeModel(cut), file, {});
  const { size, mean, deviation } = input;
  const planes = new Float32Array(3 * size * size);
  const run = async (): Promise<Float32Array> => {
    const outputs = await session.run({ image: { data: planes, shape: [1, 3, size, size] } });
    return outputs[featuresOutput]!.slice();
  };
  return {
    length: (await run()).length,
    async of(image, box) {
      // Wider than for points: hair, ears and neck are part of how a face looks.
      const crop = faceCrop(box, { size, enlarge: input.enlarge * margin });
      toPlanarFloat(warpImage(image, crop, size, size), mean, deviation, planes);
      return run();
    },
    close: () => session.release(),
  };
}
