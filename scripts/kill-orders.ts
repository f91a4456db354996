/**
 * Kills workers, servers and Redis (or the server of the embedded queue) at random while orders run, and says what became of the
 * orders; exit code 1 where anything is lost, done twice or of other bits than an undisturbed order. Needs `npm run build`.
 *
 * @example
 * npx tsx scripts/kill-orders.ts --kills 100 --queue redis
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { killTrial, redisSettings } from '../src/server/kill-trial.suite.js';
import { wholeFlag } from './whole-flag.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    /** `redis`: a server, two workers and Redis; `disk`: a server alone. */
    queue: { type: 'string', default: 'redis' },
    /** Faces of an order. */
    count: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
    /** Seconds until a dead worker's shards go to another. */
    lock: { type: 'string', default: '5' },
    /** Milliseconds between kills: at least, at most. */
    pause: { type: 'string', default: '500,4000' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const [least = 0, most = least] = values.pause.split(',').map((text) => wholeFlag('pause', text));
const result = await killTrial({
  binary: resolve('dist/cli/main.js'),
  queue: values.queue === 'disk' ? 'disk' : 'redis',
  kills: wholeFlag('kills', values.kills),
  count: wholeFlag('count', values.count, 1),
  kinds: 4,
  workers: 2,
  pause: [least, most],
  seed: wholeFlag('seed', values.seed),
  lock: wholeFlag('lock', values.lock, 1),
  say,
});
if (values.queue !== 'disk') say(`redis-server ${redisSettings.join(' ')}`);
say(JSON.stringify(result, null, 2));
process.exitCode = result.faults.length === 0 ? 0 : 1;
