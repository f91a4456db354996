/** Pictures in a mirror, and what is true of them there: left and right are words, the subject's own. */
import type { FaceFacts } from '../../../captions/face-facts.js';
import type { Image } from '../../../core/image.js';
import type { Random } from '../../../core/random.js';
import type { FaceSet } from './face-set.js';
import { pictureOf } from './vary-picture.js';

export const otherSide: Readonly<Record<string, string>> = { left: 'right', right: 'left' };

export function mirroredImage({ width, height, channels, data }: Image): Image {
  const result = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++)
        result[(y * width + x) * channels + channel] =
          data[(y * width + width - 1 - x) * channels + channel]!;
  return { width, height, channels, data: result };
}

/** @param images – `[B, 3, S, S]`. */
export function mirroredImages(images: Float32Array, size: number): Float32Array {
  return images.map((_, i) => images[i - (i % size) + size - 1 - (i % size)]!);
}

/** Directions change sides; nothing else that is said of a face has one. */
export function mirroredFacts(facts: FaceFacts): FaceFacts {
  if (facts.direction === undefined) return facts;
  const words = facts.direction.split(' ').map((word) => otherSide[word] ?? word);
  return { ...facts, direction: words.join(' ') as NonNullable<FaceFacts['direction']> };
}

export interface SeenFace {
  picture: Image;
  facts: FaceFacts;
}

/** Faces of a set as a batch sees them. @param mirrored – every other one in a mirror, by chance. */
export function seenFaces(
  faces: FaceSet,
  rows: readonly number[],
  mirrored: boolean,
  random: Random,
): SeenFace[] {
  return rows.map((row, i) => {
    const [picture, { facts }] = [pictureOf(faces, row), faces.faces[row]!];
    return mirrored && random.child('mirror', i).chance(0.5)
      ? { picture: mirroredImage(picture), facts: mirroredFacts(facts) }
      : { picture, facts };
  });
}
