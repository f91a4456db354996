import { expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { type FaceRecord, FaceSet } from '../data/face-set.js';
import { autoencoderModelSchema, type ProductModel } from './architecture.js';
import { encodeAutoencoderFile } from './autoencoder-file.js';
import { buildAutoencoderObjective } from './objective.js';
import { openAutoencoder } from './open-autoencoder.js';
import { dealt, lloyd, productStart } from './product-start.js';
import { autoencoderFigures } from './validation.js';

it('What is told is dealt out so that products of variances are alike', () => {
  // 16 | 8, 8 · 4 = 32 | 16, 16 · 3 = 48 | 32, 32 · 2 = 64; that hand is full, so the last goes to the first.
  expect(dealt([16, 8, 4, 3, 2, 1], 2)).toEqual([0, 3, 5, 1, 2, 4]);
  expect(dealt([0, 0], 2)).toEqual([0, 1]);
});

it('Codes are the means of the rows that are nearest to them, and none stays unused', async () => {
  const rows = Float32Array.of(0, 0, 0, 2, 10, 10, 10, 14);
  const nearest = async (codes: Float32Array): Promise<Float32Array> =>
    Float32Array.from({ length: 4 }, (_, row) => {
      const far = [0, 1].map((code) =>
        Math.hypot(rows[2 * row]! - codes[2 * code]!, rows[2 * row + 1]! - codes[2 * code + 1]!),
      );
      return far[0]! <= far[1]! ? 0 : 1;
    });
  expect([...(await lloyd(rows, { count: 2, codeLength: 2, nearest }))]).toEqual([0, 1, 10, 12]);

  // All choose the first of three codes at first; the others begin anew at rows that are there, and are then chosen.
  const apart = Float32Array.of(0, 6, 9);
  let rounds = 0;
  const first = async (codes: Float32Array): Promise<Float32Array> =>
    rounds++ === 0
      ? Float32Array.of(0, 0, 0)
      : apart.map((row) => {
          const far = codes.map((code) => Math.abs(code - row));
          return far.indexOf(Math.min(...far));
        });
  const found = await lloyd(apart, { count: 3, codeLength: 1, nearest: first });
  expect([...found].sort((a, b) => a - b)).toEqual([0, 6, 9]);
});

const [size, count] = [8, 6];
const model = autoencoderModelSchema.parse({
  kind: 'product',
  channels: [4, 4],
  blocks: 1,
  codes: count,
  codeLength: 2,
  block: 8,
}) as ProductModel;

/** Each corner of another grey in each face: four blocks of one token, or one block of four. */
function cornerFaces(): FaceSet {
  const random = new Random('corners');
  const bytes = new Uint8Array(count * 3 * size * size);
  for (let n = 0; n < count; n++) {
    const greys = [0, 1, 2, 3].map(() => Math.round(255 * random.uniform(0.2, 0.8)));
    for (let i = 0; i < 3 * size * size; i++) {
      const [x, y] = [i % size, Math.floor(i / size) % size];
      bytes[n * 3 * size * size + i] = greys[2 * Math.floor(y / 4) + Math.floor(x / 4)]!;
    }
  }
  const record = { id: 'a', facts: {}, attributes: {}, box: { x: 0, y: 0, width: 8, height: 8 } };
  return new FaceSet(size, new Array<FaceRecord>(count).fill(record as never), bytes);
}

it.each([
  ['blocks of one token', { ...model, block: 4 }],
  ['a block of several', model],
])('Faces that are as many as codes are told exactly: %s', async (_, own) => {
  const faces = cornerFaces();
  const { graph, loss, metrics } = buildAutoencoderObjective(own, size, 2);
  const before = compileTraining(graph, { loss, metrics }).initialState(3);
  const training = { recipe: 'tiny', seed: 1, steps: 0, data: '' };
  const metadata = { size, model: own, training, precision: 'float32', lineament: '0', licence: '' } as const;
  const psnr = async (state: typeof before): Promise<number> => {
    const autoencoder = await openAutoencoder(encodeAutoencoderFile(metadata, state), 'tiny.onnx');
    const { figures } = await autoencoderFigures(autoencoder, faces, count);
    await autoencoder.release();
    return figures.psnr;
  };
  expect(await psnr(before)).toBeLessThan(20);
  // The convolutions begin faintly, not at nothing.
  expect(await psnr(await productStart(own, faces, before))).toBeGreaterThan(35);
});
