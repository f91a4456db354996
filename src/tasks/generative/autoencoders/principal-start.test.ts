import { afterEach, expect, it, vi } from 'vitest';
import { StoppedError } from '../../../core/errors.js';
import { Random } from '../../../core/random.js';
import { silentWork } from '../../../core/work.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { type FaceRecord, FaceSet } from '../data/face-set.js';
import { autoencoderModelSchema, type GaussianModel } from './architecture.js';
import { encodeAutoencoderFile } from './autoencoder-file.js';
import { buildAutoencoderObjective } from './objective.js';
import { openAutoencoder } from './open-autoencoder.js';
import { principalStart } from './principal-start.js';
import { autoencoderFigures } from './validation.js';

const [size, count] = [8, 40];
const model = autoencoderModelSchema.parse({
  kind: 'vae',
  channels: [4, 4],
  blocks: 1,
  latent: 3,
  linear: true,
}) as GaussianModel;

/** Faces on a plane, and of each number a little besides. */
function planeFaces(): FaceSet {
  const length = 3 * size * size;
  const random = new Random('faces');
  const [first, second] = [0, 1].map(() => Float32Array.from({ length }, () => random.normal()));
  const bytes = Uint8Array.from({ length: count * length }, () => 0);
  for (let n = 0; n < count; n++) {
    const [a, b] = [9 * random.normal(), 4 * random.normal()];
    for (let i = 0; i < length; i++)
      bytes[n * length + i] = Math.round(120 + a * first![i]! + b * second![i]! + 2 * random.normal());
  }
  const record = { id: 'a', facts: {}, attributes: {}, box: { x: 0, y: 0, width: 8, height: 8 } };
  return new FaceSet(size, new Array<FaceRecord>(count).fill(record as never), bytes);
}

afterEach(() => vi.restoreAllMocks());

it('Says how far it is, and stops where it is told to', async () => {
  // Each look at the clock is a second later, so that a turn comes after each step.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1000;
    return now;
  });
  const { graph, loss, metrics } = buildAutoencoderObjective(model, size, 2);
  const own = compileTraining(graph, { loss, metrics }).initialState(3);
  const controller = new AbortController();
  const reports: number[] = [];
  const report = (done: number): void => {
    reports.push(done);
    if (done >= 20) controller.abort();
  };
  const work = { ...silentWork, signal: controller.signal, report };
  await expect(principalStart(model, planeFaces(), own, work)).rejects.toThrow(StoppedError);
  expect(reports.length).toBeGreaterThan(2);
  expect(reports.at(-1)).toBeLessThan(100);
});

it('A linear way begins as principal components: codes of unit variance, what they leave as the deviation of pixels', async () => {
  const faces = planeFaces();
  const { graph, loss, metrics } = buildAutoencoderObjective(model, size, 2);
  const own = compileTraining(graph, { loss, metrics }).initialState(3);
  const training = { recipe: 'tiny', seed: 1, steps: 0, data: '' };
  const metadata = { size, model, training, precision: 'float32', lineament: '0', licence: '' } as const;
  const open = (state: typeof own) => openAutoencoder(encodeAutoencoderFile(metadata, state), 'tiny.onnx');

  const [before, after] = [await open(own), await open(await principalStart(model, faces, own))];
  const psnr = async (autoencoder: typeof after): Promise<number> =>
    (await autoencoderFigures(autoencoder, faces, count)).figures.psnr;
  expect(await psnr(before)).toBeLessThan(25);
  // Two of 255 would be 42 dB; the convolutions do not begin at nothing.
  expect(await psnr(after)).toBeGreaterThan(35);
  expect(after.metadata.deviation! * 127.5).toBeCloseTo(2, 0);
  const { codes, logVariances } = await after.encode(
    faces.images(Array.from({ length: count }, (_, i) => i)),
  );
  for (const z of [0, 1]) {
    const values = Array.from({ length: count }, (_, n) => codes[3 * n + z]!);
    expect(values.reduce((sum, value) => sum + value ** 2, 0) / count).toBeCloseTo(1, 1);
  }
  // A code is the surer, the more its number moves the picture.
  expect(logVariances![0]!).toBeLessThan(logVariances![1]! - 1);
  expect(logVariances![1]!).toBeLessThan(logVariances![2]! - 1);
  await Promise.all([before.release(), after.release()]);
});
