/** Pictures and sentences into their common space, whatever runs the network. N pictures, S their side, T words, D the embedding. */
import { LineamentError } from '../../core/errors.js';
import { type Image, toPlanarFloat } from '../../core/image.js';
import type { ClipMetadata } from './clip-metadata.js';

/** Of a session: inputs by name in, outputs by name out. */
export type RunNetwork = (
  inputs: Readonly<Record<string, { data: Float32Array; shape: readonly number[] }>>,
) => Promise<Readonly<Record<string, Float32Array>>>;

export interface ClipEmbedder {
  readonly metadata: ClipMetadata;
  /** @param pictures – N, each S × S. @returns `[N, D]`, each row of length 1. */
  pictures(pictures: readonly Image[]): Promise<Float32Array>;
  /** @param words – `[T]`, numbers of the words. @returns `[D]`, of length 1. */
  sentence(words: ArrayLike<number>): Promise<Float32Array>;
}

interface Looked {
  architecture: { size: number; embedding: number };
  input: Pick<ClipMetadata['input'], 'mean' | 'deviation'>;
}

/** @param pictures – N, each S × S. @param look – at `[B, 3, S, S]`; gives `[B, D]`. @returns `[N, D]`. */
export async function embedPictures(
  pictures: readonly Image[],
  { architecture: { size, embedding }, input: { mean, deviation } }: Looked,
  look: (image: { data: Float32Array; shape: readonly number[] }) => Promise<Float32Array>,
): Promise<Float32Array> {
  const plane = 3 * size * size;
  const result = new Float32Array(pictures.length * embedding);
  for (let first = 0; first < pictures.length; first += together) {
    const part = pictures.slice(first, first + together);
    const data = new Float32Array(part.length * plane);
    for (const [i, picture] of part.entries()) {
      if (picture.width !== size || picture.height !== size)
        throw new LineamentError(
          `clip: pictures are ${size} × ${size}, got ${picture.width} × ${picture.height}`,
          { hint: 'crop the face to that size' },
        );
      toPlanarFloat(picture, mean, deviation, data, i * plane);
    }
    result.set(await look({ data, shape: [part.length, 3, size, size] }), first * embedding);
  }
  return result;
}

/** Pictures that go through the network together. */
const together = 32;

export function createClipEmbedder(metadata: ClipMetadata, run: RunNetwork): ClipEmbedder {
  const { size, length } = metadata.architecture;
  const plane = 3 * size * size;
  // The file holds both encoders, and a run wants an input for each.
  const noWords = { data: new Float32Array(length).fill(1), shape: [1, length] };
  const noPicture = { data: new Float32Array(plane), shape: [1, 3, size, size] };
  return {
    metadata,
    pictures: (pictures) =>
      embedPictures(pictures, metadata, async (image) => {
        const { imageEmbedding } = await run({ image, words: noWords });
        return imageEmbedding!;
      }),
    async sentence(words) {
      const data = Float32Array.from(words);
      const { textEmbedding } = await run({ image: noPicture, words: { data, shape: [1, length] } });
      return textEmbedding!;
    },
  };
}
