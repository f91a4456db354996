/** A dataset for tests: four pictures of 16 × 16, left half red; three of training, of which one is dark-glassed and blond, and one of validation. */
import sharp from 'sharp';
import { createDataset } from '../../../dataset/store/create-dataset.js';
import type { FaceAttributes } from './face-set.js';

const shows: FaceAttributes = {
  age: 40,
  masculinity: 0.9,
  hair: 'short',
  hair_colour: 'brown',
  beard: 'none',
  glasses: 'none',
  headwear: 'none',
  headwear_colour: 'none',
  mask: 'none',
  expression: 'smile',
  eyes: 'open',
  yaw: 0,
  pitch: 0,
  roll: 0,
  gaze_yaw: 0,
  gaze_pitch: 0,
  light: 'studio',
  tone: 'colour',
} as unknown as FaceAttributes;

export async function makeFewFaces(folder: string): Promise<void> {
  const rgb = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) =>
    i % 3 === 0 && Math.floor(i / 3) % 16 < 8 ? 255 : 0,
  );
  const image = await sharp(rgb, { raw: { width: 16, height: 16, channels: 3 } })
    .png()
    .toBuffer();
  const dataset = await createDataset(folder, {
    landmarks: 'ibug68',
    pointCount: 68,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'allowed',
    count: 4,
    origin: {},
  });
  await dataset.append(
    [shows, { ...shows, glasses: 'dark', hair_colour: 'blond' }, shows, shows].map((attributes, i) => ({
      id: `face-${i}`,
      image,
      width: 16,
      height: 16,
      landmarks: 'ibug68',
      points: { contour: Float32Array.from({ length: 136 }, (_, k) => 2 + (k % 11)) },
      points3d: null,
      visibility: null,
      labelQuality: null,
      box: { x: 2, y: 2, width: 11, height: 11 },
      split: i === 3 ? 'validation' : 'train',
      pupils: null,
      attributes: {
        sceneVersion: 1,
        scene: {},
        camera: { width: 16, height: 16, focal: 1, cx: 8, cy: 8 },
        head: { rotation: Array(9).fill(0), translation: [0, 0, 0] },
        gaze: Array(6).fill(0),
        shows: attributes,
        caption: '',
      },
    })),
  );
  await dataset.finish();
  dataset.close();
}
