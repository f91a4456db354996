/**
 * What codes keep of faces that no training saw: pictures and landmarks out of an autoencoder beside principal components, WebP and
 * JPEG. N faces of `[3, S, S]`.
 */
import sharp from 'sharp';
import { median } from '../../../core/numbers/statistics.js';
import type { Work } from '../../../core/work.js';
import type { Detector } from '../../../detect/landmarks/detector.js';
import { codeCount } from '../../../tasks/generative/autoencoders/architecture.js';
import type { Autoencoder } from '../../../tasks/generative/autoencoders/open-autoencoder.js';
import {
  type AutoencoderFigures,
  autoencoderFigures,
} from '../../../tasks/generative/autoencoders/validation.js';
import type { FaceSet } from '../../../tasks/generative/data/face-set.js';
import { linearReading } from '../../../tasks/generative/measures/linear-reading.js';
import { peakSignalToNoise, structuralSimilarity } from '../../../tasks/generative/measures/picture-error.js';
import {
  mostPictures,
  principalComponents,
  throughComponents,
} from '../../../tasks/generative/measures/principal-components.js';
import { imageOf } from '../../../tasks/generative/pictures/sheet.js';

export interface MeasuredCode {
  name: string;
  /** Of a picture: bytes, or numbers where it is a vector of floats. */
  size: { bytes: number } | { numbers: number };
  /** Of each face. */
  psnr: number[];
  ssim: number[];
  /** By how much the 68 points of a detector move, % of the outer eye corners' distance: the median face. */
  moved: number;
  /** Of an autoencoder. */
  codes?: number;
  figures?: AutoencoderFigures;
  /** Of a vector: the share of the variance of some attributes that is read linearly from it. */
  reading?: { attribute: string; share: number }[];
}

/** A code and the first pictures as it has them, `[12, 3, S, S]`. */
export interface SeenCode {
  measured: MeasuredCode;
  strip: Float32Array;
}

/** Held-out faces, and some that are learnt from. */
export interface CodedFaces {
  test: FaceSet;
  training: FaceSet;
  /** N, of the first of `test`. */
  count: number;
  /** `[N, 3, S, S]`: those. */
  truth: Float32Array;
  /** Of the 68 points of ibug68. */
  detector: Detector;
  /** Where it sees them in the first faces as they are. */
  points: readonly Float32Array[];
}

/** What every code is measured on, looked at once. */
export async function codedFaces(
  faces: Pick<CodedFaces, 'test' | 'training' | 'count' | 'detector'>,
): Promise<CodedFaces> {
  const { test, count, detector } = faces;
  const truth = firstPictures(test, count);
  return { ...faces, truth, points: await pointsIn(truth, test, Math.min(count, mostDetected), detector) };
}

export const stripLength = 12;
const attributes = ['yaw', 'pitch', 'age', 'masculinity'] as const;

export const firstPictures = (faces: FaceSet, count: number): Float32Array =>
  faces.images(Array.from({ length: Math.min(count, faces.count) }, (_, i) => i));

export async function measureAutoencoder(
  name: string,
  autoencoder: Autoencoder,
  faces: CodedFaces,
): Promise<SeenCode> {
  const { model } = autoencoder.metadata;
  const { figures, pictures } = await autoencoderFigures(autoencoder, faces.test, faces.count);
  const seen = await seenCode(name, sizeOf(autoencoder), pictures, faces);
  const more =
    model.kind === 'vae' ? { reading: await readingOf(autoencoder, faces) } : { codes: codeCount(model) };
  return { ...seen, measured: { ...seen.measured, figures, ...more } };
}

function sizeOf({ metadata: { model }, codeLength }: Autoencoder): MeasuredCode['size'] {
  return model.kind === 'vae'
    ? { numbers: model.latent }
    : { bytes: Math.ceil((codeLength * Math.log2(codeCount(model))) / 8) };
}

async function readingOf(
  autoencoder: Autoencoder,
  { test, training, count }: CodedFaces,
): Promise<NonNullable<MeasuredCode['reading']>> {
  const coded = async (faces: FaceSet, most: number) => {
    const number = Math.min(most, faces.count);
    const { codes } = await autoencoder.encode(firstPictures(faces, number));
    const length = autoencoder.codeLength;
    return {
      codes: Array.from({ length: number }, (_, n) => codes.subarray(n * length, (n + 1) * length)),
      values: faces.faces
        .slice(0, number)
        .map((face) => Float32Array.from(attributes, (attribute) => face.attributes[attribute])),
    };
  };
  const shares = linearReading(await coded(training, 3000), await coded(test, count));
  return attributes.map((attribute, i) => ({ attribute, share: shares[i]! }));
}

/** The faces themselves, as the first strip. */
export function truthStrip({ test, count }: CodedFaces): Float32Array {
  return firstPictures(test, Math.min(stripLength, count));
}

export async function measureComponents(
  ranks: readonly number[],
  faces: CodedFaces,
  work: Work,
): Promise<SeenCode[]> {
  const { training, truth } = faces;
  const some = Math.min(mostPictures, training.count);
  const every = Math.floor(training.count / some);
  const rows = Array.from({ length: some }, (_, i) => i * every);
  const usable = ranks.map((rank) => Math.min(rank, some));
  const components = await principalComponents(training.images(rows), some, Math.max(...usable), work);
  const result: SeenCode[] = [];
  for (const rank of new Set(usable))
    result.push(
      await seenCode(
        `${rank} principal components`,
        { numbers: rank },
        throughComponents(components, truth, rank),
        faces,
      ),
    );
  return result;
}

/** Qualities that are tried: from the smallest files to some hundred bytes. */
const qualities = [1, 5, 10, 20, 30, 50] as const;

export async function measureFiles(format: 'webp' | 'jpeg', faces: CodedFaces): Promise<SeenCode[]> {
  const { truth, count } = faces;
  const size = faces.test.size;
  const plane = 3 * size * size;
  const result: SeenCode[] = [];
  for (const quality of qualities) {
    const pictures = new Float32Array(truth.length);
    let bytes = 0;
    for (let n = 0; n < count; n++) {
      const { data } = imageOf(truth, n, size);
      const raw = sharp(data, { raw: { width: size, height: size, channels: 3 } });
      const file = await (format === 'webp'
        ? raw.webp({ quality, effort: 6 })
        : raw.jpeg({ quality, mozjpeg: true })
      ).toBuffer();
      bytes += file.length / count;
      const decoded = await sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
      for (let channel = 0; channel < 3; channel++)
        for (let i = 0; i < size * size; i++)
          pictures[n * plane + channel * size * size + i] = decoded[3 * i + channel]! / 127.5 - 1;
    }
    const name = `${format === 'webp' ? 'WebP' : 'JPEG'}, quality ${quality}`;
    result.push(await seenCode(name, { bytes: Math.round(bytes) }, pictures, faces));
  }
  return result;
}

async function seenCode(
  name: string,
  size: MeasuredCode['size'],
  pictures: Float32Array,
  faces: CodedFaces,
): Promise<SeenCode> {
  const { test, truth, count } = faces;
  const plane = truth.length / count;
  return {
    measured: {
      name,
      size,
      psnr: peakSignalToNoise(pictures, truth, count),
      ssim: structuralSimilarity(pictures, truth, count, test.size),
      moved: await movement(pictures, faces),
    },
    strip: pictures.slice(0, Math.min(stripLength, count) * plane),
  };
}

/** Of ibug68. */
const outerCorners = [36, 45] as const;
/** Faces that a detector looks at: a hundred tell the median. */
const mostDetected = 100;

async function movement(pictures: Float32Array, { test, detector, points }: CodedFaces): Promise<number> {
  const kept = await pointsIn(pictures, test, points.length, detector);
  const [a, b] = outerCorners;
  const moves = points.map((own, n) => {
    const away = (from: Float32Array, k: number, l: number): number =>
      Math.hypot(from[2 * k]! - own[2 * l]!, from[2 * k + 1]! - own[2 * l + 1]!);
    let sum = 0;
    for (let k = 0; k < own.length / 2; k++) sum += away(kept[n]!, k, k);
    return (100 * sum) / (own.length / 2) / away(own, a, b);
  });
  return median(moves);
}

/** @param pictures – `[N, 3, S, S]`. @returns the points in the first `count` of them. */
async function pointsIn(
  pictures: Float32Array,
  { faces, size }: FaceSet,
  count: number,
  detector: Detector,
): Promise<Float32Array[]> {
  const result: Float32Array[] = [];
  for (let n = 0; n < count; n++)
    result.push((await detector.detect(imageOf(pictures, n, size), faces[n]!.box)).points);
  return result;
}
