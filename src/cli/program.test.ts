import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from './program.js';
import { run } from './run.js';

afterEach(() => vi.restoreAllMocks());

/** Exit code, and all that was printed. */
async function typed(line: string): Promise<{ code: number; text: string }> {
  vi.restoreAllMocks();
  const parts: string[] = [];
  const keep = (part: unknown): boolean => parts.push(String(part)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  return { code: await run(line.split(' '), (said) => keep(`${said}\n`)), text: parts.join('') };
}

/** Every command as it is typed. */
function commandLines(): string[] {
  const below = (command: ReturnType<typeof createProgram>, path: string): string[] =>
    command
      .createHelp()
      .visibleCommands(command)
      .filter((inner) => inner.name() !== 'help')
      .flatMap((inner) => {
        const line = `${path} ${inner.name()}`.trim();
        return [line, ...below(inner, line)];
      });
  return below(createProgram(), '');
}

describe('lineament --help', () => {
  it('is the whole map on one screen of 80 × 24', async () => {
    const { code, text } = await typed('--help');
    expect(code).toBe(0);
    const lines = text.split('\n');
    // A line end, and nothing after it.
    expect(lines.length).toBeLessThanOrEqual(24 + 1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    // All but the nouns and the formats of import.
    const shown = commandLines().filter(
      (line) => !/^(dataset|model|landmarks|assets|token)$|^dataset import ./.test(line),
    );
    expect(shown).toContain('model adapt');
    for (const line of shown) {
      const [noun, command] = line.split(' ');
      expect(text).toMatch(new RegExp(`^ {2}(${line} {2}|${noun} {2}.*\\b${command}\\b)`, 'm'));
    }
    expect(text).toContain('short for dataset generate');
  });

  it('is what docs/command-line.md says', async () => {
    const guide = await readFile('docs/command-line.md', 'utf8');
    const rows = [...guide.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)];
    const told = rows.flatMap(([, noun, commands]) =>
      [...commands!.matchAll(/`(\w+)[^`]*`/g)].map(([, command]) => `${noun} ${command}`),
    );
    const all = commandLines().filter((line) => /^\w+ \w+$/.test(line));
    expect(told.sort()).toEqual(all.sort());
  });

  it('says what options are needed', async () => {
    const { text } = await typed('dataset generate --help');
    expect(text).toMatch(/^ {2}--count <n> +needed: number of faces$/m);
    expect(text).toMatch(/^ {2}--head <name> +head model/m);
  });

  it.each(commandLines())(
    'lineament %s --help fits 80 columns and ends with an example of it',
    async (line) => {
      const { code, text } = await typed(`${line} --help`);
      expect(code).toBe(0);
      expect(text.split('\n').filter((row) => row.length > 80)).toEqual([]);
      const example = text.slice(text.indexOf('\nExample:\n')).replaceAll('\\\n', '');
      const name = { generate: 'dataset generate', train: 'model train' }[line] ?? line;
      expect(example).toMatch(new RegExp(`^\nExample:\n {2}lineament ${name}[ \\n]`));
    },
  );
});

describe('a command that lies elsewhere', () => {
  it.each([
    ['evaluate runs/a/model.onnx --data x --normaliser box', 'model evaluate'],
    ['evaluate --help', 'model evaluate'],
    ['help evaluate', 'model evaluate'],
    ['import pts 300W --out data/x', 'dataset import'],
    ['sheet data/faces --out a.png', 'dataset sheet'],
    ['export-dataset data/faces --format 300w', 'dataset export'],
    ['adapter fit --model dense.onnx', 'model adapt'],
    ['export model.onnx --precision int8', 'model export'],
    ['list', 'landmarks list'],
    ['dataset train recipe.yaml', 'model train'],
    ['model detect photo.jpg', 'detect'],
    ['model generate --count 3', 'dataset generate'],
  ])('lineament %s is a usage error that names lineament %s', async (line, target) => {
    const { code, text } = await typed(line);
    expect(code).toBe(2);
    expect(text).toMatch(/^lineament: there is no command '/);
    expect(text).toContain(`\`lineament ${target}\``);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is not part of help', async () => {
    expect((await typed('model --help')).text).not.toMatch(/^ {2}(detect|dataset|list)/m);
  });
});

it.each([
  ['fly', "unknown command 'fly'"],
  ['model evalute', 'Did you mean evaluate?'],
  ['detect photo.jpg --boxess 1,2,3,4', 'Did you mean --boxes?'],
  ['landmarks', 'Usage: lineament landmarks'],
])('lineament %s ends with 2 and a hint', async (line, words) => {
  const { code, text } = await typed(line);
  expect(code).toBe(2);
  expect(text).toContain(words);
});

describe('a sentence without quotes', () => {
  it.each([
    ['imagine a smiling woman --out a.png', 'lineament imagine "a smiling woman"'],
    ['generate --caption a smiling woman --out x --count 3', '--caption "a smiling woman"'],
    ['dataset generate --out x --count 3 --caption a smiling woman', '--caption "a smiling woman"'],
  ])('lineament %s exits with 2 and says how it is typed', async (line, words) => {
    const { code, text } = await typed(line);
    expect(code).toBe(2);
    expect(text).toContain(`(a sentence is put in quotes: ${words})`);
  });

  it('is not what every argument too many is', async () => {
    const { code, text } = await typed('generate data/faces --out x --count 3');
    expect(code).toBe(2);
    expect(text.trim()).toBe('lineament: generate: too many arguments: data/faces');
  });
});

describe('wrong use', () => {
  it.each([
    ['generate --out x', 2, /--count/],
    ['generate --out x --count -3', 2, /whole number/],
    ['generate --out x --count 3 --landmarks dense9', 2, /ibug68/],
    ['train no-such.yaml', 1, /no-such\.yaml/],
    ['model evaluate no-such.onnx --data nowhere --normaliser box', 1, /nowhere|no-such\.onnx/],
  ])('lineament %s exits with %i and says why', async (line, code, words) => {
    const outcome = await typed(line);
    expect(outcome.text).toMatch(words);
    expect(outcome.code).toBe(code);
    expect(outcome.text).not.toMatch(/\n {4}at /);
  });
});
