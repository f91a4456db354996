/** `lineament serve`: the HTTP API. */

import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import type { Work } from '../../core/work.js';
import { redisDefaults } from '../../jobs/queue/queue.js';
import { defaultLimits } from '../../orders/order/request.js';
import { readGivenToken } from '../../server/tokens/tokens.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { toPort } from '../command/to-port.js';
import { wholeNumber } from '../command/whole-number.js';

interface ServeFlags {
  data: string;
  store?: string;
  host: string;
  port: number;
  workers: number;
  redis?: string;
  lock?: number;
  tokenFile?: string;
  requireTokens?: true;
  privateWebhooks?: true;
  mostSamples: number;
  mostSize: number;
  logLevel: string;
}

export const defaultData = 'lineament-data';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .summary('the HTTP API: faces to order')
    .description(
      'Serves the HTTP API and works on its orders. On this machine alone (127.0.0.1) it needs no token; on any other address each request does. Orders go on where they were after a stop or a kill.',
    )
    .option('--data <folder>', 'orders, tokens and the queue', defaultData)
    .option('--store <place>', 'orders and their faces elsewhere: a folder, or s3://bucket/prefix')
    .option('--host <address>', 'where it listens; 0.0.0.0: on all networks of this machine', '127.0.0.1')
    .option('--port <n>', '0: any that is free', toPort, 8017)
    .option('--workers <n>', 'threads that make faces here; 0: none', wholeNumber, availableParallelism())
    .option('--redis <url>', 'tasks wait in Redis, for `lineament worker` on other machines too')
    .option('--lock <seconds>', lockHelp, toLock)
    .option('--token-file <file>', 'a file with a token beside those of `lineament token`, such as a secret')
    .option('--require-tokens', 'tokens on this machine too')
    .option('--private-webhooks', 'webhooks may lead into private networks')
    .option('--most-samples <n>', 'of one order', wholeNumber, defaultLimits.samples)
    .option('--most-size <pixels>', 'side of ordered pictures', wholeNumber, defaultLimits.size)
    .addOption(
      new Option('--log-level <level>', 'JSON lines on standard error')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info'),
    )
    .addHelpText('after', exampleText('lineament serve --data orders --port 8017'))
    .action(async ({ mostSamples, mostSize, logLevel, redis, lock, tokenFile, ...flags }: ServeFlags) => {
      await runCommand({
        name: 'serve',
        flags: { quiet: true },
        run: async ({ signal }: Work) => {
          // Loaded when it is needed: every other command starts without it.
          const { serve } = await import('../../server/serve.js');
          const log = pino({ level: logLevel, base: null }, pino.destination(2));
          const { openRedisQueue } = await import('../../jobs/queue/redis-queue.js');
          const server = await serve({
            ...flags,
            ...(tokenFile !== undefined && { token: readGivenToken(tokenFile) }),
            limits: { samples: mostSamples, size: mostSize },
            log,
            ...(redis !== undefined && {
              openQueue: () =>
                openRedisQueue({
                  url: redis,
                  ...(lock !== undefined && { lock }),
                  warn: (line) => log.warn(line),
                }),
            }),
          });
          process.stdout.write(`${server.address}\n`);
          const stopped = new Promise<void>((stop) =>
            signal.addEventListener('abort', () => stop(), { once: true }),
          );
          try {
            if (!signal.aborted) await Promise.race([stopped, server.lost]);
          } finally {
            await server.close();
          }
        },
      });
    });
}

export const lockHelp: string = `with --redis: until a dead worker's shards go to another, ${redisDefaults.lock / 1000} by default; the same for all`;

/** @returns milliseconds. */
export function toLock(text: string): number {
  const seconds = wholeNumber(text);
  if (seconds < 1 || seconds > 3600) throw new InvalidArgumentError('Allowed: 1 to 3600.');
  return seconds * 1000;
}
