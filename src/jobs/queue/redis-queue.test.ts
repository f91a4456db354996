import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Queue } from './queue.js';
import { type QueueHouse, queueSuite } from './queue.suite.js';
import { openRedisQueue } from './redis-queue.js';
import { hasRedis, openWay, type RunningRedis, startRedis } from './redis-server.suite.js';

describe.skipIf(!hasRedis)('the queue on Redis', () => {
  let redis: RunningRedis;
  let houses = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  async function house(): Promise<QueueHouse> {
    const name = `test-${++houses}`;
    const queues: { queue: Queue; way: Awaited<ReturnType<typeof openWay>> }[] = [];
    return {
      async open() {
        const way = await openWay(redis.port);
        const queue = await openRedisQueue({
          url: `redis://127.0.0.1:${way.port}`,
          name,
          lock: 1000,
          patience: 500,
        });
        queues.push({ queue, way });
        return queue;
      },
      async kill(killed) {
        queues.find(({ queue }) => queue === killed)!.way.cut();
      },
      async close() {
        for (const { way } of queues) way.mend();
        await Promise.all(queues.map(({ queue }) => queue.close()));
        await Promise.all(queues.map(({ way }) => way.close()));
      },
    };
  }
  queueSuite(house);

  it('says that Redis is away, and does not wait for it', async () => {
    await expect(openRedisQueue({ url: 'redis://127.0.0.1:1' })).rejects.toThrow(/Redis does not answer/);
    await expect(openRedisQueue({ url: 'http://127.0.0.1' })).rejects.toThrow(/begins with redis:/);
  });
});
