import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { silentWork } from '../core/work.js';
import { createBareDataset } from '../dataset/store/bare-dataset.suite.js';
import { openDataset } from '../dataset/store/store.js';
import { countNetworks } from '../detect/node/open-networks.suite.js';
import { modelFile } from '../detect/node/shipped-model-file.js';
import { tightBox } from '../landmarks/face-crop.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { frontalTemplate } from '../landmarks/shape-frame.js';
import { openAdapted } from './adapters/adapter-file.js';
import { fitAdapter } from './adapters/fit-adapter.js';
import { faceConditions } from './conditions/face-conditions.js';
import { measureConsistency } from './consistency/measure-consistency.js';
import { evaluateModel } from './evaluate-model.js';
import { measureRow } from './rows/measure-row.js';
import type { FacePart } from './rows/row-settings.js';

const model = 'ibug68-ict';
const counts = countNetworks();
let folder = '';
const part = (split: string): FacePart => ({ name: split, data: join(folder, 'data'), split });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'freed-'));
  const random = new Random(1, 'freed');
  const raw = { width: 96, height: 96, channels: 3 } as const;
  const faces = Array.from({ length: 8 }, async (_, i) => {
    const points = frontalTemplate(ibug68).map((value) => 48 + 16 * value + random.normal());
    const noise = Uint8Array.from({ length: 3 * 96 * 96 }, () => random.uniform(0, 255));
    // The last one lies alone in a part that nothing can be fitted on.
    const split = i === 7 ? 'lonely' : 'train';
    return {
      ...{ id: String(i), width: 96, height: 96, landmarks: 'ibug68', split },
      image: await sharp(noise, { raw }).png().toBuffer(),
      points: { contour: points },
      ...{ points3d: null, visibility: null, labelQuality: null, pupils: null },
      box: tightBox(points)!,
      attributes: { person: String(i) },
    };
  });
  const dataset = await createBareDataset(join(folder, 'data'));
  await dataset.append(await Promise.all(faces));
  await dataset.finish();
  dataset.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(['ridge-affine', 'ridge-features'] as const)(
  'an adapter of %s is fitted behind one network, which is freed then, also where the fit fails',
  async (kind) => {
    const { adapter } = await fitAdapter({ model, kind, faces: part('train') });
    expect(adapter.kind).toBe(kind);
    expect(counts).toMatchObject({ opened: 1, open: 0 });
    await expect(fitAdapter({ model, kind, faces: part('lonely') })).rejects.toThrow('two persons');
    await expect(fitAdapter({ model, kind, faces: part('nobody') })).rejects.toThrow('nobody');
    expect(counts).toMatchObject({ opened: 3, open: 0 });
  },
);

it.each<[string, (split: string) => Promise<unknown>, string]>([
  [
    'a model is evaluated',
    async (split) => {
      const dataset = await openDataset(join(folder, 'data'));
      return evaluateModel({ modelPath: modelFile(model), dataset, split, normaliser: 'box' }).finally(() =>
        dataset.close(),
      );
    },
    'nobody',
  ],
  [
    'a row is measured',
    (split) => measureRow({ model, measure: [part(split)], resamples: 100 }),
    "part 'nobody'",
  ],
  [
    'conditions are read',
    (split) => faceConditions(part(split), { set: ibug68, seed: 1 }, silentWork),
    "part 'nobody'",
  ],
  [
    'consistency is measured',
    (split) => measureConsistency(model, part(split), { seed: 1, resamples: 100 }),
    "part 'nobody'",
  ],
])('nothing stays open where %s, or fails', async (_, measure, fault) => {
  await measure('lonely');
  expect(counts.opened).toBeGreaterThan(0);
  await expect(measure('nobody')).rejects.toThrow(fault);
  expect(counts.open).toBe(0);
});

it('the networks of fold models are freed with that of the model they stand for', async () => {
  const folds = [{ file: model, unseen: ['7'] }];
  const ways = ['ridge-affine'] as const;
  const measured = { model, measure: [part('lonely')], resamples: 100, ways };
  await measureRow({
    ...measured,
    fit: [part('train')],
    folds: [{ file: model, unseen: '0123456'.split('') }],
  });
  expect(counts).toMatchObject({ opened: 2, open: 0 });
  await expect(measureRow({ ...measured, fit: [part('train')], folds })).rejects.toThrow('has seen face');
  expect(counts.open).toBe(0);
});

it('a model seen through an adapter is freed by whoever opened it; without the adapter none is opened', async () => {
  const { close } = await openAdapted('dense490-synthetic', 'nearest-subset', {});
  expect(counts.open).toBe(1);
  await close();
  expect(counts).toMatchObject({ opened: 1, open: 0 });
  await expect(openAdapted(model, 'nowhere.json', {})).rejects.toThrow('nowhere.json');
  expect(counts).toMatchObject({ opened: 1, open: 0 });
});
