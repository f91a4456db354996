import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { type Typed, typed } from '../command/typed.suite.js';

let folder: string;
const at = (name: string): string => join(folder, name);
const detect = (...argv: string[]): Promise<Typed> => typed('detect', ...argv, '--model', at('model.onnx'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inputs-'));
  await writeFixtureModel(at('model.onnx'));
  for (const name of ['mixed', 'clips', 'programs', 'faces']) await mkdir(at(name));
  await sharp({ create: { width: 90, height: 90, channels: 3, background: '#876' } })
    .jpeg()
    .toFile(at('mixed/grey.jpg'));
  for (const name of ['mixed/a.mp4', 'mixed/b.MOV', 'clips/a.mp4', 'clips/b.mp4', 'programs/a.ts'])
    await writeFile(at(name), 'no video');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

it('says which videos of a folder it leaves out, and how to give them', async () => {
  const { out, log, error } = await detect(at('mixed'), '--whole', '--format', 'jsonl');
  expect(error).toBe('');
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).image),
  ).toEqual([at('mixed/grey.jpg')]);
  expect(log).toContain(
    `2 videos left out: give a video by its own name, one at a time, such as ${at('mixed/a.mp4')}; lineament describe takes all`,
  );
  const tracked = await detect(at('mixed'), '--track', '--box', '10,10,60,60');
  expect(tracked.error).toBe('');
  expect(tracked.log).toContain('2 videos left out');
});

it.each(['detect', 'describe'])(
  '%s counts what is neither a picture nor a video in a folder, hidden files left out',
  async (command) => {
    await mkdir(at('telephone'), { recursive: true });
    for (const name of ['1.HEIC', 'notes.txt', '.hidden']) await writeFile(at(`telephone/${name}`), 'other');
    await copyFile(at('mixed/grey.jpg'), at('telephone/grey.jpg'));
    const { log } = await typed(
      command,
      at('telephone'),
      ...(command === 'detect' ? ['--whole', '--model', at('model.onnx')] : []),
    );
    expect(log).toContain(
      `2 other files left out, neither pictures nor videos: ${at('telephone/1.HEIC')}, ${at('telephone/notes.txt')}\n`,
    );
  },
);

it('says where there are only videos, in a folder and by a pattern', async () => {
  for (const given of [at('clips'), at('clips/*.mp4'), at('clips/?.*')])
    expect((await detect(given)).error).toBe(
      `there are 2 videos and no picture in ${given} (give a video by its own name, one at a time, such as ${at('clips/a.mp4')}; lineament describe takes all)`,
    );
  expect((await detect(at('clips/a*'))).error).toContain('there is a video and no picture in');
});

it('says of a dataset that it is one, and how its pictures become files', async () => {
  await writeFile(at('faces/dataset.json'), '{}');
  await mkdir(at('nested/faces'), { recursive: true });
  await writeFile(at('nested/faces/dataset.json'), '{}');
  for (const given of ['nested', 'nested/*', 'nested/**/*.jpg', 'nested/faces/*.png'])
    expect((await detect(at(given))).error).toContain(`${at('nested/faces')} is a dataset of Lineament`);
  for (const command of ['detect', 'describe'])
    expect((await typed(command, at('faces'))).error).toBe(
      `${at('faces')} is a dataset of Lineament: its pictures lie in a table, not in files (write them as files first: lineament dataset export ${at('faces')} --format 300w --out pictures)`,
    );
});

it('takes no program for a video', async () => {
  expect((await detect(at('programs'))).error).toContain(
    `there is no picture in ${at('programs')}, nor a video`,
  );
  expect((await detect(at('programs/*.ts'))).error).toContain('there is a video and no picture in');
});

it('says where the overlay and where the points of a single picture are', async () => {
  const { log } = await detect(at('mixed/grey.jpg'), '--whole', '--out', at('one.png'));
  expect(log).toContain(`1 image: points in ${at('one.json')}, overlay in ${at('one.png')}`);
  const { log: ofFolder } = await detect(at('mixed/grey.jpg'), '--whole', '--out', at('found'));
  expect(ofFolder).toContain(`1 image: points and overlays in ${at('found')}`);
});
