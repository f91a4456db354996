/**
 * The geometric part of augmentation as ONE affine map from the crop to the image, so that pixels are sampled once:
 * crop jitter and rotation go into the face crop, the flip is composed onto it. K landmarks, S crop side.
 */
import { type Affine, applyAffine, composeAffine, invertAffine, mirrorAffine } from '../../core/affine.js';
import type { Random } from '../../core/random.js';
import { type FaceBox, faceCrop } from '../../landmarks/face-crop.js';
import { sampleCropJitter } from './crop-jitter.js';
import { swapMirrorPairs } from './flip.js';
import { sampleRotation } from './rotation.js';
import type { Augmentation } from './settings.js';

export interface CropGeometry {
  /** Maps pixels of the crop to pixels of the image. */
  cropToImage: Affine;
  /** The picture is mirrored: points take their partner's place. */
  flipped: boolean;
}

/** The crop as evaluation and detection take it. */
export function plainGeometry(box: FaceBox, size: number): CropGeometry {
  return { cropToImage: faceCrop(box, { size }), flipped: false };
}

export function sampleGeometry(
  box: FaceBox,
  size: number,
  settings: Pick<Augmentation, 'cropJitter' | 'rotation' | 'flip'>,
  random: Random,
): CropGeometry {
  const jitter = sampleCropJitter(settings.cropJitter, random.child('crop'));
  const rotation = sampleRotation(settings.rotation, random.child('rotation'));
  const flipped = random.child('flip').chance(settings.flip.probability);
  const crop = faceCrop(box, { size, rotation, ...jitter });
  return { cropToImage: flipped ? composeAffine(crop, mirrorAffine(size)) : crop, flipped };
}

/**
 * @param points – `[K, 2]` pixels of the image. @param mirror – `[K]`.
 * @returns `[K, 2]` pixels of the crop.
 */
export function moveToCrop(
  points: Float32Array,
  { cropToImage, flipped }: CropGeometry,
  mirror: readonly number[],
): Float32Array {
  const moved = applyAffine(invertAffine(cropToImage), points);
  return flipped ? swapMirrorPairs(moved, mirror, 2) : moved;
}
