/**
 * One training step of the reference hourglass (forward, backward, Adam) on our engine and on PyTorch, batch 16 at
 * 128 × 128, one thread each. The two take turns in the same run, so that neighbours and clock changes meet both, and
 * processor time is compared, not wall time. Without PyTorch ours is measured alone.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Random } from '../src/core/random.js';
import { type ReferenceSettings, referenceHourglass } from '../src/nn/reference/hourglass.suite.js';
import { createTrainer } from '../src/nn/trainer/trainer.js';
import { type Benchmark, type Figure, median } from './figure.js';

const settings: ReferenceSettings = {
  batch: 16,
  size: 128,
  channels: 64,
  middle: 32,
  landmarks: 68,
  depth: 3,
};
const stepsPerTurn = 4;

export const benchTrainingStep: Benchmark = async ({ quick, say }) => {
  const trainer = await createTrainer(() => referenceHourglass(settings), {
    batch: settings.batch,
    seed: 1,
  });
  const reference = await openPyTorch(say);
  const batch = randomBatch();
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let turn = 0; turn < (quick ? 3 : 6); turn++) {
      const seconds: number[] = [];
      for (let step = 0; step < stepsPerTurn; step++) {
        const start = process.cpuUsage();
        await trainer.step(batch, { learningRate: 1e-3 });
        const { user, system } = process.cpuUsage(start);
        seconds.push((user + system) / 1e6);
      }
      const answer = await reference?.run(stepsPerTurn);
      // The first turn warms both up.
      if (turn === 0) continue;
      ours.push(...seconds);
      theirs.push(...(answer ?? []));
    }
  } finally {
    reference?.close();
    await trainer.release();
  }
  const value = settings.batch / median(ours);
  const figure: Figure = {
    benchmark: 'training step',
    conditions: `reference hourglass, batch ${settings.batch}, ${settings.size} px, one thread`,
    value,
    unit: 'img/s of CPU time',
  };
  say(`training step: ${value.toFixed(1)} img/s`);
  if (reference === undefined) return [figure];
  const ratio = median(theirs) / median(ours);
  say(
    `PyTorch ${reference.version}: ${(settings.batch / median(theirs)).toFixed(1)} img/s; ratio ${ratio.toFixed(2)}`,
  );
  return [{ ...figure, reference: { name: `PyTorch ${reference.version} channels-last`, ratio } }];
};

function randomBatch(): Record<string, Float32Array> {
  const { batch, size, landmarks } = settings;
  const random = new Random(1, 'bench');
  const values = (length: number, draw: () => number): Float32Array => Float32Array.from({ length }, draw);
  return {
    image: values(batch * 3 * size * size, () => random.normal()),
    target: values((batch * landmarks * size * size) / 16, () => random.next()),
  };
}

interface PyTorch {
  version: string;
  /** Processor seconds of each step. */
  run(steps: number): Promise<number[]>;
  close(): void;
}

async function openPyTorch(say: (line: string) => void): Promise<PyTorch | undefined> {
  const python = findPython();
  if (python === undefined) {
    say('PyTorch is missing, ours is measured alone (Debian: apt-get install python3-torch)');
    return undefined;
  }
  // The compiled benchmark lies in .cache/bench/bench; the script stays where it is written.
  const script = fileURLToPath(new URL('../../../bench/pytorch-hourglass.py', import.meta.url));
  const { batch, size, channels, middle, landmarks, depth } = settings;
  const sizes = [batch, size, channels, middle, landmarks, depth].map(String);
  const child = spawn(python, [script, ...sizes], { stdio: ['pipe', 'pipe', 'inherit'] });
  const nextLine = lineReader(child);
  return {
    version: await nextLine(),
    async run(steps) {
      child.stdin.write(`${steps}\n`);
      return (JSON.parse(await nextLine()) as { seconds: number[] }).seconds;
    },
    close: () => child.stdin.end(),
  };
}

function lineReader(child: ChildProcess & { stdout: NodeJS.ReadableStream }): () => Promise<string> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('pytorch-hourglass.py ended without an answer');
    return value;
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
