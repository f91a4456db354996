/**
 * Every operator that `lineament/nn` exports: it prints as text, gives a gradient wherever it should, and refuses what
 * does not fit as the graph is built, by a message that names the operator, the rule and what it got. An operator that has
 * neither a case in nn-operators.suite.ts nor a test of its own beside its file (`checkOperator('name', …)`) fails the first test.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LineamentError } from '../src/core/errors.js';
import * as nn from '../src/nn/index.js';
import { cases } from './nn-operators.suite.js';

const others = [
  'Graph',
  'Random',
  'averagedState',
  'checkpointFormat',
  'compileTraining',
  'constantInitialiser',
  'createInferenceSession',
  'createPlanTrainer',
  'createRuntime',
  'createTrainer',
  'decodeCheckpoint',
  'encodeCheckpoint',
  'exportInference',
  'fit',
  'fitFiles',
  'givenInitialiser',
  'graphText',
  'kaimingInitialiser',
  'matchingState',
  'normalInitialiser',
  'onnxRuntimeNode',
  'providers',
  'rateAt',
  'readCheckpoint',
  'readMetadata',
  'readTrainerCheckpoint',
  'silentWork',
  'trainerCheckpoint',
  'uniformInitialiser',
  'writeCheckpoint',
];

const layers = [
  'attention',
  'convolution',
  'layerNormalisation',
  'learnedEmbedding',
  'linear',
  'normalisedConvolution',
  'perceptron',
  'residualBlock',
  'transformerBlock',
];

/** Operators whose value and gradient are tested beside their files, or in the family's test. */
async function testedOperators(): Promise<string[]> {
  const folder = 'src/nn/operators';
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.test.ts'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [...texts.join('\n').matchAll(/checkOperator\(\s*'(\w+)'/g)].map(([, name]) => name!);
}

test('every export is an operator with a test, or known to be none', async () => {
  const known = [...Object.keys(cases), ...layers, ...others];
  expect(Object.keys(nn)).toEqual(expect.arrayContaining(known));
  const tested = await testedOperators();
  expect(Object.keys(nn).filter((name) => !known.includes(name) && !tested.includes(name))).toEqual([]);
});

test('the text form of each is that of nn-operators.txt', async () => {
  const texts = Object.entries(cases).map(([name, { fits }]) => {
    const graph = new nn.Graph('inference');
    fits(graph);
    return `# ${name}\n${nn.graphText(graph)}\n`;
  });
  await expect(texts.join('\n')).toMatchFileSnapshot('nn-operators.txt');
});

describe.each(Object.entries(cases))('%s', (name, { fits, refused, withoutGradient }) => {
  test('has a text form of standard operators, and a gradient', () => {
    const inference = new nn.Graph('inference');
    fits(inference);
    expect(inference.nodes.filter(({ domain }) => domain !== '')).toEqual([]);
    expect(nn.graphText(inference)).not.toContain('undefined');
    const graph = new nn.Graph('training');
    const y = fits(graph);
    const free = graph.parameter('free', [1], nn.constantInitialiser(0));
    const { model } = nn.compileTraining(graph, {
      loss: nn.add(nn.reduceSum(y), nn.reshape(free, [])),
    });
    const reached = graph.parameters.some(({ name: parameter }) =>
      model.nodes.some(({ inputs, type }) => inputs.includes(parameter) && type !== 'Split'),
    );
    expect(reached || withoutGradient === true).toBe(true);
  });

  test.each(refused.map(([build, got]) => ({ build, got })))('is refused: $got', ({ build, got }) => {
    const attempt = (): nn.Tensor => build(new nn.Graph('training'));
    expect(attempt).toThrow(LineamentError);
    expect(attempt).toThrow(new RegExp(`^${name}: [^:]+, `));
    expect(attempt).toThrow(got);
  });
});
