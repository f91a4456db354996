#!/usr/bin/env node
/** The binary: runs the program and turns what was thrown into an exit code: 0 done, 1 failed, 2 wrong usage, 130 and 143 stopped. */
import { closeWorkerPools } from '../node/worker-pool.js';
import { run } from './run.js';

// Whoever reads our output may stop early (`lineament landmarks show ibug68 | head`): that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    const code = process.exitCode ?? 0;
    void closeWorkerPools().then(() => process.exit(code));
  });
}

process.exitCode = await run(process.argv.slice(2));
