/** What is put together of shards, on both storages: the threads that do it open the storage by its address. No face is made. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { newDatasetOf } from '../../dataset/generate/open-recipe.js';
import { parseGeneration } from '../../dataset/generate/settings.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { encodeSamples } from '../../dataset/store/sample-file.js';
import type { TakenTask } from '../../jobs/queue/queue.js';
import { newOrder, type OrderStatus } from '../order/order.js';
import { readSamples } from '../shards/read-samples.js';
import { shardAt, shardCount } from '../shards/shard-plan.js';
import { openStorage } from '../storage/open-storage.js';
import { startS3 } from '../storage/s3-server.suite.js';
import { deliveryName, fileName, orderName, shardName, shardPrefix, statusName } from '../storage/storage.js';
import type { AssembleResult } from './assemble.js';
import { assembleTask, deliverTask, openWorkshop } from './workshop.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
});

async function folderPlace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lineament-workshop-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function s3Place(): Promise<string> {
  const s3 = await startS3();
  closers.push(() => s3.close());
  vi.stubEnv('AWS_ACCESS_KEY_ID', s3.access.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', s3.access.secretAccessKey);
  vi.stubEnv('AWS_REGION', s3.access.region);
  vi.stubEnv('AWS_ENDPOINT_URL', s3.access.endpoint);
  return 's3://faces/own';
}

const sampleNumber = (i: number): LayeredSample => ({
  id: `face-${i}`,
  image: Uint8Array.of(255, 216, i),
  width: 32,
  height: 32,
  landmarks: 'ibug68',
  points: { surface: new Float32Array(136).fill(i), contour: new Float32Array(136).fill(i) },
  points3d: new Float32Array(204).fill(-i),
  visibility: new Uint8Array(68),
  labelQuality: null,
  box: { x: 0, y: 0, width: 32, height: 32 },
  split: 'train',
  pupils: new Float32Array(4),
  attributes: { number: i },
});

it.each([
  ['a folder', folderPlace],
  ['S3', s3Place],
])('a dataset and a delivery are made of shards that lie in %s', async (_, placeOf) => {
  const storage = openStorage(await placeOf());
  const order = await newOrder({
    owner: null,
    parts: [{ name: 'order', settings: parseGeneration({ count: 20, size: 32 }) }],
    translation: null,
    idempotency: null,
    deliver: [],
    webhook: null,
    title: '',
  });
  const described = newDatasetOf(order.parts[0]!.recipe);
  const status: OrderStatus = { state: 'finishing', since: order.created, reason: null, worked: 1, owed: [] };
  await storage.write(statusName(order.id), JSON.stringify(status));
  await storage.write(orderName(order.id), JSON.stringify(order));
  for (let index = 0; index < shardCount(order); index++) {
    const { firstSample, samples } = shardAt(order, index);
    const rows = Array.from({ length: samples }, (_, i) => sampleNumber(firstSample + i));
    await storage.write(shardName(order.id, index), encodeSamples(rows, firstSample, described));
  }
  const workshop = openWorkshop({ storage, threads: 1 });
  closers.push(() => workshop.close());
  const made: AssembleResult[] = [];
  // Twice: the second finds all done.
  for (let times = 0; times < 2; times++)
    for (const task of [
      assembleTask(order.id),
      deliverTask(order.id, 'webdataset'),
      deliverTask(order.id, 'dataset'),
    ])
      await workshop.handle({ ...task, attempt: 1 } satisfies TakenTask, new AbortController().signal);
  await storage.remove(shardPrefix(order.id));
  const found = await readSamples(storage, order, [0, 7, 19]);
  expect(found.map(({ sample }) => [sample.id, sample.points.contour![0]])).toEqual([
    ['face-0', 0],
    ['face-7', 7],
    ['face-19', 19],
  ]);
  for (const delivery of ['webdataset', 'dataset'] as const) {
    const bytes = await storage.read(deliveryName(order.id, delivery));
    made.push(JSON.parse(Buffer.from(bytes!).toString('utf8')) as AssembleResult);
  }
  for (const { name, bytes, sha256 } of made.flatMap(({ files }) => files)) {
    const file = (await storage.read(fileName(order.id, name)))!;
    expect([name, file.length, createHash('sha256').update(file).digest('hex')]).toEqual([
      name,
      bytes,
      sha256,
    ]);
  }
  expect(made.flatMap(({ files }) => files.map(({ name }) => name))).toEqual([
    'webdataset-000000.tar',
    'dataset.zip',
  ]);
});
