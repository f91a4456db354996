/** A dataset of plain squares that say that they are faces: for tests that train for a few steps. */
import sharp from 'sharp';
import { Random } from '../core/random.js';
import type { GeneratedAttributes } from './attributes.js';
import { createDataset } from './store/create-dataset.js';

const plain = {
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
} as const;

/** Every other face is a bright square of a woman with glasses; half of both are held out for validation. */
export async function writeTinyFaces(folder: string, count: number): Promise<void> {
  const dataset = await createDataset(folder, {
    landmarks: 'ibug68',
    pointCount: 68,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'allowed',
    count,
    origin: {},
  });
  const samples = Array.from({ length: count }, async (_, i) => {
    const bright = i % 2 === 1;
    const random = new Random('tiny faces', i);
    const data = Uint8Array.from({ length: 16 * 16 * 3 }, () => random.integer(0, 60) + (bright ? 190 : 0));
    const shows = {
      ...plain,
      ...(bright && { masculinity: 0.1, glasses: 'clear', hair: 'long' }),
    } as unknown as GeneratedAttributes['shows'];
    return {
      id: `face-${i}`,
      image: await sharp(data, { raw: { width: 16, height: 16, channels: 3 } })
        .png()
        .toBuffer(),
      width: 16,
      height: 16,
      landmarks: 'ibug68',
      points: { contour: Float32Array.from({ length: 136 }, (_, k) => 2 + (k % 11)) },
      points3d: null,
      visibility: null,
      labelQuality: null,
      box: { x: 2, y: 2, width: 11, height: 11 },
      split: i % 4 === 3 || i % 4 === 2 ? 'validation' : 'train',
      pupils: null,
      attributes: {
        sceneVersion: 1,
        scene: {},
        camera: { width: 16, height: 16, focal: 1, cx: 8, cy: 8 },
        head: { rotation: Array<number>(9).fill(0), translation: [0, 0, 0] },
        gaze: Array<number>(6).fill(0),
        shows,
        caption: '',
      },
    };
  });
  await dataset.append(await Promise.all(samples));
  await dataset.finish();
  dataset.close();
}
