/** A dataset that is as small as training can use: for tests of what stands between a recipe and a model file. */
import sharp from 'sharp';
import { Random } from '../../core/random.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import { tightBox } from '../../landmarks/face-crop.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';

const size = 64;

/** Eight faces for training and four for validation, all noise, with random points. */
export async function makeNoiseFaces(folder: string, landmarks = 'ibug68'): Promise<void> {
  const count = 12;
  const pointCount = landmarkSet(landmarks).points.length;
  const dataset = await createDataset(folder, {
    landmarks,
    pointCount,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'forbidden',
    count,
    origin: {},
  });
  const samples = Array.from({ length: count }, async (_, index) => {
    const random = new Random(index);
    const points = Float32Array.from({ length: 2 * pointCount }, () => random.uniform(15, 50));
    const pixels = Uint8Array.from({ length: 3 * size * size }, () => random.integer(0, 255));
    const image = await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
      .jpeg()
      .toBuffer();
    return {
      id: `face-${index}`,
      image: new Uint8Array(image),
      width: size,
      height: size,
      landmarks,
      points: { contour: points },
      points3d: null,
      visibility: null,
      labelQuality: null,
      box: tightBox(points)!,
      split: index < 8 ? 'train' : 'validation',
      pupils: null,
      attributes: {},
      layers: {},
    };
  });
  await dataset.append(await Promise.all(samples));
  await dataset.finish();
  dataset.close();
}
