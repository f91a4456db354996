/** The examples of docs/engine.md, run as they stand there against the built package, and its table of operators. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
  });

  test('the printed gradient is that of the example', async () => {
    const [, example] = blocks('js');
    expect(blocks('text')[0]).toBe(await output('gradient.mjs', example!));
  });

  test('the error is told as it is', () => {
    const graph = new nn.Graph('training');
    const build = () => nn.conv2d(graph.input('image', [2, 3, 8, 8]), graph.input('weight', [4, 5, 3, 3]));
    expect(build).toThrow(blocks('text')[1]!.trimEnd());
  });

  test('the table has every family of operators, and names what lies there', async () => {
    const rows = [...guide.matchAll(/^\| \[(\w+)\]\(\.\.\/src\/nn\/operators\/\1\) \| (.+) \|$/gm)];
    const folders = (await readdir('src/nn/operators', { withFileTypes: true })).filter((one) =>
      one.isDirectory(),
    );
    expect(rows.map(([, family]) => family).sort()).toEqual(folders.map(({ name }) => name).sort());
    for (const [, family, operators] of rows) {
      const folder = `src/nn/operators/${family}`;
      const files = await Promise.all(
        (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
      );
      const names = [...operators!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        expect(files.join('\n')).toMatch(new RegExp(`^export (const|function) ${name}\\b`, 'm'));
        expect(Object.keys(nn)).toContain(name);
      }
    }
  });

  test('the layers that it names are those that there are', async () => {
    const [, names] = /\[src\/nn\/layers\]\(\.\.\/src\/nn\/layers\)\):\n((?:.+\n)+)/.exec(guide)!;
    const files = (await readdir('src/nn/layers')).filter((file) => /^[\w-]+\.ts$/.test(file));
    const camel = (file: string): string =>
      file.replace('.ts', '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    expect([...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!).sort()).toEqual(files.map(camel).sort());
    expect(Object.keys(nn)).toEqual(expect.arrayContaining(files.map(camel)));
  });
});
