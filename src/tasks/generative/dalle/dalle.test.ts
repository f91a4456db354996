import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { specialWords } from '../../../captions/tokenizer.js';
import { captionTokenizer } from '../../../captions/words.js';
import { Random } from '../../../core/random.js';
import { Graph } from '../../../nn/graph/graph.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { encodeDalleFile, readDalleMetadata } from './dalle-file.js';
import { buildDalleObjective } from './objective.js';
import { parseDalleRecipe } from './recipe.js';
import { drawCode, emptySentence, sampleCodes, startWalk } from './sample.js';
import { rowsOf } from './token-faces.js';
import { wholeRow } from './transformer.js';
import { tokenEntropy } from './validation.js';

const architecture = { width: 8, blocks: 2, heads: 2, length: 3 };
const space = { words: 7, codes: 5, tokens: 4 };
const { graph, loss, metrics } = buildDalleObjective({ model: architecture, space, textWeight: 0.1 }, 2);
const state = compileTraining(graph, { loss, metrics }).initialState(1);
// Scores far from equal.
const spread = new Random('weights');
for (const i of state.parameters.keys()) state.parameters[i] = spread.normal() * 0.3;
const metadata = {
  ...{ architecture, space, words: ['a', 'man', 'woman'], tokenizer: { recipe: 'tokens', steps: 1 } },
  training: { recipe: 'tiny', seed: 1, steps: 0, data: '' },
  ...({ precision: 'float32', lineament: '0', licence: '' } as const),
};
const file = encodeDalleFile(metadata, state);

describe('a step that remembers', () => {
  it('gives the scores of the whole row', async () => {
    const whole = new Graph('inference');
    const rows = [
      [1, 4, 2, 7, 11, 9, 8],
      [1, 5, 6, 10, 7, 7, 11],
    ];
    const { codes } = wholeRow(whole.input('row', [2, 7]), architecture, space);
    const session = await createInferenceSession(exportInference(whole, { codes }, state, {}));
    const data = Float32Array.from(rows.flat());
    const expected = (await session.run({ row: { data, shape: [2, 7] } })).codes!;
    await session.release();

    const stepping = await createInferenceSession(file);
    const walk = startWalk(stepping, { architecture, space }, 2);
    for (let place = 0; place < 6; place++) {
      const scores = await walk.step(
        Float32Array.from(rows, (row) => row[place]!),
        place,
      );
      const token = place - (architecture.length - 1);
      if (token < 0) continue;
      for (const row of [0, 1])
        for (let code = 0; code < space.codes; code++)
          expect(scores[row * space.codes + code]).toBeCloseTo(
            expected[(row * space.tokens + token) * space.codes + code]!,
            4,
          );
    }
    const again = startWalk(stepping, { architecture, space }, 2);
    for (let place = 0; place < 3; place++)
      await again.step(
        Float32Array.from(rows, (row) => row[place]!),
        place,
      );
    again.take([1, 0, 1]);
    const spread = await again.step(Float32Array.of(10, 7, 10), 3);
    for (const [i, row] of [1, 0, 1].entries())
      for (let code = 0; code < space.codes; code++)
        expect(spread[i * space.codes + code]).toBeCloseTo(
          expected[(row * space.tokens + 1) * space.codes + code]!,
          4,
        );
    await stepping.release();
    expect(readDalleMetadata(file, 'tiny.onnx')).toMatchObject({ space, words: ['a', 'man', 'woman'] });
  });

  it('draws the same codes from the same seed, with guidance and without', async () => {
    const session = await createInferenceSession(file);
    const pair = Array.from({ length: 8 }, (_, i) => [1, 4 + (i % 2), 2]);
    const draw = (guidance: number) =>
      sampleCodes(session, metadata, pair, { temperature: 1, topCodes: 5, guidance }, new Random(3));
    const [once, again, plain] = [await draw(3), await draw(3), await draw(1)];
    await session.release();
    expect(again).toEqual(once);
    expect(plain).not.toEqual(once);
    for (const codes of [once, plain]) {
      expect(codes).toHaveLength(32);
      expect([...codes].every((code) => Number.isInteger(code) && code >= 0 && code < space.codes)).toBe(
        true,
      );
    }
  });
});

describe('drawing a code', () => {
  it('takes the best alone of one, and as often as scores say otherwise', () => {
    const scores = Float32Array.of(0, Math.log(3), -100);
    const random = new Random(1);
    expect(Array.from({ length: 20 }, () => drawCode(scores, 1, 1, random))).toEqual(Array(20).fill(1));
    const draws = Array.from({ length: 2000 }, () => drawCode(scores, 1, 3, random));
    expect(draws.filter((code) => code === 1).length / 2000).toBeCloseTo(0.75, 1);
    expect(draws).not.toContain(2);
    // Half the temperature squares the odds: 9 to 1.
    const sharp = Array.from({ length: 2000 }, () => drawCode(scores, 0.5, 2, random));
    expect(sharp.filter((code) => code === 1).length / 2000).toBeCloseTo(0.9, 1);
  });
});

describe('rows of words and tokens', () => {
  const tokenizer = captionTokenizer();
  const faces = {
    faces: [
      {
        id: 'a',
        facts: { person: 'man' },
        attributes: {} as never,
        box: { x: 0, y: 0, width: 1, height: 1 },
      },
    ],
    codes: Float32Array.of(4, 0, 2, 1),
    tokens: 4,
  } as const;

  it('are the sentence, or nothing, then the codes behind the words', () => {
    const settings = { model: { ...architecture, length: 6 }, captions: { drop: [0], without: 0 } };
    const row = [...rowsOf(faces, [0], settings, tokenizer, new Random(1))];
    expect(tokenizer.sentence(row.slice(0, 6))).toMatch(/\b(man|gentleman|guy|male)\b/);
    expect(row.slice(6)).toEqual([4, 0, 2, 1].map((code) => tokenizer.count + code));
    settings.captions.without = 1;
    expect([...rowsOf(faces, [0], settings, tokenizer, new Random(1))].slice(0, 6)).toEqual(emptySentence(6));
    expect(emptySentence(3)).toEqual([specialWords.begin, specialWords.end, specialWords.padding]);
  });

  it('are now and then of the face in a mirror, left being right', () => {
    const facts = { person: 'man', direction: 'looking left' } as const;
    const mirrored = {
      ...faces,
      faces: [{ ...faces.faces[0], facts }],
      mirrored: Float32Array.of(1, 1, 3, 3),
    };
    const settings = { model: { ...architecture, length: 16 }, captions: { drop: [0], without: 0 } };
    const seen = Array.from({ length: 16 }, (_, seed) => {
      const row = [...rowsOf(mirrored, [0], settings, tokenizer, new Random(seed))];
      const side = /\b(left|right)\b/.exec(tokenizer.sentence(row.slice(0, 16)))![0];
      return `${side} ${row.slice(16).map((code) => code - tokenizer.count)}`;
    });
    expect(new Set(seen)).toEqual(new Set(['left 4,0,2,1', 'right 1,1,3,3']));
  });

  it('have the entropy of equal scores where nothing is learnt', async () => {
    const big = { words: tokenizer.count, codes: 5, tokens: 4 };
    const objective = buildDalleObjective({ model: architecture, space: big, textWeight: 0 }, 1);
    const zero = compileTraining(objective.graph, { loss: objective.loss }).initialState(1);
    zero.parameters.fill(0);
    expect(await tokenEntropy(zero, faces, { model: architecture }, big, tokenizer)).toBeCloseTo(
      Math.log(5),
      5,
    );
  });
});

it('The recipe of a DALL·E that comes with the package is accepted', () => {
  const path = 'recipes/generative/dalle.yaml';
  expect(parseDalleRecipe(readFileSync(path, 'utf8'), path)).toMatchObject({ textWeight: 0.1, batch: 32 });
});
