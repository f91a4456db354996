/** Worker thread of the loader: decodes, crops, augments and normalises the images of one batch. */
import sharp from 'sharp';
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { serveTasks } from '../../node/worker-pool.js';
import { buffersOf, type CropSettings, cropBatch, type LoadedBatch } from './crop-batch.js';
import { type DecodedCache, readDecoded, writeDecoded } from './decoded-cache.js';

/** Given to each worker once. */
export interface CropSetup extends CropSettings {
  /** Encoded images, many in each. */
  chunks: readonly SharedArrayBuffer[];
  decoded: DecodedCache;
}

export interface CropRequest {
  /** Where the encoded image lies. */
  chunk: number;
  offset: number;
  length: number;
  width: number;
  height: number;
  box: FaceBox;
  /** `[K, 2]` pixels of the image. */
  points: Float32Array;
  /** `[K]`; null where nobody says. */
  visibility: Uint8Array | null;
  /** For messages. */
  name: string;
  /** Number of the sample in the loader. */
  index: number;
  /** Place in the endless row of samples: seeds its augmentation. */
  position: number;
}

export interface CropTask {
  requests: readonly CropRequest[];
}

function loadBatch({ requests }: CropTask, setup: CropSetup): Promise<LoadedBatch> {
  return cropBatch(
    requests,
    async (request) => ({ ...request, image: await loadImage(request, setup) }),
    setup,
  );
}

async function loadImage(
  { index, chunk, offset, length, width, height, name }: CropRequest,
  { chunks, decoded }: CropSetup,
): Promise<Image> {
  const known = readDecoded(decoded, index, width, height);
  if (known !== null) return known;
  const image = await decodeImage(new Uint8Array(chunks[chunk]!, offset, length), name);
  if (image.width !== width || image.height !== height) {
    throw new LineamentError(
      `sample ${name} is ${image.width} × ${image.height}, stored as ${width} × ${height}`,
    );
  }
  writeDecoded(decoded, index, image);
  return image;
}

sharp.concurrency(1);
sharp.cache(false);
serveTasks(loadBatch, buffersOf);
