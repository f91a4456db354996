import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { knownTask, parseYamlAs } from './recipe-file.js';

const allowed = 'a whole number from 1 to 8';
const schema = z.strictObject({
  steps: z.int(allowed).min(1, allowed).max(8, allowed),
  model: z.strictObject({ kind: z.enum(['a', 'b'], 'one of a, b').default('a') }).prefault({}),
});

const messageFor = (yaml: string): string => {
  try {
    parseYamlAs(schema, yaml, 'r.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

describe('recipe file', () => {
  it('fills in defaults', () => {
    expect(parseYamlAs(schema, 'steps: 3', 'r.yaml')).toEqual({ steps: 3, model: { kind: 'a' } });
  });

  it.each([
    ['steps: 9', 'r.yaml: steps: 9; allowed: a whole number from 1 to 8'],
    ['steps: many', 'r.yaml: steps: "many"; allowed: a whole number from 1 to 8'],
    ['steps: 1.5', 'r.yaml: steps: 1.5; allowed: a whole number from 1 to 8'],
    ['', 'r.yaml: steps: missing; allowed: a whole number from 1 to 8'],
    ['steps: 1\nmodel: {kind: c}', 'r.yaml: model.kind: "c"; allowed: one of a, b'],
    ['steps: 1\nstep: 2', 'r.yaml: step: no such key; allowed: steps, model'],
    ['steps: 1\nmodel: {width: 2}', 'r.yaml: model.width: no such key; allowed under model: kind'],
    ['steps: [', 'r.yaml: not valid YAML'],
  ])('says what is wrong with %j', (yaml, message) => {
    expect(messageFor(yaml)).toContain(message);
  });

  it('names every fault at once', () => {
    expect(messageFor('steps: 0\nmodel: {kind: c}')).toMatch(/steps: 0.*; model\.kind: "c"/);
  });
});

describe('the task of a recipe', () => {
  const tasks = ['autoencoder', 'clip', 'clip-video'];
  const refused = (yaml: string): string => {
    try {
      return `taken for ${knownTask(yaml, 'r.yaml', tasks)}`;
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('is the one that it names, and landmarks where it names none', () => {
    expect(knownTask('task: clip', 'r.yaml', tasks)).toBe('clip');
    expect(knownTask('steps: 3', 'r.yaml', tasks)).toBeUndefined();
  });

  const allowed = 'allowed: autoencoder, clip, clip-video, or no task, for landmarks';
  it.each([
    ['task: autoencodr\nsteps: 3', `r.yaml: task: "autoencodr"; ${allowed} (perhaps autoencoder is meant)`],
    ['task: clipvideo', `r.yaml: task: "clipvideo"; ${allowed} (perhaps clip-video is meant)`],
    ['task: landmark', `r.yaml: task: "landmark"; ${allowed} (leave \`task\` out)`],
    ['task: segmentation', `r.yaml: task: "segmentation"; ${allowed}`],
    ['task:', `r.yaml: task: null; ${allowed}`],
    ['task: toString', `r.yaml: task: "toString"; ${allowed}`],
  ])('is refused by name where nobody knows it: %j', (yaml, message) => {
    expect(refused(yaml)).toBe(message);
  });

  const readme = 'recipes/README.md says what a recipe holds';
  it.each([
    ['', 'nothing instead of keys with values', readme],
    ['- a\n- b', 'a list instead of keys with values', readme],
    ['just words', 'a text instead of keys with values', readme],
    ['name: a\npoints: []', 'no task, no data and no steps, but name, points', readme],
    [
      'name: a\nscales: {}',
      'no task, no data and no steps, but name, scales',
      'this is a study: lineament study r.yaml',
    ],
  ])('is not asked of what is no recipe: %j', (yaml, what, hint) => {
    expect(refused(yaml)).toBe(`r.yaml: no recipe of a training: it holds ${what} (${hint})`);
  });
});
