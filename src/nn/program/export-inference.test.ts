import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { Graph } from '../graph/graph.js';
import { normalInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { readMetadata } from '../onnx/metadata.js';
import { fieldText, readFields } from '../onnx/protobuf.js';
import { relu } from '../operators/activations/relu.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { stopGradient } from '../operators/gradients/stop-gradient.js';
import { batchNorm } from '../operators/normalisation/batch-norm.js';
import { expectClose } from '../operators/operator-case.suite.js';
import { reduceMean } from '../operators/reductions/reduce-mean.js';
import { createInferenceSession } from '../runtime/inference-session.js';
import type { RuntimeTensor } from '../runtime/runtime.js';
import { exportInference, type TrainedValues } from './export-inference.js';
import { foldBatchNorm } from './fold-batch-norm.js';
import { entryValues, layoutOf, type ParameterLayout } from './parameter-layout.js';
import { compileTraining } from './training-program.js';

function normalisation(x: Tensor, epsilon: number): Tensor {
  const [channels] = x.shape.slice(1) as [number];
  return batchNorm(x, {
    gamma: x.graph.parameter('gamma', [channels], normalInitialiser(0.2, 1)),
    beta: x.graph.parameter('beta', [channels], normalInitialiser(1)),
    mean: x.graph.statistic('mean', [channels], 0.3),
    variance: x.graph.statistic('variance', [channels], 1.7),
    epsilon,
  });
}

/**
 * Normalisation behind a convolution (foldable) and behind a ReLU (not).
 * @param apart – with an identity before the first normalisation, so that nothing can be folded.
 */
function network(graph: Graph, apart = false): Tensor {
  const image = graph.input('image', [1, 2, 5, 5]);
  const weight = graph.parameter('weight', [3, 2, 3, 3], normalInitialiser(1));
  const first = graph.scope('first', () => {
    const features = conv2d(image, weight, { padding: 1 });
    return relu(normalisation(apart ? stopGradient(features) : features, 0.01));
  });
  const second = graph.scope('second', () => normalisation(first, 0.1));
  return addBias(second, graph.parameter('bias', [3], normalInitialiser(1)));
}

function trained(): TrainedValues {
  const graph = new Graph('training');
  return compileTraining(graph, { loss: reduceMean(network(graph)) }).initialState(4);
}

async function run(onnx: Uint8Array, feeds: Record<string, RuntimeTensor>): Promise<Float32Array> {
  const session = await createInferenceSession(onnx);
  const { y } = await session.run(feeds);
  await session.release();
  return y!;
}

const random = new Random(2);
const image = { data: Float32Array.from({ length: 50 }, () => random.normal()), shape: [1, 2, 5, 5] };

describe('exportInference', () => {
  it('gives the same values with normalisation folded as without', async () => {
    const state = trained();
    const [folded, plain] = await Promise.all(
      [false, true].map((apart) => {
        const graph = new Graph('inference');
        return run(exportInference(graph, { y: network(graph, apart) }, state, {}), { image });
      }),
    );
    expectClose(folded!, plain!, 1e-5);
    expect(Math.max(...folded!)).toBeGreaterThan(1);
  });

  it('normalises by the running statistics', async () => {
    const graph = new Graph('inference');
    const y = normalisation(graph.input('image', [1, 2, 5, 5]), 0.01);
    const state = {
      parameterLayout: layoutOf(graph.parameters),
      parameters: Float32Array.of(2, 3, 0.5, -0.5),
      statisticLayout: layoutOf(graph.statistics),
      statistics: Float32Array.of(0.3, -0.3, 1.7, 0.2),
    };
    const got = await run(exportInference(graph, { y }, state, {}), { image });
    const expected = image.data.map((value, i) =>
      i < 25 ? (2 * (value - 0.3)) / Math.sqrt(1.71) + 0.5 : (3 * (value + 0.3)) / Math.sqrt(0.21) - 0.5,
    );
    expectClose(got, expected, 1e-5);
  });

  it('needs the standard operators of set 17 alone', () => {
    const graph = new Graph('inference');
    const onnx = exportInference(graph, { y: network(graph) }, trained(), {});
    const fieldOperatorSet = 8;
    const sets = [...readFields(onnx)].filter(({ field }) => field === fieldOperatorSet);
    const [domain, version] = [...readFields(sets[0]!.bytes!)];
    expect(sets).toHaveLength(1);
    expect(fieldText(domain!)).toBe('');
    expect(version!.integer).toBe(17n);
  });

  it('keeps the metadata', () => {
    const graph = new Graph('inference');
    const onnx = exportInference(graph, { y: network(graph) }, trained(), { name: 'small', landmarks: '68' });
    expect(readMetadata(onnx)).toEqual({ name: 'small', landmarks: '68' });
  });

  it('leaves out what no output needs', () => {
    const graph = new Graph('inference');
    const y = network(graph);
    const before = exportInference(graph, { y }, trained(), {});
    relu(y);
    expect(exportInference(graph, { y }, trained(), {})).toEqual(before);
  });

  it('names what the state lacks', () => {
    const graph = new Graph('inference');
    const y = addBias(network(graph), graph.parameter('extra', [3], normalInitialiser(1)));
    expect(() => exportInference(graph, { y }, trained(), {})).toThrow(
      'exportInference: the network wants extra of [3], the state has none of that name',
    );
    const training = new Graph('training');
    expect(() => exportInference(training, { y: network(training) }, trained(), {})).toThrow(
      "the graph must be in 'inference' mode",
    );
  });
});

describe('foldBatchNorm', () => {
  it('folds the one behind a convolution and leaves the other', () => {
    const graph = new Graph('inference');
    network(graph);
    const state = trained();
    const constants = (layout: ParameterLayout, values: Float32Array) =>
      layout.map((entry) => {
        const bytes = new Uint8Array(entryValues(values, entry).slice().buffer);
        return { name: entry.name, shape: entry.shape, dtype: 'float32' as const, bytes };
      });
    const initialisers = [
      ...constants(state.parameterLayout, state.parameters),
      ...constants(state.statisticLayout, state.statistics),
    ];
    const types = foldBatchNorm({ nodes: graph.nodes, initialisers }).nodes.map(({ type }) => type);
    expect(types).toEqual(['Conv', 'Relu', 'BatchNormalization', 'Reshape', 'Add']);
  });
});
