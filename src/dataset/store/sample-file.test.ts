import { describe, expect, it } from 'vitest';
import { silentLog } from '../../core/log.js';
import { openFaceMaker } from '../generate/make-face.js';
import { newDatasetOf, openRecipe } from '../generate/open-recipe.js';
import { parseGeneration } from '../generate/settings.js';
import { decodeSamples, encodeSamples } from './sample-file.js';

describe('samples as a file', () => {
  it('come back as they were, to the bit; a damaged file is refused', async () => {
    const recipe = await openRecipe(parseGeneration({ count: 2, size: 32, layers: ['alpha'] }), silentLog);
    const make = await openFaceMaker(recipe);
    const samples = [...(await make(0)), ...(await make(1))];
    const described = newDatasetOf(recipe);
    const bytes = encodeSamples(samples, 7, described);
    const rows = decodeSamples(bytes, described, 'x');
    expect(rows.map(({ index }) => index)).toEqual([7, 8]);
    for (const [i, { sample }] of rows.entries()) {
      expect({ ...sample, image: [...sample.image], layers: [...(sample.layers?.alpha ?? [])] }).toEqual({
        ...samples[i],
        image: [...samples[i]!.image],
        layers: [...samples[i]!.layers!.alpha!],
      });
      expect(JSON.stringify(sample.attributes)).toBe(JSON.stringify(samples[i]!.attributes));
    }
    // What is read and written again is the same file.
    expect(
      Buffer.compare(
        encodeSamples(
          rows.map(({ sample }) => sample),
          7,
          described,
        ),
        bytes,
      ),
    ).toBe(0);
    expect(() => decodeSamples(bytes.subarray(0, 500), described, 'x')).toThrow(
      /x: the file of samples is damaged/,
    );
  });
});
