import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../core/random.js';
import { silentWork } from '../../../../core/work.js';
import { encodeModel } from '../../../../nn/onnx/model.js';
import { createInferenceSession } from '../../../../nn/runtime/inference-session.js';
import type { Session } from '../../../../nn/runtime/runtime.js';
import { trainerOptionsOf } from '../../../../nn/train/fit/training-settings.js';
import { createTrainer } from '../../../../nn/train/plan/trainer.js';
import { makeFewFaces } from '../../data/few-faces.suite.js';
import { loadFaces } from '../../data/load-faces.js';
import { openAutoencoder } from '../open-autoencoder.js';
import { parseAutoencoderRecipe } from '../recipe.js';
import { trainAutoencoder } from '../train.js';
import { drawCodes } from './draw-codes.js';
import { codesOf, scaled, scaleOf, waysTo } from './face-codes.js';
import { timeFeatures, timeNumbers } from './network.js';
import { buildPriorObjective } from './objective.js';
import { priorModel } from './prior-model.js';
import { parsePriorRecipe } from './recipe.js';
import { trainPrior } from './train.js';
import { squaredError } from './validation.js';

describe('the time of a point on its way', () => {
  it('is told in quarter waves, each twice as fast as the one before', () => {
    expect([...timeFeatures(0)]).toEqual([...new Array(8).fill(0), ...new Array(8).fill(1)]);
    const [slowest, next] = timeFeatures(1 / 3);
    expect(slowest).toBeCloseTo(Math.sin(Math.PI / 6), 6);
    expect(next).toBeCloseTo(Math.sin(Math.PI / 3), 6);
  });
});

describe('points on the way to a code', () => {
  it('lie on a straight line from noise to the code, and go on to it', () => {
    const faces = { codes: Float32Array.of(1, 2, 3, 4, 5, 6), length: 3 };
    const { at, time, towards } = waysTo(faces, [1, 0], new Random(7));
    expect(time.length).toBe(2 * timeNumbers);
    const share = Math.asin(time[0]!) / (Math.PI / 2);
    for (let z = 0; z < 3; z++)
      expect(at[z]! + (1 - share) * towards[z]!).toBeCloseTo(faces.codes[3 + z]!, 5);
  });

  it('are of codes of mean 0 and deviation 1; a number that never changes stays', () => {
    const faces = { codes: Float32Array.of(1, 5, 3, 5), length: 2 };
    const scale = scaleOf(faces);
    expect(scale).toEqual({ mean: [2, 5], deviation: [1, 1] });
    expect([...scaled(faces, scale).codes]).toEqual([-1, 0, 1, 0]);
  });
});

describe('codes that are drawn', () => {
  it('keep their scale where the velocity is 0, and follow it where it is not', async () => {
    const draw = (velocity: (at: number, sine: number) => number): Promise<Float32Array> => {
      const session: Session = {
        run: async ({ at, time }) => ({
          velocity: (at!.data as Float32Array).map((x) => velocity(x, (time!.data as Float32Array)[0]!)),
        }),
        release: async () => {},
      };
      return drawCodes(session, { mean: [10, 20], deviation: [1, 2] }, 3, new Random(1));
    };
    const still = await draw(() => 0);
    expect(still.length).toBe(6);
    // What is drawn depends on the seed alone, and not on how many are drawn together.
    const random = new Random(1);
    for (const [i, value] of still.entries())
      expect(value).toBeCloseTo((i % 2 ? 20 : 10) + (i % 2 ? 2 : 1) * random.normal(), 4);
    // dx/dt = x: e times as far; dx/dt = π/2 · cos(πt/2) is 1 in all, and told by the time alone.
    const grown = await draw((x) => x);
    for (const [i, value] of grown.entries()) {
      const mean = i % 2 ? 20 : 10;
      expect((value - mean) / (still[i]! - mean)).toBeCloseTo(Math.E, 2);
    }
    const moved = await draw((_, sine) => (Math.PI / 2) * Math.sqrt(1 - sine * sine));
    for (const [i, value] of moved.entries()) expect(value - still[i]!).toBeCloseTo(i % 2 ? 2 : 1, 2);
  });

  it('lie where those lie that were learnt', async () => {
    // Two clusters, which no normal distribution has: at −1 and 1.
    const random = new Random('clusters');
    const codes = Float32Array.from({ length: 512 }, (_, i) => (i % 2 ? 1 : -1) + random.normal(0, 0.05));
    const faces = { codes, length: 1 };
    const model = { width: 32, blocks: 1 };
    const trainer = await createTrainer((count, frozen) => buildPriorObjective(model, 1, count, frozen), {
      batch: 64,
      seed: 1,
      ...trainerOptionsOf(
        parsePriorRecipe('task: code-prior\nname: a\ndata: {datasets: [a]}\nautoencoder: a\nsteps: 200', 'a'),
      ),
    });
    const rows = Array.from({ length: 64 }, (_, i) => i);
    for (let step = 0; step < 400; step++)
      await trainer.step(
        waysTo(
          faces,
          rows.map((row) => (row + 64 * step) % 512),
          new Random(step),
        ),
        { learningRate: 5e-3 },
      );
    const state = trainer.state();
    await trainer.release();
    const session = await createInferenceSession(encodeModel(priorModel(1, model, state)));
    const drawn = await drawCodes(session, { mean: [0], deviation: [1] }, 200, new Random(3));
    await session.release();
    const near = [...drawn].filter((value) => Math.abs(Math.abs(value) - 1) < 0.35).length;
    const right = [...drawn].filter((value) => value > 0).length;
    // Of normal noise a quarter lies so near.
    expect(near / 200).toBeGreaterThan(0.85);
    expect(right / 200).toBeGreaterThan(0.3);
    expect(right / 200).toBeLessThan(0.7);
    // Knowing nothing leaves the variance of both, 2.
    expect(await squaredError(state, faces, model)).toBeLessThan(1.5);
  });
});

describe('a prior that is trained behind its autoencoder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lineament-prior-'));
  const faces = join(folder, 'faces');
  const shared = `
data: {datasets: [${faces}], size: 8}
batch: 2
steps: 2
learningRate: {warmUp: 1}
validation: {every: 2, faces: 1}
`;
  const autoencoder = async (kind: string): Promise<string> => {
    const recipe = parseAutoencoderRecipe(
      `task: autoencoder\nname: codes${shared}\nmodel: {${kind}, channels: [4, 4], blocks: 0}`,
      'codes.yaml',
    );
    return (await trainAutoencoder(recipe, { out: join(folder, kind.replaceAll(/\W/g, '')) })).model;
  };
  const prior = (file: string, size = 8) =>
    parsePriorRecipe(
      `task: code-prior\nname: prior${shared.replace('size: 8', `size: ${size}`)}\nautoencoder: ${file}\nmodel: {width: 8, blocks: 1}`,
      'prior.yaml',
    );
  let vae: string;
  beforeAll(async () => {
    await makeFewFaces(faces);
    vae = await autoencoder('kind: vae, latent: 3');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lies in the same file, which encodes and decodes as before', async () => {
    const result = await trainPrior(prior(vae), { out: join(folder, 'prior') });
    expect(result).toMatchObject({ step: 2, finished: true });
    const image = (await loadFaces({ datasets: [faces], size: 8 }, 'train')).images([0, 1]);
    const through = async (file: string) => {
      const opened = await openAutoencoder(readFileSync(file), file);
      const { codes, logVariances } = await opened.encode(image);
      const pictures = await opened.decode(codes);
      const drawn = await opened.draw(5, new Random(2));
      await opened.release();
      return { metadata: opened.metadata, codes, logVariances, pictures, drawn };
    };
    const { drawn: normal, ...before } = await through(vae);
    const { drawn, metadata, ...after } = await through(result.model);
    expect({ ...after, metadata: { ...metadata, prior: undefined } }).toEqual({
      ...before,
      metadata: { ...before.metadata, prior: undefined },
    });
    expect(metadata.prior).toMatchObject({ training: { recipe: 'prior', steps: 2 } });
    expect(drawn.length).toBe(15);
    expect([...drawn]).not.toEqual([...normal]);
    // A prior that is learnt again takes the place of the first.
    const again = await trainPrior(prior(result.model), { out: join(folder, 'again') });
    expect((await through(again.model)).pictures).toEqual(before.pictures);
  });

  it('goes on where it was stopped, but not with another autoencoder at the same place', async () => {
    const file = join(folder, 'one.onnx');
    copyFileSync(vae, file);
    const out = join(folder, 'resumed');
    const steps = (count: number) => ({
      ...prior(file),
      steps: count,
      learningRate: { peak: 1e-3, final: 1e-5, warmUp: 0 },
    });
    await trainPrior(steps(1), { out });
    await expect(trainPrior(steps(2), { out })).rejects.toThrow('a run was begun here before');
    expect(await trainPrior(steps(2), { out, resume: true })).toMatchObject({ step: 2, finished: true });
    copyFileSync(await autoencoder('kind: vae, latent: 3, beta: 2'), file);
    await expect(trainPrior(steps(3), { out, resume: true })).rejects.toThrow(/of|scale/);
  });

  it('is refused for tokens, for pictures of another size, and stops where it is asked to', async () => {
    const tokens = await autoencoder('kind: fsq, levels: [4, 3]');
    await expect(trainPrior(prior(tokens))).rejects.toThrow('of kind fsq');
    await expect(trainPrior(prior(vae, 12))).rejects.toThrow(
      "for pictures of 8 pixels; this recipe's are of 12",
    );
    const opened = await openAutoencoder(readFileSync(vae), vae);
    const set = await loadFaces({ datasets: [faces], size: 8 }, 'train');
    const stopped = { ...silentWork, signal: AbortSignal.abort() };
    await expect(codesOf(opened, set, false, stopped)).rejects.toThrow('codes of 0 of');
    await opened.release();
  });
});
