import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openDiskQueue } from '../../jobs/queue/disk-queue.js';
import { openRedisQueue } from '../../jobs/queue/redis-queue.js';
import { hasRedis, type RunningRedis, startRedis } from '../../jobs/queue/redis-server.suite.js';
import { deskSuite } from './desk.suite.js';

describe('an order by the queue on disk', () => {
  deskSuite(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-desk-queue-'));
    return {
      openQueue: () => openDiskQueue(folder),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  });
});

describe.skipIf(!hasRedis)('an order by the queue on Redis', () => {
  let redis: RunningRedis;
  let queues = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  deskSuite(async () => ({
    openQueue: () => openRedisQueue({ url: `redis://127.0.0.1:${redis.port}`, name: `desk-${++queues}` }),
    close: async () => {},
  }));
});
