#!/usr/bin/env node
/** The binary: runs the program and turns what was thrown into an exit code: 0 done, 1 failed, 2 wrong usage. */
import { run } from './run.js';

process.exitCode = await run(process.argv.slice(2));
