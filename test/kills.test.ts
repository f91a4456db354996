import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRedis } from '../src/jobs/queue/redis-server.suite.js';
import { killTrial } from '../src/server/kill-trial.suite.js';

/** With the built command line. `scripts/kill-orders.ts` is the same with a hundred kills. */
describe('killing processes at random', () => {
  it.skipIf(!hasRedis)('changes nothing for the orders: workers, servers and Redis', async () => {
    const binary = resolve('dist/cli/main.js');
    if (!existsSync(binary)) throw new Error('dist/ is missing: run `npm run build` first (npm test does)');
    const result = await killTrial({
      binary,
      queue: 'redis',
      kills: 4,
      count: 3,
      kinds: 1,
      workers: 1,
      pause: [300, 1000],
      seed: 120,
      lock: 1,
    });
    expect(result.faults).toEqual([]);
    expect(Object.keys(result.kills).toSorted()).toEqual(['redis', 'server', 'worker 1']);
    expect(result.webhooks.told).toBe(2 * result.orders);
  });
});
