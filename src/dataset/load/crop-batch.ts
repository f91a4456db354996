/**
 * One batch for a network out of decoded faces: crops, augments, normalises. What the loader's workers and those that
 * make fresh faces have in common. B batch, K landmarks, S side of the crop.
 */
import { type Image, toPlanarFloat, warpImage } from '../../core/image.js';
import { Random } from '../../core/random.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { unknownVisibility, visibility } from '../../landmarks/landmark-set.js';
import { swapMirrorPairs } from '../augment/flip.js';
import { moveToCrop, plainGeometry, sampleGeometry } from '../augment/geometry.js';
import type { Covers } from '../augment/occluders.js';
import { augmentPhotometry } from '../augment/photometry.js';
import type { Augmentation } from '../augment/settings.js';

/** How bytes become network input: (byte/255 − mean) / deviation for R, G, B. */
export interface Normalisation {
  mean: readonly [number, number, number];
  deviation: readonly [number, number, number];
}

export interface CropSettings {
  /** S, pixels. */
  inputSize: number;
  /** Null crops as detection does. */
  augmentation: Augmentation | null;
  /** `[K]`. */
  mirror: readonly number[];
  normalisation: Normalisation;
  /** Of augmentation. */
  seed: number;
}

export interface UncroppedFace {
  image: Image;
  box: FaceBox;
  /** `[K, 2]` pixels of the image. */
  points: Float32Array;
  /** `[K]`, see `shownVisibility`; null where nobody says. */
  visibility: Uint8Array | null;
  /** Number of the sample in its source. */
  index: number;
  /** Place in the endless row of samples: seeds its augmentation. */
  position: number;
}

export interface LoadedBatch {
  /** `[B, 3, S, S]`, normalised. */
  images: Float32Array;
  /** `[B, K, 2]`, pixels of the crop. */
  points: Float32Array;
  /** `[B, K]`: 1 where the point is labelled and lies in the crop, else 0. */
  weights: Float32Array;
  /**
   * `[B, K]`, see `visibility` in landmarks/: that of the whole picture, and what augmentation covers is hidden.
   * `unknownVisibility` where nobody says.
   */
  visibility: Uint8Array;
  /** `[B]`: number of each sample in its source. */
  indices: Int32Array;
}

/** @param requests – B of them. @param open – decodes or draws the face of a request. */
export async function cropBatch<Request>(
  requests: readonly Request[],
  open: (request: Request) => Promise<UncroppedFace>,
  settings: CropSettings,
): Promise<LoadedBatch> {
  const { inputSize: size, mirror, normalisation } = settings;
  const count = mirror.length;
  const plane = 3 * size * size;
  const batch = emptyBatch(requests.length, count, size);
  for (const [i, request] of requests.entries()) {
    const face = await open(request);
    const { crop, points, seen, covers } = await cropFace(face, settings);
    batch.indices[i] = face.index;
    toPlanarFloat(crop, normalisation.mean, normalisation.deviation, batch.images, i * plane);
    for (let k = 0; k < count; k++) {
      const x = points[2 * k]!;
      const y = points[2 * k + 1]!;
      const inside = x >= -0.5 && y >= -0.5 && x < size - 0.5 && y < size - 0.5; // false for NaN
      const labelled = !Number.isNaN(x) && !Number.isNaN(y);
      batch.weights[i * count + k] = inside ? 1 : 0;
      if (seen !== null && labelled)
        batch.visibility[i * count + k] = behind(seen[k]!, () => inside && covers(x, y));
      // A point without a label weighs nothing, but NaN × 0 would still poison a loss.
      batch.points[(i * count + k) * 2] = labelled ? x : 0;
      batch.points[(i * count + k) * 2 + 1] = labelled ? y : 0;
    }
  }
  return batch;
}

interface CroppedFace {
  crop: Image;
  /** `[K, 2]` pixels of the crop. */
  points: Float32Array;
  /** `[K]`, before augmentation covered anything. */
  seen: Uint8Array | null;
  covers: Covers;
}

async function cropFace(
  { image, box, points, visibility: seen, position }: UncroppedFace,
  { inputSize: size, augmentation, mirror, seed }: CropSettings,
): Promise<CroppedFace> {
  const random = new Random(seed, 'augment', position);
  const geometry = augmentation ? sampleGeometry(box, size, augmentation, random) : plainGeometry(box, size);
  const crop = warpImage(image, geometry.cropToImage, size, size);
  const covers = augmentation ? await augmentPhotometry(crop, augmentation, random) : () => false;
  return {
    crop,
    points: moveToCrop(points, geometry, mirror),
    seen: seen && geometry.flipped ? swapMirrorPairs(seen, mirror, 1) : seen,
    covers,
  };
}

/** What the face hides itself, or the picture does not show, nothing else hides. @param seen – before. */
function behind(seen: number, isCovered: () => boolean): number {
  return seen === visibility.visible && isCovered() ? visibility.hiddenByOther : seen;
}

/** @param count – K. */
export function emptyBatch(batch: number, count: number, size: number): LoadedBatch {
  return {
    images: new Float32Array(batch * 3 * size * size),
    points: new Float32Array(batch * count * 2),
    weights: new Float32Array(batch * count),
    visibility: new Uint8Array(batch * count).fill(unknownVisibility),
    indices: new Int32Array(batch),
  };
}

/** Its buffers, to be moved between threads without a copy. */
export function buffersOf({ images, points, weights, visibility, indices }: LoadedBatch): ArrayBuffer[] {
  return [images, points, weights, visibility, indices].map((values) => values.buffer as ArrayBuffer);
}
