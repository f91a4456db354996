import { describe, expect, it } from 'vitest';
import { evaluationDefaults, parseEvaluation } from './settings.js';

describe("an evaluation's settings", () => {
  it('are all of a dataset, all points, boxes as they are and a threshold of 8 where nothing is said', () => {
    expect(parseEvaluation({ normaliser: 'pupils' })).toEqual({
      normaliser: 'pupils',
      split: null,
      where: null,
      points: 'all',
      boxes: { enlargement: 1, jitter: 0 },
      threshold: 8,
    });
    expect(parseEvaluation({ normaliser: 'pupils', boxes: { jitter: 0.1 } }).boxes).toEqual({
      ...evaluationDefaults.boxes,
      jitter: 0.1,
    });
  });

  it('need a normaliser', () => {
    expect(() => parseEvaluation({ normaliser: undefined })).toThrow('normaliser');
  });

  it.each([
    [{ threshold: 0 }, 'evaluate: threshold: 0; allowed: a number above 0'],
    [{ boxes: { jitter: 1 } }, 'evaluate: boxes.jitter: 1; allowed: a share from 0 to less than 1'],
    [{ boxes: { enlargement: Number.NaN } }, 'evaluate: boxes.enlargement: NaN; allowed: a number above 0'],
    [{ split: '' }, 'evaluate: split: ""; allowed: the name of a split'],
  ] as const)('refuse %o', (wrong, words) => {
    expect(() => parseEvaluation({ normaliser: 'box', ...wrong })).toThrow(words);
  });
});
