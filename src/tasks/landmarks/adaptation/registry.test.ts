import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../recipe.js';

const parse = (adaptation: string, more = '') =>
  parseRecipe(
    `
name: tiny
data: {train: faces, validation: faces, landmarks: ibug68}
batch: 4
replicas: 2
steps: 10
learningRate: {warmUp: 1}
adaptation: ${adaptation}
${more}
`,
    'tiny.yaml',
  );

describe('the recipe key adaptation', () => {
  it('fills in what is not said', () => {
    expect(parse('[{method: daln, target: {data: photographs}}]').adaptation).toEqual([
      {
        method: 'daln',
        weight: 0.1,
        start: 0,
        target: { data: ['photographs'], split: 'unlabelled' },
        landmarks: 68,
        ramp: 1000,
      },
    ]);
  });

  const target = 'target: {data: photographs}';
  it.each([
    ['[{method: dalm}]', /adaptation\.0\.method: "dalm"; allowed: one of dann, daln, bi-classifier/],
    ['daln', /adaptation: "daln"; allowed: a list of methods/],
    ['[]', /adaptation: \[\]; allowed: at least one method/],
    ['[{method: dann}]', /adaptation\.0\.target: missing; allowed: the keys data, split, limit/],
    [
      `[{method: dann, ${target}, landmarks: 3}]`,
      /adaptation\.0\.landmarks: no such key; allowed under adaptation\.0: method, weight, start, target, batch, ramp/,
    ],
    [`[{method: daln, ${target}, weight: -1}]`, /adaptation\.0\.weight: -1; allowed: a number from 0 to 100/],
    [
      '[{method: daln, target: {data: a, splits: b}}]',
      /adaptation\.0\.target\.splits: no such key; allowed under adaptation\.0\.target: data, split, limit/,
    ],
    [`[{method: daln, ${target}, batch: 3}]`, /adaptation\.0\.batch: 3; allowed: a multiple of replicas, 2/],
    [`[{method: daln, ${target}, start: 10}]`, /adaptation\.0\.start: 10; allowed: fewer than steps, 10/],
    [
      `[{method: dann, ${target}}, {method: dann, ${target}}]`,
      /adaptation\.1\.method: dann is there twice; allowed: once/,
    ],
    [
      '[{method: twins, faces: {data: a}, batch: 6}]',
      /adaptation\.0\.batch: 6; allowed: a multiple of 2 · replicas, 4/,
    ],
    [
      '[{method: twins, faces: {data: a, limit: 9}}]',
      /adaptation\.0\.faces\.limit: 9; it would tear twins apart/,
    ],
    [`[{method: mean-teacher, ${target}}]`, /adaptation\.0\.method: mean-teacher needs the averages/],
  ])('refuses %s', (adaptation, message) => {
    expect(() => parse(adaptation)).toThrow(message);
  });

  it('takes a mean teacher where the recipe keeps averages', () => {
    expect(parse(`[{method: mean-teacher, ${target}}]`, 'ema: 0.99').adaptation).toHaveLength(1);
  });
});
