import { execFileSync } from 'node:child_process';
import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonElement, jsonElements } from './json-elements.js';
import { useWorkplace } from './labelled-pictures.suite.js';

const place = useWorkplace();
const options = { what: 'a list', signal: new AbortController().signal };

async function elementsOf(content: string | Uint8Array, signal = options.signal): Promise<JsonElement[]> {
  const found: JsonElement[] = [];
  const file = place.write('a.json', content);
  for await (const element of jsonElements(file, ['a', 'b'], { ...options, signal })) found.push(element);
  return found;
}

describe('jsonElements', () => {
  it('gives each element of the wanted lists and where it stands', async () => {
    const text =
      '\ufeff{"x": {"a": [1]}, "a" : [1, "],}\\"", {"a": [2, [3]]} , null, []], "c": [5], "s": "a", "b": [], "b": ["é"]}\n';
    const found = await elementsOf(text);
    expect(found.map(({ key, text: element }) => [key, element])).toEqual([
      ['a', '1'],
      ['a', '"],}\\""'],
      ['a', '{"a": [2, [3]]}'],
      ['a', 'null'],
      ['a', '[]'],
      ['b', '"é"'],
    ]);
    expect(found.map(({ index }) => index).slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    const bytes = Buffer.from(text);
    for (const { start, length, text: element } of found)
      expect(bytes.toString('utf8', start, start + length).trim()).toBe(element);
  });

  it.skipIf(process.platform === 'win32')(
    'refuses named pipes, whose opening nothing could stop',
    async () => {
      const pipe = join(place.source, 'pipe.json');
      execFileSync('mkfifo', [pipe]);
      const next = jsonElements(pipe, ['a'], options)[Symbol.asyncIterator]().next();
      await expect(next).rejects.toThrow('it is a device or a pipe, not a file');
    },
  );

  it('joins elements that lie across the pieces of a large file', async () => {
    const element = JSON.stringify({ name: 'ü'.repeat(500), list: [1, 2, 3] });
    const count = 5000;
    const found = await elementsOf(`{"a":[${new Array(count).fill(element).join(', ')}]}`);
    expect(found).toHaveLength(count);
    expect(found.every(({ text }) => text === element)).toBe(true);
  });

  it.each([
    ['deep', '[', 1 << 25],
    ['long', '"', 1 << 25],
  ])('does not keep an element that is %s without end', async (_, open, size) => {
    const file = place.write('a.json', `{"a": [1, ${open}`);
    appendFileSync(file, Buffer.alloc(size, open === '[' ? '[' : 'x'));
    const seen: (string | null)[] = [];
    const run = async (): Promise<void> => {
      for await (const { text } of jsonElements(file, ['a'], options)) seen.push(text);
    };
    await expect(run()).rejects.toThrow(/breaks off at its end, byte 33554443/);
    expect(seen).toEqual(['1']);
  });

  it('gives an element that is too long without its text', async () => {
    const found = await elementsOf(`{"a": ["${'x'.repeat(1 << 24)}", 2]}`);
    expect(found.map(({ text }) => text)).toEqual([null, '2']);
  });

  it.each([
    ['{"a": [1}', /do not match at byte 8/],
    ['{"a": 1]', /do not match at byte 7/],
    ['{"a": [1]} {', /more follows after the end of the JSON, at byte 11/],
    ['{"a": [1', /breaks off at its end, byte 8/],
    ['x', /no JSON object/],
  ])('refuses %s', async (text, message) => {
    await expect(elementsOf(text)).rejects.toThrow(message);
  });

  it('refuses zeros without end at once, and stops when told', async () => {
    const file = place.write('a.json', '');
    truncateSync(file, 2 ** 33); // sparse
    await expect(jsonElements(file, ['a'], options).next()).rejects.toThrow(/no JSON object/);
    await expect(elementsOf('{"a": [1]}', AbortSignal.abort())).rejects.toThrow(/0 bytes were read/);
  });
});
