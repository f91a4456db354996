import { describe, expect, it } from 'vitest';
import { Graph } from '../../nn/graph/graph.js';
import { exportInference } from '../../nn/program/export-inference.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { integralPoints } from './heatmaps.js';

const side = 32;
const inputSize = 128;
const nothing = {
  parameterLayout: [],
  parameters: new Float32Array(0),
  statisticLayout: [],
  statistics: new Float32Array(0),
};

/** @param maps – for each landmark, logits by cell `[row, column, logit]`; the other cells have 0. */
async function decode(...maps: [number, number, number][][]): Promise<number[]> {
  const graph = new Graph('inference');
  const shape = [1, maps.length, side, side];
  const { points } = integralPoints(graph.input('logits', shape), inputSize);
  const session = await onnxRuntimeNode.createSession(exportInference(graph, { points }, nothing, {}));
  const data = new Float32Array(maps.length * side * side);
  maps.forEach((cells, map) => {
    for (const [row, column, logit] of cells) data[(map * side + row) * side + column] = logit;
  });
  const outputs = await session.run({ logits: { data, shape } });
  await session.release();
  return [...outputs.points!];
}

describe('integral points', () => {
  it('of a single peak lie on the centre of its cell: column j at pixel (j + ½)·4 − ½', async () => {
    const points = await decode([[5, 20, 60]], [[0, 0, 60]], [[31, 31, 60]]);
    const expected = [81.5, 21.5, 1.5, 1.5, 125.5, 125.5];
    points.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 3);
    });
  });

  it('lie between cells in proportion to their shares', async () => {
    const share = Math.log(3);
    const [x, y] = await decode([
      [8, 10, 60 + share],
      [8, 14, 60],
    ]);
    expect(x).toBeCloseTo((0.75 * 10 + 0.25 * 14 + 0.5) * 4 - 0.5, 3);
    expect(y).toBeCloseTo(33.5, 3);
  });

  it('of a flat heatmap are the middle of the crop', async () => {
    for (const value of await decode([])) expect(value).toBeCloseTo((inputSize - 1) / 2, 3);
  });
});
