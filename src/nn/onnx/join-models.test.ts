import { expect, it } from 'vitest';
import { Graph } from '../graph/graph.js';
import { constantInitialiser } from '../graph/initialisers.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { exportInference } from '../program/export-inference.js';
import { createInferenceSession } from '../runtime/inference-session.js';
import { decodeModel } from './decode-model.js';
import { joinModels } from './join-models.js';
import { encodeModel, type OnnxModel } from './model.js';

/** `output` = `input` · factor, the factor a parameter that both models call `factor`. */
function timesModel(input: string, output: string, factor: number): OnnxModel {
  const graph = new Graph('inference');
  const x = graph.input(input, [2]);
  const product = multiply(x, graph.parameter('factor', [1], constantInitialiser(0)));
  const state = {
    parameterLayout: [{ name: 'factor', shape: [1], offset: 0 }],
    parameters: Float32Array.of(factor),
    statisticLayout: [],
    statistics: new Float32Array(),
  };
  return decodeModel(exportInference(graph, { [output]: product }, state, { note: output }));
}

it('Two models in one file give what each gave alone, though their inner values have the same names', async () => {
  const joined = joinModels(timesModel('x', 'twice', 2), timesModel('y', 'thrice', 3), 'second/');
  const session = await createInferenceSession(encodeModel(joined));
  const feed = { data: Float32Array.of(1, 10), shape: [2] };
  const { twice, thrice } = await session.run({ x: feed, y: feed });
  await session.release();
  expect([[...twice!], [...thrice!]]).toEqual([
    [2, 20],
    [3, 30],
  ]);
  expect(joined.metadata).toEqual({ note: 'twice' });
});

it('Two models of equal inputs or outputs are refused', () => {
  expect(() => joinModels(timesModel('x', 'a', 2), timesModel('x', 'b', 3), 'second/')).toThrow("'x'");
  expect(() => joinModels(timesModel('x', 'a', 2), timesModel('y', 'a', 3), 'second/')).toThrow("'a'");
});
