/**
 * Two domains with a known answer for the conformance suite: four coloured blobs on a crop, a landmark at the centre of
 * each. Target images are paler and brighter; where the blobs lie is drawn alike in both.
 */
import { internalError } from '../../../core/errors.js';
import { Random } from '../../../core/random.js';
import { augmentationSchema } from '../../../dataset/augment/settings.js';
import { nearestSubset } from '../../../landmarks/correspondence.js';
import type { LandmarkSet } from '../../../landmarks/landmark-set.js';
import { landmarkSet } from '../../../landmarks/sets/registry.js';
import { networkSchema } from '../../../networks/registry.js';
import type { LandmarkBatch } from '../face-batches.js';
import type { AdaptationContext, OpenFaces } from './adaptation-method.js';

export const toyBatch = 8;

/** Of the labels of `annotatedToyContext`, pixels. */
const annotatorBias = { x: 6, y: -4 };
const size = 128;

/** Where the blobs lie but for a shift, and their colours. */
const blobs = [
  { x: 40, y: 40, colour: [2, -1, -1] },
  { x: 88, y: 40, colour: [-1, 2, -1] },
  { x: 40, y: 88, colour: [-1, -1, 2] },
  { x: 88, y: 88, colour: [2, 2, -1] },
] as const;

export const toyObjective: AdaptationContext['objective'] = {
  model: networkSchema.parse({ inputSize: size, depth: 1, width: 8, bottleneck: 4 }),
  landmarks: blobs.length,
  loss: { heatmaps: 1, deviation: 1.5, visibility: 0 },
};

const set: LandmarkSet = {
  name: 'blobs',
  description: 'Four blobs.',
  points: blobs.map((_, index) => ({ name: `blob ${index}` })),
  mirror: blobs.map((_, index) => index),
} as never;

export type ToyDomain = 'source' | 'target';

/** Batch `number` of a domain; the labels of target faces are given to those who measure alone. */
export function toyFaces(
  domain: ToyDomain,
  number: number,
  { count = toyBatch, pale = domain === 'target' }: { count?: number; pale?: boolean } = {},
): LandmarkBatch {
  const plane = size * size;
  const batch: LandmarkBatch = {
    images: new Float32Array(count * 3 * plane),
    points: new Float32Array(count * 2 * blobs.length),
    weights: new Float32Array(count * blobs.length).fill(1),
  };
  for (let face = 0; face < count; face++) {
    const random = new Random('blobs', domain, number, face);
    const [dx, dy] = [random.uniform(-24, 24), random.uniform(-24, 24)];
    const image = batch.images.subarray(face * 3 * plane, (face + 1) * 3 * plane).fill(-1);
    for (const [index, { x, y, colour }] of blobs.entries()) {
      const [left, top] = [x + dx + random.uniform(-6, 6), y + dy + random.uniform(-6, 6)];
      batch.points.set([left, top], 2 * (face * blobs.length + index));
      for (let row = Math.max(0, Math.floor(top) - 12); row < Math.min(size, top + 12); row++)
        for (let column = Math.max(0, Math.floor(left) - 12); column < Math.min(size, left + 12); column++) {
          const height = Math.exp(-((column - left) ** 2 + (row - top) ** 2) / 50);
          for (let channel = 0; channel < 3; channel++)
            image[channel * plane + row * size + column]! += (colour[channel]! + 1) * height;
        }
    }
    // Without it all background pixels are alike, and the largest of a window is not one.
    for (let i = 0; i < image.length; i++) image[i]! += 0.05 * (random.next() - 0.5);
    if (pale) for (let i = 0; i < image.length; i++) image[i] = 0.75 * image[i]! + 0.25;
  }
  return batch;
}

/**
 * As a recipe would give it, with target faces wherever a method opens some; their labels are spoilt. Without
 * augmentation of colours they look as source faces do.
 */
export function toyContext(): AdaptationContext {
  const facesOf = (pale: boolean): OpenFaces => ({
    size: 1000,
    set,
    convention: 'contour',
    batch: async (number) => {
      const { images, points } = toyFaces('target', number, { pale });
      return { images, points: points.fill(0), weights: new Float32Array(points.length / 2) };
    },
    close: async () => {},
  });
  return {
    objective: toyObjective,
    set,
    batch: toyBatch,
    accumulate: 1,
    steps: 1000,
    seed: 3,
    augmentation: augmentationSchema.parse({}),
    open: async (_, { augmentation }) => facesOf(augmentation?.colour.probability !== 0),
  };
}

/**
 * The same, the blobs named as corners of ibug68's eyes and mouth; faces that a method opens are target faces with 68
 * labels, each beside the blob that is nearest on the template: annotators of another convention.
 */
export function annotatedToyContext(): AdaptationContext {
  const ibug68 = landmarkSet('ibug68');
  const corners = [36, 45, 48, 54].map((index) => ibug68.points[index]!);
  const blobSet: LandmarkSet = { ...ibug68, name: 'blobs', points: corners, mirror: [1, 0, 3, 2] };
  const nearest = nearestSubset(blobSet, ibug68);
  const faces: OpenFaces = {
    size: 1000,
    set: ibug68,
    convention: 'contour',
    batch: async (number) => {
      const { images, points } = toyFaces('target', number);
      const labels = Array.from({ length: toyBatch }, (_, face) =>
        nearest.flatMap((blob) => {
          const at = 2 * (face * blobs.length + blob);
          return [points[at]! + annotatorBias.x, points[at + 1]! + annotatorBias.y];
        }),
      );
      return {
        images,
        points: Float32Array.from(labels.flat()),
        weights: new Float32Array(toyBatch * nearest.length).fill(1),
      };
    },
    close: async () => {},
  };
  return { ...toyContext(), set: blobSet, open: async () => faces };
}

/** Each face twice after one another, the second time in the dark: what changes moves no point. */
export function toyTwins(number: number): LandmarkBatch {
  const faces = toyFaces('target', number);
  for (const values of [faces.images, faces.points, faces.weights]) {
    const each = values.length / toyBatch;
    for (let face = 0; face < toyBatch; face += 2)
      values.copyWithin((face + 1) * each, face * each, (face + 1) * each);
  }
  const each = faces.images.length / toyBatch;
  faces.images.forEach((value, i) => {
    if (Math.floor(i / each) % 2 === 1) faces.images[i] = 0.4 * value - 0.5;
  });
  return faces;
}

/** The same; faces that a method opens are target faces with their labels. */
export function labelledToyContext(): AdaptationContext {
  const context = toyContext();
  return {
    ...context,
    open: async (asked, options) => {
      // Else the loader would pair strangers.
      if (options.name === 'twins' && options.twins !== true) throw internalError('twins are not asked for');
      return {
        ...(await context.open(asked, options)),
        batch: async (number) => (options.twins ? toyTwins(number) : toyFaces('target', number)),
      };
    },
  };
}
