import { expect, it } from 'vitest';
import type { Image } from '../../../core/image.js';
import { silentWork } from '../../../core/work.js';
import type { ClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import { type FaceRecord, FaceSet } from '../../../tasks/generative/data/face-set.js';
import { measureSamples } from './measure-samples.js';

const [size, count] = [2, 12];

/** Each as grey as its number; frontal ones first, say. */
function greyFaces(): FaceSet {
  const plane = 3 * size * size;
  const bytes = Uint8Array.from({ length: count * plane }, (_, i) => Math.floor(i / plane));
  const record = { id: 'a', facts: {}, attributes: {}, box: { x: 0, y: 0, width: 2, height: 2 } };
  return new FaceSet(size, new Array<FaceRecord>(count).fill(record as never), bytes);
}

it('Samples are measured against faces of all of the set, not against its first ones', async () => {
  const seen: number[][] = [];
  const embedder = {
    metadata: { architecture: { embedding: 1 } },
    pictures: async (pictures: readonly Image[]) => {
      seen.push(pictures.map(({ data }) => data[0]!));
      return Float32Array.from(pictures, ({ data }) => data[0]!);
    },
  } as unknown as ClipEmbedder;
  const { distances } = await measureSamples([], greyFaces(), embedder, { count: 3, rank: 1 }, silentWork);
  expect(seen.slice(0, 2)).toEqual([
    [0, 4, 8],
    [2, 6, 10],
  ]);
  // Two means of 4 and 6 and the same variance.
  expect(distances[0]).toEqual({ name: 'rendered faces', distance: expect.closeTo(4, 3) });
});
