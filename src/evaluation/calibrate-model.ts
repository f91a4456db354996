/** Calibrates the 8-bit version of a model on the faces of a dataset, seen just as the detector sees them. */

import { LineamentError, StoppedError } from '../core/errors.js';
import { evenly } from '../core/numbers/evenly.js';
import { silentWork, type Work } from '../core/work.js';
import { checkLabels } from '../dataset/check-labels.js';
import type { Dataset } from '../dataset/store/store.js';
import { createDetector } from '../detect/landmarks/create-detector.js';
import { integerModelFile } from '../networks/model-file/convert-model-file.js';
import { readModelMetadata } from '../networks/model-file/read-model-metadata.js';
import { decodeImage } from '../node/pictures/decode-image.js';

export interface CalibrateOptions {
  /** Faces with boxes; their labels are not used. */
  dataset: Dataset;
  /** Faces to look at, spread evenly over the dataset. All where it holds fewer. */
  count: number;
  /** What the faces are, kept in the file; the dataset's folder by default. */
  description?: string;
}

/** @param bytes – a float32 model file. @param file – named in errors. @returns the int8 model file. */
export function calibrateModel(
  bytes: Uint8Array,
  file: string,
  { dataset, count, description }: CalibrateOptions,
  work: Work = silentWork,
): Promise<Uint8Array> {
  const metadata = readModelMetadata(bytes, file);
  const faces = Math.min(count, dataset.count);
  return integerModelFile(bytes, file, {
    description: `${faces} ${faces === 1 ? 'face' : 'faces'} of ${description ?? dataset.folder}`,
    async run(session) {
      const detector = createDetector(metadata, session);
      work.report(0, faces);
      for (const [i, row] of evenly(dataset.count, faces).entries()) {
        if (work.signal.aborted) throw new StoppedError(`calibration, after ${i} of ${faces} faces`);
        const [sample] = await dataset.read([row]);
        if (sample === undefined) throw new LineamentError('a face is missing', { file: dataset.folder });
        checkLabels(sample, dataset.folder);
        await detector.detect(await decodeImage(sample.image, sample.id), sample.box);
        work.report(i + 1, faces);
      }
    },
  });
}
