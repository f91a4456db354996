/** Every face that is found in photographs, embedded. N faces, D the embedding. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LineamentError, messageOf, StoppedError } from '../core/errors.js';
import type { Image } from '../core/image.js';
import { silentWork, type Work } from '../core/work.js';
import { detectFound } from '../detect/finder/detect-found.js';
import { openFinder } from '../detect/node/open-finder.js';
import { openModel } from '../detect/node/open-landmark-detector.js';
import { boxModel } from '../detect/shipped-models.js';
import { type FaceBox, tightBox } from '../landmarks/face-crop.js';
import type { Provider } from '../nn/runtime/provider.js';
import { fileReason, readFileOr } from '../node/files.js';
import { isAnimated } from '../node/pictures/animation.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import { cachedBytes, keepBytes } from './embedding-cache.js';
import { facePicture } from './face-picture.js';
import type { OpenedClip } from './open-clip.js';

export interface PhotographedFace {
  path: string;
  box: FaceBox;
  /** `[D]`. */
  embedding: Float32Array;
}

export interface EmbeddedPhotographs {
  faces: PhotographedFace[];
  /** Pictures in which no face was found. */
  empty: string[];
  /** Animations, whose first frame was looked at now; what is remembered is told once. */
  animated: string[];
  failed: { id: string; reason: string }[];
}

/** Of the faces of one picture: a crowd is not searched to its last row. */
const mostFaces = 100;

/** @param paths – pictures; one that cannot be read is listed and the rest goes on. */
export async function embedPhotographs(
  paths: readonly string[],
  clip: OpenedClip,
  { provider }: { provider?: Provider } = {},
  work: Work = silentWork,
): Promise<EmbeddedPhotographs> {
  const result: EmbeddedPhotographs = { faces: [], empty: [], animated: [], failed: [] };
  let looking: FaceLook | undefined;
  try {
    work.report(0, paths.length);
    for (const [done, path] of paths.entries()) {
      if (work.signal.aborted) throw new StoppedError(`search, after ${done} of ${paths.length} pictures`);
      try {
        const { size, mtimeMs } = await stat(path).catch((cause: unknown) => {
          throw new LineamentError(`the picture cannot be read: ${fileReason(cause)}`, { file: path, cause });
        });
        const key = ['photograph', clip.digest, resolve(path), size, mtimeMs];
        let faces = facesFrom(await cachedBytes(key), path, clip);
        if (faces === undefined) {
          looking ??= await openFaceLook(provider);
          faces = await facesOf(path, clip, looking, result.animated);
          await keepBytes(key, bytesOf(faces));
        }
        if (faces.length === 0) result.empty.push(path);
        result.faces.push(...faces);
      } catch (error) {
        result.failed.push({ id: path, reason: messageOf(error) });
      }
      work.report(done + 1, paths.length);
    }
  } finally {
    await looking?.close();
  }
  return result;
}

/** The boxes of a picture's faces, as those that the model learnt from lie: tight around the landmarks. */
export interface FaceLook {
  boxes(image: Image): Promise<FaceBox[]>;
  close(): Promise<void>;
}

export async function openFaceLook(provider: Provider | undefined): Promise<FaceLook> {
  const options = provider === undefined ? {} : { provider };
  const finder = await openFinder(undefined, options);
  const { detector, close } = await openModel(boxModel, { ...options, eyes: false });
  return {
    async boxes(image) {
      const found = await detectFound(image, { detector, finder }, { mostFaces });
      return found.map(({ points }) => tightBox(points)).filter((box) => box !== null);
    },
    async close() {
      await Promise.all([finder.close(), close()]);
    },
  };
}

async function facesOf(
  path: string,
  clip: OpenedClip,
  { boxes }: FaceLook,
  animated: string[],
): Promise<PhotographedFace[]> {
  const bytes = await readFileOr(path, 'picture');
  const image = await decodeImage(bytes, path);
  if (isAnimated(bytes)) animated.push(path);
  const found = await boxes(image);
  const size = clip.metadata.architecture.embedding;
  const all = await clip.pictures(found.map((box) => facePicture(image, box, clip.metadata)));
  return found.map((box, i) => ({ path, box, embedding: all.slice(i * size, (i + 1) * size) }));
}

/** For each face: x, y, width and height of its box, then the embedding. */
const boxNumbers = 4;

function bytesOf(faces: readonly PhotographedFace[]): Uint8Array {
  const numbers = faces.flatMap(({ box, embedding }) => [
    ...[box.x, box.y, box.width, box.height],
    ...embedding,
  ]);
  return new Uint8Array(Float32Array.from(numbers).buffer);
}

function facesFrom(
  bytes: Uint8Array | undefined,
  path: string,
  clip: OpenedClip,
): PhotographedFace[] | undefined {
  const step = boxNumbers + clip.metadata.architecture.embedding;
  if (bytes === undefined || bytes.length % (4 * step) !== 0) return undefined;
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return Array.from({ length: numbers.length / step }, (_, i) => {
    const at = (place: number): number => numbers[i * step + place]!;
    return {
      path,
      box: { x: at(0), y: at(1), width: at(2), height: at(3) },
      embedding: numbers.slice(i * step + boxNumbers, (i + 1) * step),
    };
  });
}
