/**
 * PyTorch in a process of its own (pytorch-hourglass.py, pytorch-transformer.py), asked in turns with our engine, so that neighbours and clock
 * changes meet both.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ReferenceSettings } from '../src/nn/reference/hourglass.suite.js';
import type { Timing } from './timing.js';

export interface PyTorch {
  readonly version: string;
  /** Whole training steps of the batch that it was opened with. */
  train(steps: number): Promise<Timing[]>;
  /** Forward passes of one image in evaluation mode. */
  infer(runs: number): Promise<Timing[]>;
  /** Products of two square matrices. */
  matmul(size: number, runs: number): Promise<Timing[]>;
  /** Greatest resident memory so far, bytes. */
  peakMemory(): Promise<number>;
  close(): void;
}

/** A script that answers requests, see pytorch-hourglass.py. */
export interface PyTorchProcess {
  readonly version: string;
  ask<Answer>(request: string): Promise<Answer>;
  timings(request: string): Promise<Timing[]>;
  close(): void;
}

/** @param script – in bench/. @returns undefined where no Python has PyTorch. */
export async function startPyTorch(
  script: string,
  numbers: readonly number[],
): Promise<PyTorchProcess | undefined> {
  const python = findPython();
  if (python === undefined) return undefined;
  // The compiled benchmark lies in .cache/bench/bench; the script stays where it is written.
  const file = fileURLToPath(new URL(`../../../bench/${script}`, import.meta.url));
  const child = spawn(python, [file, ...numbers.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${script} ended without an answer`);
    return value;
  };
  const ask = async <Answer>(request: string): Promise<Answer> => {
    child.stdin.write(`${request}\n`);
    return JSON.parse(await nextLine()) as Answer;
  };
  return {
    version: await nextLine(),
    ask,
    async timings(request) {
      const { wall, cpu } = await ask<{ wall: number[]; cpu: number[] }>(request);
      return wall.map((seconds, i) => ({ wall: seconds, cpu: cpu[i]! }));
    },
    close: () => child.stdin.end(),
  };
}

/** The reference hourglass there. */
export async function openPyTorch(
  { batch, size, channels, middle, landmarks, depth }: ReferenceSettings,
  threads: number,
): Promise<PyTorch | undefined> {
  const numbers = [threads, batch, size, channels, middle, landmarks, depth];
  const process = await startPyTorch('pytorch-hourglass.py', numbers);
  if (process === undefined) return undefined;
  const { version, ask, timings, close } = process;
  return {
    version,
    train: (steps) => timings(`train ${steps}`),
    infer: (runs) => timings(`infer ${runs}`),
    matmul: (side, runs) => timings(`matmul ${side} ${runs}`),
    peakMemory: async () => (await ask<{ bytes: number }>('memory')).bytes,
    close,
  };
}

/** The first Python that has PyTorch; `LINEAMENT_PYTHON` goes first. */
function findPython(): string | undefined {
  const candidates = [process.env.LINEAMENT_PYTHON, 'python3', '/usr/bin/python3'];
  return candidates.find((python) => {
    if (python === undefined) return false;
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}
