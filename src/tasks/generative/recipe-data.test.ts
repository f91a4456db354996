/** The datasets of the recipes in `recipes/generative`: each recipe's head says how its own are made. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = 'recipes/generative';
const recipes = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const { data } = parse(text) as { data: { datasets: string[] } };
  return { name, datasets: data.datasets, commands: [...commandsOf(text)] };
});

interface GenerateCommand {
  /** All that decides the dataset, as words in a fixed order. */
  settings: string;
  out: string;
}

/** Of the comments of a recipe, loops over seeds written out. */
function* commandsOf(text: string): Generator<GenerateCommand> {
  for (const line of text.split('\n').filter((one) => one.startsWith('#'))) {
    const [, seeds = '', command] = /(?:for seed in ([\d ]+); do )?lineament generate (.*)/.exec(line) ?? [];
    if (command === undefined) continue;
    for (const seed of seeds === '' ? [''] : seeds.split(' ')) {
      const words = command.replace(/; done$/, '').replaceAll('$seed', seed);
      const [, settings, out] = /^(.*) --out (\S+)$/.exec(words)!;
      yield { settings: settings!.split(' --').sort().join(' --'), out: out! };
    }
  }
}

/** `--count 600 --seed 3` as `{ count: '600', seed: '3' }`. */
function optionsOf(settings: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(settings.matchAll(/--([\w-]+) (\S+)/g), ([, name, value]) => [name!, value!]),
  );
}

describe('the datasets of the generative recipes', () => {
  it.each(recipes)('are made by the commands in its head: $name', ({ datasets, commands }) => {
    expect(commands.map(({ out }) => out).sort()).toEqual([...datasets].sort());
  });

  it('have one name each', () => {
    const all = recipes.flatMap(({ commands }) => commands);
    const [outs, settings] = [new Set(all.map(({ out }) => out)), new Set(all.map((one) => one.settings))];
    const pairs = new Set(all.map((one) => `${one.settings} > ${one.out}`));
    expect([outs.size, settings.size]).toEqual([pairs.size, pairs.size]);
    expect(outs.size).toBeGreaterThan(10);
  });

  it('are those that the study makes, where it makes some of the same seed', () => {
    const study = parse(readFileSync('recipes/generative.yaml', 'utf8')) as {
      faces: Record<string, { count: number; pose: string; seed: number }[]>;
      clips: { training: { count: number; seed: number }[] };
    };
    const all = recipes.flatMap(({ commands }) => commands.map(({ settings }) => optionsOf(settings)));
    const ofSeed = (seed: number): Record<string, string>[] =>
      all.filter((options) => options.seed === String(seed));
    const faces = Object.values(study.faces).flat();
    expect(faces.length).toBeGreaterThan(2);
    for (const { count, pose, seed } of faces) {
      // Each is some recipe's: a seed that none has would be compared with nothing.
      expect(ofSeed(seed).length, `seed ${seed}`).toBeGreaterThan(0);
      for (const one of ofSeed(seed)) expect(one).toMatchObject({ count: String(count), pose });
    }
    expect(study.clips.training.length).toBeGreaterThan(2);
    for (const { count, seed } of study.clips.training) {
      expect(ofSeed(seed), `seed ${seed}`).toHaveLength(4);
      for (const one of ofSeed(seed)) expect(one.count).toBe(String(count));
    }
  });
});
