import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLines } from './lines.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = async (content: string | Buffer, signal?: AbortSignal): Promise<[string, string][]> => {
  const file = join(folder, 'list');
  writeFileSync(file, content);
  const lines = await openLines(file, { what: 'list', ...(signal && { signal }) });
  const found: [string, string][] = [];
  for await (const { text, place } of lines()) found.push([place.slice(file.length), text]);
  return found;
};

describe('openLines', () => {
  it('gives lines that hold something, with their numbers, without spaces and the mark of Windows', async () => {
    expect(await read('\ufeffa\r\n\n  é b \nlast')).toEqual([
      [':1', 'a'],
      [':3', 'é b'],
      [':4', 'last'],
    ]);
    expect(await read('')).toEqual([]);
  });

  it('is the same over the edges of the pieces that it reads', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i} – é`);
    expect(await read(lines.join('\n'))).toEqual(lines.map((line, i) => [`:${i + 1}`, line]));
  });

  it('refuses a line that does not end, a folder and a file that is not there', async () => {
    await expect(read(`a\n${' '.repeat(1 << 25)}`)).rejects.toThrow(
      /line 2 has more than 16777216 characters/,
    );
    await expect(openLines(folder, { what: 'list' })).rejects.toThrow('cannot be read: it is a folder');
    await expect(openLines(join(folder, 'none'), { what: 'list' })).rejects.toThrow('no such file');
  });

  it('stops when told', async () => {
    await expect(read('a\nb', AbortSignal.abort())).rejects.toThrow('0 lines were read');
  });
});
