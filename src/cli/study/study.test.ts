import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../program.js';

const folder = mkdtempSync(join(tmpdir(), 'study-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function plan(recipe: string, scale: string): Promise<string> {
  const said: string[] = [];
  const write = (text: unknown): boolean => said.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(write),
  );
  const out = ['--out', join(folder, scale)];
  try {
    await createProgram().parseAsync(['study', recipe, '--scale', scale, '--dry-run', ...out], {
      from: 'user',
    });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return said.join('');
}

it('Every scale that a recipe has can be asked for', async () => {
  const recipe = 'recipes/generative.yaml';
  const { scales } = parse(readFileSync(recipe, 'utf8')) as { scales: object };
  for (const scale of [...Object.keys(scales), 'full'])
    expect(await plan(recipe, scale), scale).toContain('expected time');
  expect(await plan(recipe, 'shipped')).toContain('measure shipped tokens');
});

it('A scale that there is none of is refused, with those that there are', async () => {
  await expect(plan('recipes/generative.yaml', 'huge')).rejects.toThrow('scales: no settings for huge');
  const plain = join(folder, 'plain.yaml');
  for (const [kind, scale] of [
    ['', 'huge'],
    ['', 'tiny'],
    ['study: applications', 'huge'],
    ['study: generative', 'small'],
  ] as const) {
    writeFileSync(plain, `name: plain\n${kind}\n`);
    await expect(plan(plain, scale)).rejects.toThrow(
      `${plain}: --scale ${scale}: this study has no scales (leave --scale out`,
    );
  }
  await expect(plan('recipes/case-study.yaml', 'huge')).rejects.toThrow(
    '--scale huge: no such scale; allowed: tiny, small, medium, full',
  );
});
