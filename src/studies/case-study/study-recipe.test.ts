import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseStudy, readStudy, scaleNames, withRows } from './study-recipe.js';

// A file that breaks off, and siblings of it: each is refused in words, never by a stack.
it.each([
  ['name: a\nscales:\n', /landmarks: missing/],
  ['name: a\nscales:\n  small:\n', /landmarks: missing/],
  ['- a\n', /name: missing/],
  ['', /name: missing/],
  ['name: a\nscales: 3\n', /scales: no settings by scale; allowed: .*small/],
  ['name: a\nscales: [small]\n', /scales: no settings by scale/],
  ['name: a\nscales:\n  small: 7\n', /scales\.small: no settings/],
  ['name: a\nscales:\n  huge: {}\n', /scales\.huge: no such scale; allowed: .*small/],
])('%j is refused by its place', (yaml, message) => {
  expect(() => parseStudy(yaml, 'small', {}, 'study.yaml')).toThrow(message);
});

it.each(['case-study', 'case-study-wild'])('%s can be read at every scale', (name) => {
  const file = new URL(`../../../recipes/${name}.yaml`, import.meta.url);
  for (const scale of scaleNames)
    expect(parseStudy(readFileSync(file, 'utf8'), scale, {}, name).rows['label-transfer']).toBeDefined();
});

const yaml = (row: string, more = ''): string => `
name: a
landmarks: ibug68
synthetic: {size: 64, validation: 0.1, test: 0.1, parts: {faces: {count: 8, pose: frontal, seed: 1}}}
simulated: {size: 64, seed: 1, train: 2, validation: 1, commonTest: 1, challenging: 1}
base: {recipe: base.yaml, models: {ibug68: model.onnx}}
reference: shipped
rows: {shipped: ${row}}
${more}
`;

it('A row on real faces needs a recipe: only the base can stand as it is', () => {
  expect(parseStudy(yaml('{seeds: [1]}'), 'small', {}, 'a.yaml').rows.shipped!.recipe).toBeUndefined();
  expect(() => parseStudy(yaml('{seeds: [1], on: real}'), 'small', {}, 'a.yaml')).toThrow(
    /rows\.shipped: on real faces and without a recipe/,
  );
});

it('Trials need a recipe to lie over, and no row of them is in the curve over labels', () => {
  const read = (row: string, more?: string) => () => parseStudy(yaml(row, more), 'small', {}, 'a.yaml');
  const tried = '{seeds: [1], recipe: a.yaml, trials: {weak: {}, slow: {steps: 9}}}';
  expect(Object.keys(read(tried)().rows.shipped!.trials)).toEqual(['weak', 'slow']);
  expect(read('{seeds: [1], trials: {weak: {}}}')).toThrow(/rows\.shipped\.trials: without a recipe/);
  expect(read(tried, 'labelCurve: {counts: [1], rows: [shipped], seeds: [1]}')).toThrow(
    /labelCurve\.rows: shipped has trials/,
  );
});

it('A study of some rows keeps its reference, and names what it does not know', async () => {
  const file = new URL('../../../recipes/case-study-wild.yaml', import.meta.url).pathname;
  const study = await readStudy(file, 'full');
  const { rows, labelCurve, features } = withRows(study, ['label-transfer', 'dann']).recipe;
  expect(Object.keys(rows)).toEqual(['synthetic-only', 'label-transfer', 'dann']);
  expect(labelCurve.rows).toEqual(['label-transfer']);
  expect(features.rows).toEqual(['synthetic-only', 'dann']);
  expect(() => withRows(study, ['daan'])).toThrow(/--rows: daan; allowed: synthetic-only, .*dann/);
});
