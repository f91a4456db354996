import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnnotatedFace, flat, pairsOf } from '../../annotation/annotated-face.js';
import type { HeldOutErrors } from '../../annotation/held-out.js';
import { nearnessModel } from '../../annotation/nearness-model.js';
import { missedFaces } from '../../annotation/simulated-faces.suite.js';
import { silentWork } from '../../core/work.js';
import { tightBox } from '../../landmarks/face-crop.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { writeUntrainedModel } from '../../tasks/landmarks/untrained-model.suite.js';
import { writeFace, writeProject } from '../annotation-files.js';
import { type BackgroundTransfer, type StartTransfer, startTransfer } from './background-transfer.js';
import { DeskLearner } from './desk-learner.js';
import { learnTransfer, type TransferOrder } from './learn-transfer.js';

let root: string;
let pictures: string;
const model = nearnessModel(ibug68);
const faces: AnnotatedFace[] = missedFaces(ibug68, 40).map(({ points, uncertainty, truth }, face) => ({
  picture: 'a.png',
  face,
  width: 400,
  height: 400,
  box: tightBox(truth)!,
  revision: 2,
  done: true,
  doneAt: null,
  from: 'detector',
  points: pairsOf(truth),
  fixed: [],
  visibility: null,
  detected: { points: pairsOf(points), uncertainty: [...uncertainty], visibility: null },
  base: pairsOf(points),
  edits: [],
  cursor: 0,
}));
const done = faces.map((face, i) => ({ id: `a-${i}`, face }));
const fresh = faces[39]!;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lineament-learner-'));
  pictures = join(root, 'photos');
  await mkdir(pictures);
  await sharp({ create: { width: 400, height: 400, channels: 3, background: '#888' } })
    .png()
    .toFile(join(pictures, 'a.png'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function open(name: string, start?: StartTransfer): Promise<DeskLearner> {
  const learner = new DeskLearner({
    set: ibug68,
    model,
    way: 'label-transfer',
    transfer: {
      folder: join(root, name),
      annotator: undefined,
      pictures,
      modelFile: join(root, 'tiny.onnx'),
      settings: { steps: 2, batch: 2 },
      ...(start !== undefined && { start }),
    },
  });
  await learner.open();
  return learner;
}

/** Trains nothing: writes a model whose two points are always the same, and says that its errors are these. */
const pretend =
  (errors: Partial<HeldOutErrors>, orders: TransferOrder[] = []): StartTransfer =>
  (order) => {
    orders.push(order);
    const told = { detector: 5, ridge: 4, before: null, trained: 3, ...errors };
    return {
      outcome: writeFixtureModel(order.out, true).then(() => ({
        faces: 16,
        heldOut: 4,
        steps: 2,
        errors: told,
      })),
      stop() {},
    };
  };

const files = (name: string): Promise<string[]> => readdir(join(root, name, 'learnt', 'faces'));

test('label transfer is trained, and measured on faces that it has not seen', async () => {
  await writeUntrainedModel(join(root, 'tiny.onnx'));
  const folder = join(root, 'real');
  await writeProject(folder, {
    pictures,
    landmarks: 'ibug68',
    setFile: null,
    names: ibug68.points.map(({ name }) => name),
    convention: 'contour',
    model: 'tiny',
  });
  await mkdir(join(folder, 'faces'), { recursive: true });
  for (const { id, face } of done.slice(0, 20)) await writeFace(join(folder, 'faces'), id, face);
  const learner = await open('real', (order, report) => ({
    outcome: learnTransfer(order, { ...silentWork, report }),
    stop() {},
  }));
  learner.learn(done.slice(0, 20));
  expect(learner.state()).toMatchObject({ uses: 'ridge', from: 20, training: { faces: 20 } });
  await learner.idle();
  const { last, training, failure } = learner.state();
  expect({ training, failure }).toEqual({ training: null, failure: null });
  expect(last).toMatchObject({ faces: 16, heldOut: 4, steps: 2, errors: { before: null } });
  const { ridge, detector, trained } = last!.errors;
  expect(ridge!).toBeLessThan(detector! / 2);
  expect(trained!).toBeGreaterThan(0);
  expect(last!.used).toBe(trained! < ridge!);
  expect((await files('real')).sort()).toEqual(
    last!.used ? ['transfer-20.onnx', 'transfer.json'] : ['transfer.json'],
  );
  await learner.close();
});

test('the process of a training says why it fails, and ends when it is stopped', async () => {
  const scratch = join(root, 'process');
  await mkdir(scratch);
  const order = { folder: root, annotator: undefined, model: 'none.onnx', ids: [], before: null };
  const start = (): BackgroundTransfer =>
    startTransfer({ ...order, scratch, out: join(scratch, 'out.onnx') }, () => {});
  const stopped = start();
  stopped.stop();
  expect(await stopped.outcome).toBeUndefined();
  await expect(start().outcome).rejects.toThrow(/project.json/);
});

test('it is used only where it is nearer to faces that were held out than what is used', async () => {
  const orders: TransferOrder[] = [];
  const refused = await open('refused', pretend({ trained: 4 }, orders));
  refused.learn(done.slice(0, 25));
  expect(orders[0]!.ids).toHaveLength(20);
  await refused.idle();
  expect(refused.state()).toMatchObject({ uses: 'ridge', last: { used: false } });
  expect(await files('refused')).toEqual(['transfer.json']);
  expect(await refused.begin('a-39', fresh)).toHaveLength(136);
  // Neither another face nor another opening trains on the same faces again.
  refused.learn(done.slice(0, 26));
  const again = await open('refused', pretend({}, orders));
  again.learn(done.slice(0, 26));
  expect(orders).toHaveLength(1);
  again.learn(done);
  await again.idle();
  expect(again.state()).toMatchObject({ uses: 'label-transfer', from: 16, last: { used: true } });
  expect([...(await again.begin('a-39', fresh))!]).toHaveLength(4);
  await again.close();

  const later = await open('refused');
  expect([...(await later.begin('a-39', fresh))!]).toHaveLength(4);
  await later.close();
  // A model file that is damaged is learnt anew.
  await writeFile(join(root, 'refused', 'learnt', 'faces', 'transfer-40.onnx'), 'no model');
  const damaged = await open('refused', pretend({}, orders));
  expect(damaged.state()).toMatchObject({ uses: 'detector', failure: expect.stringMatching(/transfer-40/) });
  damaged.learn(done);
  await damaged.idle();
  expect(damaged.state()).toMatchObject({ uses: 'label-transfer', failure: null });
  await damaged.close();
  const worse = await open('used', pretend({}, orders));
  worse.learn(done.slice(0, 20));
  await worse.idle();
  await worse.close();
  const back = await open('used', pretend({ before: 5, trained: 6 }, orders));
  back.learn(done);
  await back.idle();
  expect(orders.at(-1)!.before).toMatch(/transfer-20\.onnx$/);
  expect(back.state()).toMatchObject({ uses: 'ridge', from: 40 });
  expect(await files('used')).toEqual(['transfer.json']);
  await back.close();
});

test('a training that is cut off begins anew; one that fails says why, and the next twenty try again', async () => {
  const orders: TransferOrder[] = [];
  const endless: StartTransfer = (order) => {
    orders.push(order);
    let stop = (): void => {};
    return {
      outcome: new Promise((resolve) => {
        stop = () => resolve(undefined);
      }),
      stop: () => stop(),
    };
  };
  const first = await open('cut', endless);
  first.learn(done.slice(0, 20));
  await first.close();
  expect(await files('cut')).toEqual([]);
  // A server that was killed leaves what its training made on the way.
  await mkdir(orders[0]!.scratch);
  const failing: StartTransfer = (order) => {
    orders.push(order);
    return { outcome: Promise.reject(new Error('no room')), stop() {} };
  };
  const second = await open('cut', failing);
  expect(await files('cut')).toEqual([]);
  second.learn(done.slice(0, 20));
  await second.idle();
  expect(orders[1]!.ids).toEqual(orders[0]!.ids);
  expect(second.state()).toMatchObject({ uses: 'ridge', failure: 'no room', training: null });
  second.learn(done);
  expect(orders.at(-1)!.ids).toHaveLength(40);
  await second.close();
});

test('without label transfer nothing is trained, and without learning faces begin as they were detected', async () => {
  for (const way of ['ridge', 'none'] as const) {
    const learner = new DeskLearner({ set: ibug68, model, way });
    await learner.open();
    learner.learn(done);
    await learner.idle();
    const begun = await learner.begin('a-39', fresh);
    expect(begun === undefined).toBe(way === 'none');
    if (begun !== undefined) expect(begun[114]).not.toBe(flat(fresh.detected.points)[114]);
    await learner.close();
  }
});
