import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../../core/image.js';
import { writeTinyFaces } from '../../../dataset/tiny-faces.suite.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import { loadFaces } from '../data/load-faces.js';
import { mirroredFacts, mirroredImage, mirroredImages } from '../data/mirrored.js';
import { pictureOf } from '../data/vary-picture.js';
import { judgedAccuracy } from './accuracy.js';
import { judge, likeliestFamily, readJudgeMetadata } from './judge-file.js';
import { parseJudgesRecipe } from './recipe.js';
import { trainJudges } from './train.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-judges-'));
const data = join(folder, 'faces');
const yaml = (more = ''): string => `
task: judges
name: tiny
data: {datasets: [${data}], size: 16}
model: {channels: [8, 8], blocks: [0, 0]}
variation: null
batch: 8
steps: 40
learningRate: {peak: 0.02, warmUp: 1}
validation: {every: 20, faces: 8}
${more}`;

beforeAll(() => writeTinyFaces(data, 16));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('judges', () => {
  it('learn what pictures show, and say it of others', async () => {
    const result = await trainJudges(parseJudgesRecipe(yaml(), 'tiny.yaml'), { out: join(folder, 'run') });
    expect(result).toMatchObject({ step: 40, finished: true });
    const bytes = readFileSync(result.bestModel);
    const session = await onnxRuntimeNode.createSession(bytes);
    const faces = await loadFaces({ datasets: [data], size: 16 }, 'validation');
    const pictures = faces.faces.map((_, i) => pictureOf(faces, i));
    const judgements = await judge(readJudgeMetadata(bytes, 'judges.onnx'), session, pictures);
    await session.release();
    const figures = judgedAccuracy(
      judgements,
      faces.faces.map(({ facts }) => facts),
    );
    for (const fact of ['person', 'glasses', 'hair', 'beard'])
      expect(figures.find((figure) => figure.fact === fact)).toMatchObject({ accuracy: 1, balanced: 1 });
    expect(figures.find(({ fact }) => fact === 'glasses')).toMatchObject({ commonest: 0.5 });

    // Weights of the file, and a rate at which nothing is learnt: as right as before.
    const settings = yaml(`from: ${result.bestModel}`)
      .replace('peak: 0.02', 'peak: 1.0e-7, final: 0')
      .replace(/steps: 40|every: 20/g, (key) => key.replace(/\d+/, '2'));
    const on = await trainJudges(parseJudgesRecipe(settings, 'tiny.yaml'), { out: join(folder, 'on') });
    expect(on.best!.accuracy).toBeCloseTo(result.best!.accuracy, 5);
  });

  it('see faces in a mirror as what they then are', () => {
    expect(mirroredFacts({ direction: 'profile left', hair: 'short' })).toEqual({
      direction: 'profile right',
      hair: 'short',
    });
    expect(mirroredFacts({ direction: 'looking up' })).toEqual({ direction: 'looking up' });
    const picture: Image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect([...mirroredImage(picture).data]).toEqual([4, 5, 6, 1, 2, 3]);
    // Two pictures of one channel each would be rows of two likewise.
    expect([...mirroredImages(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2)]).toEqual([2, 1, 4, 3, 6, 5, 8, 7]);
  });

  it('are counted by value, rare ones as much as common ones', () => {
    const shown = [{ glasses: 'clear' }, {}, {}, {}] as const;
    const judgements = [
      { glasses: 'nothing' },
      { glasses: 'nothing' },
      { glasses: 'nothing' },
      { glasses: 'dark' },
    ];
    expect(judgedAccuracy(judgements, shown)).toEqual([
      { fact: 'glasses', accuracy: 0.5, commonest: 0.75, balanced: 1 / 3 },
    ]);
  });

  it('tell a family of expressions where they cannot tell the expression', () => {
    const values = ['nothing', 'smile', 'laugh', 'shout'];
    // Three in ten for each smile, four in ten for the shout.
    const scores = [1e-9, 0.3, 0.3, 0.4].map(Math.log);
    expect(likeliestFamily(scores, values)).toBe('smiling');
    const judgements = [{ expressionFamily: 'smiling' }, { expressionFamily: 'nothing' }];
    expect(judgedAccuracy(judgements, [{ expression: 'laugh' }, { expression: 'shout' }])).toEqual([
      { fact: 'expressionFamily', accuracy: 0.5, commonest: 0.5, balanced: 0.5 },
    ]);
  });

  it('have a recipe that comes with the package', () => {
    const file = 'recipes/generative/judges.yaml';
    expect(parseJudgesRecipe(readFileSync(file, 'utf8'), file).steps).toBeGreaterThan(0);
  });

  it('have recipes that are refused by key, value and what is allowed', () => {
    expect(() => parseJudgesRecipe(yaml('facts: [a]'), 'r.yaml')).toThrow('facts: no such key');
    expect(() => parseJudgesRecipe(yaml().replace('blocks: [0, 0]', 'blocks: [0, 0, 0]'), 'r.yaml')).toThrow(
      'model.blocks: 3 numbers; allowed: as many as channels',
    );
  });
});
