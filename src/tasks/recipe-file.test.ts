import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseYamlAs } from './recipe-file.js';

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
