/** Every row of a dataset, embedded: its face by the row's box. N rows, D the embedding. */
import { resolve } from 'node:path';
import { StoppedError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { silentWork, type Work } from '../core/work.js';
import type { Dataset } from '../dataset/store/store.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import { cachedBytes, keepBytes } from './embedding-cache.js';
import { facePicture } from './face-picture.js';
import type { OpenedClip } from './open-clip.js';

/** Rows that are read and embedded together. */
const together = 128;

/** @returns `[N, D]`, each row of length 1. */
export async function embedDataset(
  dataset: Dataset,
  clip: OpenedClip,
  work: Work = silentWork,
): Promise<Float32Array> {
  const { count, folder, manifest } = dataset;
  const size = clip.metadata.architecture.embedding;
  const key = ['dataset', clip.digest, resolve(folder), count, manifest];
  const known = await cachedBytes(key);
  if (known?.length === 4 * count * size) return new Float32Array(known.buffer);
  const result = new Float32Array(count * size);
  work.report(0, count);
  for (let first = 0; first < count; first += together) {
    if (work.signal.aborted) throw new StoppedError(`search, after ${first} of ${count} rows`);
    const rows = Array.from({ length: Math.min(together, count - first) }, (_, i) => first + i);
    const samples = await dataset.read(rows);
    const pictures = await Promise.all(
      samples.map(async ({ image, box, id }): Promise<Image> => {
        const decoded = await decodeImage(image, `${folder}: ${id}`);
        return facePicture(decoded, box, clip.metadata);
      }),
    );
    result.set(await clip.pictures(pictures), first * size);
    work.report(first + rows.length, count);
  }
  await keepBytes(key, new Uint8Array(result.buffer));
  return result;
}
