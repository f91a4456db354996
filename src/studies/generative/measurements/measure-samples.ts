/** How like faces the samples of a prior are: Fréchet distances between features of pictures, by the shipped CLIP. */
import { evenly } from '../../../core/numbers/evenly.js';
import { Random } from '../../../core/random.js';
import type { Work } from '../../../core/work.js';
import type { ClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import type { Autoencoder } from '../../../tasks/generative/autoencoders/open-autoencoder.js';
import type { FaceSet } from '../../../tasks/generative/data/face-set.js';
import { frechetDistance } from '../../../tasks/generative/measures/frechet-distance.js';
import {
  mostPictures,
  principalComponents,
  variancesAlong,
} from '../../../tasks/generative/measures/principal-components.js';
import { imageOf } from '../../../tasks/generative/pictures/sheet.js';
import { stripLength } from './measure-codes.js';

export interface SampledDistance {
  name: string;
  distance: number;
}

export interface SeenSamples {
  /** The floor first: faces against other faces. */
  distances: SampledDistance[];
  /** By the names of `distances` that are sampled, `[12, 3, S, S]`. */
  strips: { name: string; strip: Float32Array }[];
}

export interface SampleSource {
  name: string;
  autoencoder: Autoencoder;
}

/** @param count – of samples, and of the faces beside them. @param rank – of the Gaussian over principal components. */
export async function measureSamples(
  sources: readonly SampleSource[],
  faces: FaceSet,
  embedder: ClipEmbedder,
  { count, rank }: { count: number; rank: number },
  work: Work,
): Promise<SeenSamples> {
  const { size } = faces;
  const number = Math.min(count, Math.floor(faces.count / 2));
  const features = async (pictures: Float32Array): Promise<Float32Array> =>
    embedder.pictures(
      Array.from({ length: pictures.length / (3 * size * size) }, (_, n) => imageOf(pictures, n, size)),
    );
  // From all of the set, and every other of these, so that both halves have all kinds.
  const chosen = evenly(faces.count, 2 * number);
  const half = (first: number): Float32Array =>
    faces.images(Array.from({ length: number }, (_, i) => chosen[2 * i + first]!));
  const real = await features(half(0));
  const { embedding } = embedder.metadata.architecture;
  const result: SeenSamples = { distances: [], strips: [] };
  const tell = async (name: string, pictures: Float32Array): Promise<void> => {
    result.distances.push({ name, distance: frechetDistance(real, await features(pictures), embedding) });
    result.strips.push({ name, strip: pictures.slice(0, Math.min(stripLength, number) * 3 * size * size) });
  };
  await tell('rendered faces', half(1));
  for (const { name, autoencoder } of sources) {
    const codes = await autoencoder.draw(number, new Random('samples', name));
    await tell(name, await autoencoder.decode(codes));
  }
  const gaussian = await gaussianSamples(half(0), number, rank, work);
  await tell(`Gaussian of ${rank} principal components`, gaussian);
  return result;
}

/** @param pictures – `[N, P]`. @returns as many, drawn about their mean along their principal components. */
async function gaussianSamples(
  pictures: Float32Array,
  count: number,
  rank: number,
  work: Work,
): Promise<Float32Array> {
  const some = Math.min(count, mostPictures);
  const length = pictures.length / count;
  const learnt = pictures.subarray(0, some * length);
  const components = await principalComponents(learnt, some, Math.min(rank, some - 1), work);
  const { mean, directions } = components;
  const deviations = variancesAlong(components, learnt).map(Math.sqrt);
  const random = new Random('samples', 'components');
  const result = new Float32Array(pictures.length);
  for (let first = 0; first < result.length; first += length) {
    result.set(mean, first);
    for (const [d, direction] of directions.entries()) {
      const along = random.normal() * deviations[d]!;
      for (let i = 0; i < length; i++) result[first + i]! += along * direction[i]!;
    }
  }
  return result;
}
