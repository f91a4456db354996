/**
 * Greatest resident memory of a process that trains the reference hourglass, Node or Python included: ours in a process
 * of its own (memory-process.ts), PyTorch in its own.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Benchmark, Figure } from './figure.js';
import { openPyTorch } from './pytorch.js';
import { reference } from './reference-network.js';

const steps = 12;

export const benchMemory: Benchmark = async ({ say }) => {
  const figures: Figure[] = [];
  for (const cores of [1, 2]) {
    const script = fileURLToPath(new URL('memory-process.js', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, `${cores}`, `${steps}`]);
    const ours = Number(stdout) / 2 ** 20;
    const pytorch = await openPyTorch(reference, cores);
    await pytorch?.train(steps);
    const theirs = pytorch && (await pytorch.peakMemory()) / 2 ** 20;
    pytorch?.close();
    const where = cores === 1 ? 'one thread' : `${cores} cores`;
    say(`memory, ${where}: ${ours.toFixed(0)} MiB${theirs ? `; PyTorch ${theirs.toFixed(0)}` : ''}`);
    figures.push({
      benchmark: 'memory',
      conditions: `training the reference hourglass, batch ${reference.batch}, ${reference.size} px, ${where}, peak resident`,
      value: ours,
      unit: 'MiB',
      ...(pytorch !== undefined &&
        theirs !== undefined && {
          reference: { name: `PyTorch ${pytorch.version} channels-last`, ratio: theirs / ours },
          target: { text: 'no more than PyTorch', ratio: 1 },
        }),
    });
  }
  return figures;
};
