/** What every runtime must do; each implementation's test calls {@link runtimeSuite}. */
import { describe, expect, it } from 'vitest';
import { LineamentError } from '../../core/errors.js';
import { Graph } from '../graph/graph.js';
import { givenInitialiser } from '../graph/initialisers.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { square } from '../operators/arithmetic/square.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { expectClose } from '../operators/operator-case.suite.js';
import { reduceSum } from '../operators/reductions/reduce-sum.js';
import { exportInference } from '../program/export-inference.js';
import { compileTraining } from '../program/training-program.js';
import { convolutionBlock } from './convolution-block.js';
import { operatorFamilies } from './operator-families.suite.js';
import type { Runtime } from './runtime.js';

export function runtimeSuite(runtime: Runtime): void {
  const noState = {
    parameterLayout: [],
    parameters: new Float32Array(),
    statisticLayout: [],
    statistics: new Float32Array(),
  };
  const doubling = (): Uint8Array => {
    const graph = new Graph('inference');
    const x = graph.input('x', [2, 2]);
    return exportInference(graph, { twice: multiply(x, 2), sum: reduceSum(x) }, noState, {});
  };
  const x = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };

  describe(`${runtime.name} as a runtime`, () => {
    it('runs a model and names its outputs', async () => {
      const session = await runtime.createSession(doubling());
      const outputs = await session.run({ x });
      expect([...outputs.twice!]).toEqual([2, 4, 6, 8]);
      expect([...outputs.sum!]).toEqual([10]);
      await session.release();
    });

    it('writes results into the buffers given, and makes the others', async () => {
      const session = await runtime.createSession(doubling(), { threads: 1, optimise: false });
      const twice = { data: new Float32Array(4), shape: [2, 2] };
      for (const scale of [1, 3]) {
        const feed = { data: x.data.map((value) => value * scale), shape: x.shape };
        const outputs = await session.run({ x: feed }, { twice });
        expect([...twice.data]).toEqual([2, 4, 6, 8].map((value) => value * scale));
        expect([...outputs.sum!]).toEqual([10 * scale]);
      }
      await session.release();
    });

    it('gives the same bits in every run', async () => {
      const session = await runtime.createSession(gradientOfConvolutions(0).onnx);
      const runs = [];
      for (let i = 0; i < 3; i++) runs.push(await gradient(session));
      expect(runs[1]).toEqual(runs[0]);
      expect(runs[2]).toEqual(runs[0]);
      await session.release();
    });

    it('agrees with plain convolutions where it offers blocked ones', async () => {
      const block = await convolutionBlock(runtime);
      expect([0, 8, 16]).toContain(block);
      const [plain, blocked] = await Promise.all(
        [0, block].map(async (size) => {
          const session = await runtime.createSession(gradientOfConvolutions(size).onnx, { optimise: false });
          const values = await gradient(session);
          await session.release();
          return values;
        }),
      );
      expectClose(blocked!, plain!, 1e-4);
    });

    it('refuses feeds that are missing, unknown or of another size, and goes on', async () => {
      const session = await runtime.createSession(doubling());
      const short = { data: Float32Array.of(1, 2), shape: [2, 2] };
      const other = { data: Float32Array.of(1, 2), shape: [2] };
      for (const feeds of [{}, { y: x }, { x: short }, { x: other }])
        await expect(session.run(feeds)).rejects.toThrow(LineamentError);
      expect([...(await session.run({ x })).sum!]).toEqual([10]);
      await session.release();
    });

    it('runs sessions side by side; one that is released refuses to run, and may be released again', async () => {
      const [first, second] = await Promise.all([1, 2].map(() => runtime.createSession(doubling())));
      const sums = await Promise.all([first!.run({ x }), second!.run({ x }), first!.run({ x })]);
      expect(sums.map(({ sum }) => sum![0])).toEqual([10, 10, 10]);
      await first!.release();
      await first!.release();
      await expect(first!.run({ x })).rejects.toThrow('the session was released');
      expect([...(await second!.run({ x })).sum!]).toEqual([10]);
      await second!.release();
    });

    describe('every family of operators', () => operatorFamilies(runtime));

    it('says what is wrong with a model that is none', async () => {
      await expect(runtime.createSession(Uint8Array.of(1, 2, 3))).rejects.toThrow('cannot load the model');
    });
  });
}

const imageShape = [2, 3, 8, 8];
const waves = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * i + 1) / 8);

/** Three convolutions, two of which the blocked layout can take. */
function gradientOfConvolutions(block: number) {
  const graph = new Graph('training');
  const weight = (name: string, filters: number, channels: number) =>
    graph.parameter(name, [filters, channels, 3, 3], givenInitialiser(waves(filters * channels * 9)));
  const first = conv2d(graph.input('image', imageShape), weight('first', 16, 3), { padding: 1, stride: 2 });
  const second = conv2d(first, weight('second', 32, 16), { padding: 1 });
  const third = conv2d(second, weight('third', 5, 32), { padding: 1 });
  return compileTraining(graph, { loss: reduceSum(square(third)) }, { convolutionBlock: block });
}

async function gradient(session: Awaited<ReturnType<Runtime['createSession']>>): Promise<Float32Array> {
  const parameters = gradientOfConvolutions(0).initialState(0).parameters;
  const outputs = await session.run({
    image: { data: waves(2 * 3 * 64), shape: imageShape },
    parameters: { data: parameters, shape: [parameters.length] },
  });
  return outputs.gradient!;
}
