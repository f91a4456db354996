import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDetectCommand } from './detect.js';
import { writeFixtureModel } from './fixture-model.suite.js';

let folder: string;
let model: string;
let photo: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detect-'));
  model = at('model.onnx');
  photo = at('photo.jpg');
  await writeFixtureModel(model);
  await sharp({ create: { width: 200, height: 160, channels: 3, background: '#876' } })
    .jpeg()
    .toFile(photo);
  const bytes = await readFile(photo);
  await writeFile(at('truncated.jpg'), bytes.subarray(0, bytes.length >> 1));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs the command; what it printed, and what it threw. */
function detect(...argv: string[]): Promise<{ out: string; log: string; error: string }> {
  return detectAsTyped(...argv, '--model', model);
}

async function detectAsTyped(...argv: string[]): Promise<{ out: string; log: string; error: string }> {
  vi.restoreAllMocks();
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().exitOverride();
  addDetectCommand(program);
  for (const command of program.commands) command.exitOverride();
  const error = await program.parseAsync(['detect', ...argv], { from: 'user' }).then(
    () => '',
    (thrown: Error) => thrown.message,
  );
  return {
    out: out.mock.calls.map(([text]) => text).join(''),
    log: log.mock.calls.map(([text]) => text).join(''),
    error,
  };
}

describe('lineament detect', () => {
  it('prints points and uncertainties in pixels of the image', async () => {
    // A crop of 1.28 · 100 pixels on 128: one to one, its pixel (0, 0) at (90 − 63.5, 70 − 63.5).
    const { out, error } = await detect(photo, '--box', '40,30,100,80', '--json');
    expect(error).toBe('');
    const [face] = JSON.parse(out).images[0].faces;
    expect(face.points[0]).toEqual([26.5, 133.5]);
    expect(face.points[67]).toEqual([93.5, 66.5]);
    expect(face.uncertainty[5]).toBe(2);
    expect(face.usedWholeImage).toBe(false);
  });

  it('runs the default detector where no model is named', async () => {
    const { out, error } = await detectAsTyped(photo, '--box', '40,30,100,80', '--json');
    expect(error).toBe('');
    const { landmarks, images } = JSON.parse(out);
    expect(landmarks.set).toBe('ibug68');
    expect(images[0].faces[0].points).toHaveLength(68);
  });

  it('gives the points of the second set of a model with label transfer', async () => {
    const own = model;
    model = at('transferring.onnx');
    await writeFixtureModel(model, true);
    const box = ['--box', '40,30,100,80'];
    const { out } = await detect(photo, ...box, '--points', 'transferred', '--json');
    const both = await detect(photo, ...box, '--json');
    model = own;
    const { images, landmarks } = JSON.parse(out);
    expect(landmarks.names).toEqual(['first', 'second']);
    expect(images[0].faces[0].points).toEqual([
      [36.5, 26.5],
      [56.5, 46.5],
    ]);
    expect(images[0].faces[0].uncertainty).toEqual([3, 4]);
    expect(JSON.parse(both.out).images[0].faces[0].points).toHaveLength(68);
    const { error } = await detect(photo, ...box, '--points', 'transferred');
    expect(error).toContain('gives ibug68 only, no points of a second set');
  });

  it('prints a line for each point without --json', async () => {
    const { out } = await detect(photo, '--box', '40,30,100,80');
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(69);
    expect(lines[1]).toMatch(/^ +0 jaw\.0 +26\.50 +133\.50 +2\.00$/);
  });

  it('says so when it takes the whole image', async () => {
    const { log, error } = await detect(photo);
    expect(error).toBe('');
    expect(log).toContain('1 of 1 images were taken whole for one face');
  });

  it('writes an overlay of the size of the image, and the points beside it', async () => {
    await detect(photo, '--box', '40,30,100,80', '--out', at('overlay.png'));
    const { width, height } = await sharp(at('overlay.png')).metadata();
    expect([width, height]).toEqual([200, 160]);
    const { data, info } = await sharp(at('overlay.png')).raw().toBuffer({ resolveWithObject: true });
    // Point 40 lies at (66.5, 93.5): the four pixels around it are marked.
    const pixel = (93 * info.width + 66) * info.channels;
    expect(data[pixel]! - data[pixel + 1]!).toBeGreaterThan(100);
    expect(JSON.parse(await readFile(at('overlay.json'), 'utf8')).faces[0].points[0]).toEqual([26.5, 133.5]);
  });

  it.each([
    ['faces.csv', '\ufeffimage,x,y,w,h\nphoto.jpg,40,30,100,80\nphoto.jpg,10,10,50,50\n'],
    [
      'faces.jsonl',
      '{"image":"photo.jpg","box":[40,30,100,80]}\n{"image":"photo.jpg","bbox":[10,10,50,50]}\n',
    ],
  ])('reads several faces of an image from %s', async (name, content) => {
    await writeFile(at(name), content);
    const { out, error } = await detect('--boxes', at(name), '--json');
    expect(error).toBe('');
    const { images } = JSON.parse(out);
    expect(images).toHaveLength(1);
    expect(images[0].faces.map(({ box }: { box: { width: number } }) => box.width)).toEqual([100, 50]);
  });

  it('lists truncated and missing images, does the others, and fails', async () => {
    const { out, log, error } = await detect(
      at('truncated.jpg'),
      photo,
      at('missing.jpg'),
      '--out',
      at('folder'),
    );
    expect(error).toBe('detect: 2 of 3 images failed');
    expect(log).toMatch(/truncated\.jpg: the image cannot be read/);
    expect(log).toMatch(/missing\.jpg: image cannot be read: no such file/);
    expect(out).toBe('');
    expect((await sharp(join(at('folder'), 'photo.png')).metadata()).width).toBe(200);
  });

  it('never gives two images the same overlay, nor an image its own', async () => {
    const out = at('names');
    await mkdir(at('other'));
    await Promise.all([copyFile(photo, at('other/photo.jpg')), copyFile(photo, at('photo-2.jpg'))]);
    await detect(photo, at('other/photo.jpg'), at('photo-2.jpg'), '--out', out);
    const overlays = (await readdir(out)).filter((name) => name.endsWith('.png'));
    expect(overlays.sort()).toEqual(['photo-2-2.png', 'photo-2.png', 'photo.png']);
    await sharp(photo).toFile(at('square.png'));
    expect((await detect(at('square.png'), '--out', folder)).error).toContain('would overwrite the image');
  });

  it('refuses wrong use by naming the hint', async () => {
    await writeFile(at('bad.csv'), 'photo.jpg,40,30,100\n');
    expect((await detect()).error).toContain('no image is given');
    expect((await detect(photo, '--box', '1,2,3')).error).toContain('give x,y,w,h in pixels');
    expect((await detect(photo, photo, '--box', '1,2,3,4')).error).toContain(
      'one --box cannot serve 2 images',
    );
    expect((await detect(photo, photo, '--out', 'a.png')).error).toContain('is one picture, but there are 2');
    expect((await detect(photo, '--out', photo)).error).toContain('would overwrite the image itself');
    expect((await detect('--boxes', at('bad.csv'))).error).toContain(
      'bad.csv:1: not a box: photo.jpg,40,30,100',
    );
    expect((await detect(photo, '--boxes', at('missing.csv'))).error).toContain('no such file');
  });
});
