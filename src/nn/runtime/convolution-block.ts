/**
 * Finds the block of channels that ONNX Runtime's blocked convolutions use on this processor: 16 with AVX-512, 8 with
 * AVX2. They are internal operators, so a small convolution is computed both ways and the results are compared;
 * where they differ or fail, 0 says to do without.
 */
import { Graph } from '../graph/graph.js';
import { constantInitialiser } from '../graph/initialisers.js';
import { square } from '../operators/arithmetic/square.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { reduceSum } from '../operators/reductions/reduce-sum.js';
import { compileTraining } from '../program/training-program.js';
import type { Runtime } from './runtime.js';

const candidates = [16, 8] as const;
const known = new WeakMap<Runtime, Promise<number>>();

/** @returns 16, 8 or 0; measured once for each runtime. */
export function convolutionBlock(runtime: Runtime): Promise<number> {
  const before = known.get(runtime);
  if (before !== undefined) return before;
  const found = measureBlock(runtime);
  known.set(runtime, found);
  return found;
}

async function measureBlock(runtime: Runtime): Promise<number> {
  // Elsewhere the operators are not known to refuse cleanly.
  if (process.arch !== 'x64') return 0;
  const expected = await probe(runtime, 0);
  for (const block of candidates) {
    try {
      const got = await probe(runtime, block);
      const largest = Math.max(...expected.map(Math.abs));
      const close = got.every((value, i) => Math.abs(value - expected[i]!) <= 1e-5 * largest);
      if (close) return block;
    } catch {
      // This runtime has no such operators or refuses this block: the next candidate, at last 0.
    }
  }
  return 0;
}

/** The gradient of a small network of a few-channel and a many-channel convolution. */
async function probe(runtime: Runtime, block: number): Promise<Float32Array> {
  const graph = new Graph('training');
  const image = graph.input('image', [1, 3, 6, 6]);
  const weight = (name: string, channels: number) =>
    graph.parameter(name, [16, channels, 3, 3], constantInitialiser(0));
  const first = conv2d(image, weight('first', 3), { padding: 1 });
  const loss = reduceSum(square(conv2d(first, weight('second', 16), { padding: 1 })));
  const program = compileTraining(graph, { loss }, { convolutionBlock: block });
  const size = program.initialState(0).parameters.length;
  const wave = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * i + 1));
  const session = await runtime.createSession(program.onnx, { optimise: false });
  try {
    const outputs = await session.run({
      image: { data: wave(108), shape: [1, 3, 6, 6] },
      parameters: { data: wave(size), shape: [size] },
    });
    return outputs.gradient!;
  } finally {
    await session.release();
  }
}
