/** The examples of docs/engine.md, run as they stand there against the built package, and its table of operators. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as nn from '../src/nn/index.js';

const run = promisify(execFile);
const guide = await readFile('docs/engine.md', 'utf8');
let folder = '';

beforeAll(async () => {
  if (!existsSync('dist/nn/index.js')) throw new Error('dist/ is missing: run `npm run build` first');
  // Below the package, so that `lineament/nn` is found as it is by a project that installed it.
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(resolve('.cache/engine-guide-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]!);

async function output(name: string, script: string): Promise<string> {
  await writeFile(join(folder, name), script);
  const { stdout } = await run(process.execPath, [name], { cwd: folder });
  return stdout;
}

describe('docs/engine.md', () => {
  test('the first network learns the sine, and its exported file knows it', async () => {
    const [example] = blocks('js');
    const lines = example!.split('\n').filter((line) => line.trim() !== '' && !/^(\/\*|import)/.test(line));
    expect(lines.length).toBeLessThanOrEqual(30);
    const printed = (await output('sine.mjs', example!)).trimEnd().split('\n');
    const losses = printed.slice(0, -1).map((line) => Number(/loss (.*)$/.exec(line)?.[1]));
    expect(losses).toHaveLength(5);
    expect(losses[0]).toBeGreaterThan(0.1);
    expect(losses[4]).toBeLessThan(1e-3);
    expect(printed.at(-1)).toBe('sin(1) = 0.84');
    expect(nn.readMetadata(await readFile(join(folder, 'sine.onnx')))).toEqual({ made: 'by the guide' });
  }, 60_000);

  test('the printed gradient is that of the example', async () => {
    const [, example] = blocks('js');
    expect(blocks('text')[0]).toBe(await output('gradient.mjs', example!));
  }, 60_000);

  test('the error is told as it is', () => {
    const graph = new nn.Graph('training');
    const build = () => nn.conv2d(graph.input('image', [2, 3, 8, 8]), graph.input('weight', [4, 5, 3, 3]));
    expect(build).toThrow(blocks('text')[1]!.trimEnd());
  });

  test('the table links every operator to its file', async () => {
    const links = [...guide.matchAll(/\[`(\w+)`\]\(\.\.\/(src\/nn\/operators\/[\w-]+\.ts)\)/g)];
    expect(links.length).toBeGreaterThan(60);
    for (const [, name, file] of links) {
      expect(await readFile(file!, 'utf8')).toMatch(new RegExp(`^export (const|function) ${name}\\b`, 'm'));
      expect(Object.keys(nn)).toContain(name);
    }
  });
});
