import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecipe } from '../recipe.js';

const folder = fileURLToPath(new URL('../../../../recipes/case-study', import.meta.url));
const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml'));

describe('recipes of the case study', () => {
  it('are one for each row', () => {
    for (const name of ['synthetic-only', 'dann', 'daln', 'bi-classifier', 'mean-teacher', 'supervised'])
      expect(files).toContain(`${name}.yaml`);
  });

  it.each(files)(
    '%s can be read, is named as its file and has the methods that its name says',
    async (file) => {
      const recipe = await readRecipe(`${folder}/${file}`);
      expect(`${recipe.name}.yaml`).toBe(file);
      const methods = (recipe.adaptation ?? []).map(({ method }) => method);
      if (['synthetic-only', 'supervised', 'fine-tuning'].includes(recipe.name)) expect(methods).toEqual([]);
      else expect(methods.length).toBeGreaterThan(0);
      for (const method of methods) expect(recipe.name).toContain(method);
    },
  );
});
