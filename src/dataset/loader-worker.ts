/** Worker thread of the loader: decodes, crops, augments and normalises the images of one batch. */
import sharp from 'sharp';
import { LineamentError } from '../core/errors.js';
import { type Image, toPlanarFloat, warpImage } from '../core/image.js';
import { Random } from '../core/random.js';
import { serveTasks } from '../core/worker-pool.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import { moveToCrop, plainGeometry, sampleGeometry } from './augmentation/geometry.js';
import { augmentPhotometry } from './augmentation/photometry.js';
import type { Augmentation } from './augmentation/settings.js';
import { decodeImage } from './decode-image.js';
import { type DecodedCache, readDecoded, writeDecoded } from './decoded-cache.js';

/** Given to each worker once. */
export interface CropSetup {
  /** Encoded images, many in each. */
  chunks: readonly SharedArrayBuffer[];
  decoded: DecodedCache;
  /** S, pixels. */
  inputSize: number;
  augmentation: Augmentation | null;
  /** `[K]`. */
  mirror: readonly number[];
  mean: readonly number[];
  deviation: readonly number[];
  seed: number;
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

/** B batch, K landmarks, S side. */
export interface LoadedBatch {
  /** `[B, 3, S, S]`, normalised. */
  images: Float32Array;
  /** `[B, K, 2]`, pixels of the crop. */
  points: Float32Array;
  /** `[B, K]`: 1 where the point is labelled and lies in the crop, else 0. */
  weights: Float32Array;
  /** `[B]`: number of each sample in the loader, below its size. */
  indices: Int32Array;
}

async function loadBatch({ requests }: CropTask, setup: CropSetup): Promise<LoadedBatch> {
  const { inputSize: size, mirror, mean, deviation } = setup;
  const count = mirror.length;
  const plane = 3 * size * size;
  const batch: LoadedBatch = {
    images: new Float32Array(requests.length * plane),
    points: new Float32Array(requests.length * count * 2),
    weights: new Float32Array(requests.length * count),
    indices: Int32Array.from(requests, ({ index }) => index),
  };
  for (const [i, request] of requests.entries()) {
    const { crop, points } = await loadCrop(request, setup);
    toPlanarFloat(crop, mean, deviation, batch.images, i * plane);
    for (let k = 0; k < count; k++) {
      const x = points[2 * k]!;
      const y = points[2 * k + 1]!;
      const inside = x >= -0.5 && y >= -0.5 && x < size - 0.5 && y < size - 0.5; // false for NaN
      const labelled = !Number.isNaN(x) && !Number.isNaN(y);
      batch.weights[i * count + k] = inside ? 1 : 0;
      // A point without a label weighs nothing, but NaN × 0 would still poison a loss.
      batch.points[(i * count + k) * 2] = labelled ? x : 0;
      batch.points[(i * count + k) * 2 + 1] = labelled ? y : 0;
    }
  }
  return batch;
}

async function loadCrop(
  request: CropRequest,
  setup: CropSetup,
): Promise<{ crop: Image; points: Float32Array }> {
  const { inputSize: size, augmentation, mirror, seed } = setup;
  const image = await loadImage(request, setup);
  const random = new Random(seed, 'augment', request.position);
  const geometry = augmentation
    ? sampleGeometry(request.box, size, augmentation, random)
    : plainGeometry(request.box, size);
  const crop = warpImage(image, geometry.cropToImage, size, size);
  if (augmentation) await augmentPhotometry(crop, augmentation, random);
  return { crop, points: moveToCrop(request.points, geometry, mirror) };
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
serveTasks(loadBatch, ({ images, points, weights, indices }) => [
  images.buffer as ArrayBuffer,
  points.buffer as ArrayBuffer,
  weights.buffer as ArrayBuffer,
  indices.buffer as ArrayBuffer,
]);
