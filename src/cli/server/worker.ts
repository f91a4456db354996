/** `lineament worker`: makes faces for a server, on this machine or another. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { runsOn } from '../../lab/runs/run-workshop.js';
import { clearScratch } from '../../orders/storage/folder-storage.js';
import { openStorage, scratchParent } from '../../orders/storage/open-storage.js';
import { startWorker } from '../../orders/work/worker.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';
import { lockHelp, toLock } from './serve.js';

interface WorkerFlags {
  redis: string;
  store: string;
  threads: number;
  lock?: number;
  privateWebhooks?: boolean;
}

export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .summary('makes faces for a server, with as many others as you like')
    .description(
      'Does the work of `lineament serve --redis`. Workers come and go: what one leaves is done by another, and work that is done twice changes nothing. All need the same storage and the same version.',
    )
    .requiredOption('--redis <url>', 'redis://[user:password@]host[:port]')
    .requiredOption(
      '--store <place>',
      "the server's --store, or its --data as it is mounted here: a folder, or s3://bucket/prefix",
    )
    .option('--threads <n>', 'worker threads', wholeNumber, availableParallelism())
    .option('--lock <seconds>', lockHelp, toLock)
    .option('--private-webhooks', 'webhooks may lead into private networks')
    .addHelpText(
      'after',
      exampleText('lineament worker --redis redis://queue:6379 --store /mnt/orders --threads 8'),
    )
    .action(async ({ redis, store, threads, lock, privateWebhooks = false }: WorkerFlags) => {
      await runCommand({
        name: 'worker',
        flags: {},
        run: async ({ signal, log }) => {
          // Loaded when it is needed: every other command starts without it.
          const { openRedisQueue } = await import('../../jobs/queue/redis-queue.js');
          await clearScratch(scratchParent(store));
          const queue = await openRedisQueue({
            url: redis,
            ...(lock !== undefined && { lock }),
            warn: (line) => log.warn(line),
          });
          const storage = openStorage(store);
          const worker = startWorker({
            queue,
            storage,
            threads,
            privateNetworks: privateWebhooks,
            more: runsOn(storage),
          });
          log.info(`working on ${store} with ${threads} threads; Ctrl-C ends it`);
          if (!signal.aborted)
            await new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }));
          await worker.close();
          await queue.close();
        },
      });
    });
}
