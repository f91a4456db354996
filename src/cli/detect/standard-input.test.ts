/** A picture that a shell pipes in: people are told where it came from, programs read `-`. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Typed, typed } from '../command/typed.suite.js';

let folder: string;
let face: Buffer;
let grey: Buffer;
const broken = Buffer.from('no picture');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standard-input-'));
  face = await sharp('docs/images/faces.jpg')
    .extract({ left: 0, top: 0, width: 180, height: 180 })
    .png()
    .toBuffer();
  grey = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function piped(bytes: Buffer, ...argv: string[]): Promise<Typed> {
  const own = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  Object.defineProperty(process, 'stdin', { value: Readable.from([bytes]), configurable: true });
  try {
    return await typed(...argv);
  } finally {
    Object.defineProperty(process, 'stdin', own);
  }
}

describe('detect -', () => {
  it('names standard input in lines, and - in JSON and CSV', async () => {
    const box = ['--box', '40,30,100,100', '--model', 'ibug68-ict'];
    const { out } = await piped(face, 'detect', '-', ...box);
    expect(out).toMatch(/^standard input, box 40,30,100,100\n/);
    expect((await piped(face, 'detect', '-', ...box, '--format', 'csv')).out).toContain('\n-,1,0,jaw.0,');
    const none = await piped(grey, 'detect', '-');
    expect(none.out).toBe('standard input: no face found\n');
    expect(none.log).toContain('no face found in 1 of 1 image: standard input (');
    expect(JSON.parse((await piped(grey, 'detect', '-', '--json')).out).images).toEqual([
      { image: '-', faces: [] },
    ]);
  });

  it('says of what is no picture where it came from, once', async () => {
    const { error, out } = await piped(broken, 'detect', '-', '--json');
    expect(error).toMatch(
      /^detect: 1 of 1 images failed, the first: standard input: the image cannot be read/,
    );
    expect(JSON.parse(out).failures[0].image).toBe('-');
  });
});

describe('describe -', () => {
  it('names it in lines and on the page, and keeps - in its JSON', async () => {
    const { out, log } = await piped(face, 'describe', '-', '--model', 'ibug68-ict');
    expect(out).toMatch(/^standard input, face 1: /);
    expect(log).not.toContain('no face');
    const report = join(folder, 'report');
    expect((await piped(face, 'describe', '-', '--model', 'ibug68-ict', '--out', report)).error).toBe('');
    expect(await readFile(join(report, 'description.html'), 'utf8')).toContain('standard input, face 1: ');
    const { faces } = JSON.parse(await readFile(join(report, 'description.json'), 'utf8'));
    expect(faces[0].file).toBe('-');
    expect((await piped(grey, 'describe', '-')).log).toContain('in 1 picture: standard input (');
    const failed = await piped(broken, 'describe', '-');
    expect(failed.error).toMatch(/the first: standard input: the image cannot be read/);
  });
});
