import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { networkSchema } from '../../networks/registry.js';
import { requireMatches } from '../../nn/optimisers/name-pattern.js';
import { buildObjective } from './objective.js';
import { parseRecipe } from './recipe.js';

describe('the example of recipes/README.md', () => {
  it('is a recipe whose groups match parts of a network of two stacks', async () => {
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(await readFile('recipes/README.md', 'utf8')) ?? [];
    const recipe = parseRecipe(
      `name: a\nsteps: 10000\ndata: {train: a, validation: a, landmarks: ibug68}\n${example}`,
      'README.md',
    );
    expect(recipe).toMatchObject({
      optimiser: { kind: 'sgd', nesterov: true },
      schedule: [{ kind: 'constant', steps: 4000 }, { kind: 'cosine' }],
      ema: 0.999,
      accumulate: 2,
    });
    const model = networkSchema.parse({ stacks: 2, depth: 1, width: 4, bottleneck: 2 });
    const { graph } = buildObjective({ model, landmarks: 3, loss: recipe.loss }, 1);
    const names = [...graph.parameters, ...graph.statistics].map(({ name }) => name);
    const patterns = recipe.groups!.map(({ match }) => match);
    expect(patterns).toHaveLength(3);
    requireMatches('groups', patterns, names);
    expect(() => requireMatches('groups', ['stack2/**'], names)).toThrow(
      "'stack2/**' matches no parameter; there are stem/convolution/**, stem/widen/**, stem/block/**",
    );
  });
});
