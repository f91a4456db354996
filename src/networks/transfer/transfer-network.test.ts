import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { cellToPixel } from '../../landmarks/heatmap.js';
import { Graph, type GraphMode } from '../../nn/graph/graph.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { exportInference } from '../../nn/program/export-inference.js';
import { entryValues } from '../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { compileTraining } from '../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { integralPoints } from '../heads/heatmaps.js';
import { type TransferNetworkName, transferNetworks } from './transfer-config.js';
import { type TransferEstimate, transferNetwork } from './transfer-network.js';

const side = 8;
const inputSize = 32;
const landmarks = 5;
const nearest = [3, 0, 4];

function built(network: TransferNetworkName, mode: GraphMode): { graph: Graph } & TransferEstimate {
  const graph = new Graph(mode);
  const logits = graph.input('logits', [1, landmarks, side, side]);
  const sigma = graph.input('sigma', [1, landmarks]);
  const { points } = integralPoints(logits, inputSize);
  return {
    graph,
    ...transferNetwork(
      { heatmaps: { logits, landmarks: [0, 1, 2, 3, 4] }, points, sigma },
      { network, nearest },
      inputSize,
    ),
  };
}

function freshState(network: TransferNetworkName): TrainerState {
  const { graph, points } = built(network, 'training');
  return compileTraining(graph, { loss: reduceMean(points) }).initialState(1);
}

async function run(
  network: TransferNetworkName,
  logits: Float32Array,
  state = freshState(network),
): Promise<{ points: number[]; sigma: number[] }> {
  const { graph, points, sigma } = built(network, 'inference');
  const session = await onnxRuntimeNode.createSession(
    exportInference(graph, { points, out: sigma }, state, {}),
  );
  const outputs = await session.run({
    logits: { data: logits, shape: [1, landmarks, side, side] },
    sigma: { data: Float32Array.of(1, 2, 3, 4, 5), shape: [1, landmarks] },
  });
  await session.release();
  return { points: [...outputs.points!], sigma: [...outputs.out!] };
}

/** The logarithm of a Gaussian of deviation 3 pixels around each centre, up to a constant of its own. */
function peaks(centres: readonly (readonly [number, number])[]): Float32Array {
  const shape = { inputSize, heatmapSize: side };
  const random = new Random(2);
  return Float32Array.from(
    centres.flatMap(([x, y]) => {
      const constant = random.normal(0, 5);
      return Array.from({ length: side * side }, (_, cell) => {
        const across = cellToPixel(cell % side, shape) - x;
        const down = cellToPixel(Math.floor(cell / side), shape) - y;
        const squared = across ** 2 + down ** 2;
        return constant - squared / 18;
      });
    }),
  );
}

const centres = [
  [10, 12],
  [22, 12],
  [16, 17],
  [12, 22],
  [20, 21],
] as const;

describe.each(transferNetworks)('label transfer by %s', (network) => {
  it('begins as the nearest subset, whatever the heatmaps', async () => {
    const random = new Random(5);
    const noise = Float32Array.from({ length: landmarks * side * side }, () => random.normal(0, 3));
    const graph = new Graph('inference');
    const { points } = integralPoints(graph.input('logits', [1, landmarks, side, side]), inputSize);
    const session = await onnxRuntimeNode.createSession(exportInference(graph, { points }, noState, {}));
    const own = await session.run({ logits: { data: noise, shape: [1, landmarks, side, side] } });
    await session.release();
    const expected = nearest.flatMap((k) => [own.points![2 * k]!, own.points![2 * k + 1]!]);
    const transferred = await run(network, noise);
    transferred.points.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 4);
    });
    expect(transferred.sigma).toEqual([4, 1, 5]);
  });
});

const noState = {
  parameterLayout: [],
  parameters: new Float32Array(0),
  statisticLayout: [],
  statistics: new Float32Array(0),
};

describe('label transfer by convolution', () => {
  it('puts a point at the affine combination of peaks that its weights say, also beyond them', async () => {
    const state = freshState('convolution');
    const weight = state.parameterLayout.find(({ name }) => name === 'transfer.convolution.weight')!;
    // Point 0 between landmarks 0 and 1, point 1 a quarter of their distance before landmark 0, point 2 in the middle.
    const wanted = [0.25, 0.75, 0, 0, 0, 1.25, -0.25, 0, 0, 0, 0, 0, 0.5, 0.5, 0];
    // They are kept 16 times as large.
    entryValues(state.parameters, weight).set(wanted.map((value) => 16 * value));
    const { points } = await run('convolution', peaks(centres), state);
    const expected = [19, 12, 7, 12, 14, 19.5];
    points.forEach((value, i) => {
      // Cells of 4 pixels cut the Gaussian's tails.
      expect(Math.abs(value - expected[i]!)).toBeLessThan(0.15);
    });
  });
});

describe('label transfer by mlp', () => {
  it('moves with the face and grows with it', async () => {
    const state = freshState('mlp');
    const random = new Random(8);
    for (const entry of state.parameterLayout.filter(({ name }) => name.includes('correction')))
      entryValues(state.parameters, entry).set(
        Float32Array.from(entryValues(state.parameters, entry), () => random.normal(0, 0.02)),
      );
    const half = (at: number): number => 15.5 + (at - 15.5) / 2;
    const at = async (place: (x: number, y: number) => readonly [number, number]): Promise<number[]> =>
      (await run('mlp', peaks(centres.map(([x, y]) => place(x, y))), state)).points;
    const plain = await at((x, y) => [x, y]);
    const moved = await at((x, y) => [x + 4, y]);
    const small = await at((x, y) => [half(x), half(y)]);
    expect(Math.abs(plain[0]! - centres[3][0])).toBeGreaterThan(0.3);
    plain.forEach((value, i) => {
      expect(Math.abs(moved[i]! - value - (i % 2 === 0 ? 4 : 0))).toBeLessThan(0.25);
      expect(Math.abs(small[i]! - half(value))).toBeLessThan(0.25);
    });
  });
});
