import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeFaceModel } from '../../networks/model-file/fixture-model.suite.js';
import { type Typed, typed } from '../command/typed.suite.js';
import { inOrder } from './frame-source.js';
import { trackFaces } from './track.js';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'track-'));
  await writeFaceModel(at('model.onnx'));
  await mkdir(at('frames'));
  for (const frame of [1, 2, 9, 10])
    await sharp({
      create: { width: 200, height: 160, channels: 3, background: { r: 10 * frame, g: 90, b: 90 } },
    })
      .jpeg()
      .toFile(at(`frames/frame-${frame}.jpg`));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const detect = (...argv: string[]): Promise<Typed> => typed('detect', ...argv, '--model', at('model.onnx'));

const box = ['--box', '40,30,100,100'];

describe('lineament detect --track', () => {
  it('follows a face through the pictures of a folder, in the order of their numbers', async () => {
    const { out, error } = await detect(at('frames'), '--track', '--rate', '10', ...box);
    expect(error).toBe('');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const picture = (number: number): string => at(`frames/frame-${number}.jpg`);
    expect(lines.map(({ source, frame, time }) => [source, frame, time])).toEqual([
      [picture(1), 0, 0],
      [picture(2), 1, 0.1],
      [picture(9), 2, 0.2],
      [picture(10), 3, 0.3],
    ]);
    for (const { faces, set, convention, unit } of lines) {
      expect({ set, convention, unit }).toEqual({ set: 'ibug68', convention: 'contour', unit: 'pixel' });
      expect(faces.map(({ id }: { id: number }) => id)).toEqual([1]);
      expect(faces[0].points).toHaveLength(68);
      expect(faces[0].points[8][0]).toBeCloseTo(90, 0);
    }
    expect(inOrder(['b-10', 'b-9', 'a-11'])).toEqual(['a-11', 'b-9', 'b-10']);
  });

  it('refuses a folder that cannot be written into before anything is opened', async () => {
    let isOpened = false;
    const flags = { model: at('model.onnx'), out: at('model.onnx/points.jsonl'), rate: 10, smooth: true };
    const tracking = trackFaces([at('frames')], { ...flags, track: true }, async () => {
      isOpened = true;
      throw new Error('opened');
    });
    await expect(tracking).rejects.toThrow('model.onnx');
    expect(isOpened).toBe(false);
  });

  it('describes each face with what the frames before say', async () => {
    const { out, error } = await detect(at('frames'), '--track', '--rate', '10', '--describe', ...box);
    expect(error).toBe('');
    const last = JSON.parse(out.trim().split('\n').at(-1)!);
    expect(last.faces[0].description.fatigue).toMatchObject({ time: 0.3, alarms: [] });
    expect(last.faces[0].description.pose.position[2]).toBeLessThan(0);
  });

  it('prints CSV, with and without smoothing', async () => {
    for (const smoothing of [[], ['--no-smooth']]) {
      const { out, error } = await detect(at('frames'), '--track', '--format', 'csv', ...box, ...smoothing);
      expect(error).toBe('');
      const [heading, first, ...rest] = out.trim().split('\n');
      expect(heading).toBe('frame,time,face,point,name,x,y,uncertainty,visible');
      expect(first).toMatch(/^0,0,1,0,jaw\.0,[\d.]+,[\d.]+,2,$/);
      expect(rest).toHaveLength(4 * 68 - 1);
    }
  });

  it('lists a broken frame, and goes on', async () => {
    await mkdir(at('broken'));
    for (const name of ['a.jpg', 'c.jpg'])
      await writeFile(at(`broken/${name}`), await readFile(at('frames/frame-1.jpg')));
    await writeFile(at('broken/b.jpg'), 'no picture');
    const { out, error } = await detect(at('broken'), '--track', ...box);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).frame),
    ).toEqual([0, 2]);
    expect(error).toContain('1 of 3 frames failed, the first: ');
    expect(error).toContain('b.jpg');
  });

  it('lists a frame of another size by its name, and goes on', async () => {
    await mkdir(at('sizes'));
    for (const name of ['a.jpg', 'c.jpg'])
      await writeFile(at(`sizes/${name}`), await readFile(at('frames/frame-1.jpg')));
    await sharp(at('frames/frame-1.jpg')).resize(160, 200, { fit: 'fill' }).toFile(at('sizes/b.jpg'));
    const { out, error } = await detect(at('sizes'), '--track', ...box);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).frame)).toEqual([0, 2]);
    expect(error).toContain(`${at('sizes/b.jpg')}: the frame is 160 × 200, the first one is 200 × 160`);
  });

  it('refuses what does not fit a video, before any work', async () => {
    const frames = at('frames');
    for (const [argv, message] of [
      [[frames, '--track', '--out', at('points.png')], 'the frames of a video do not go into'],
      [[frames, '--track', '--pts'], '--pts is for pictures'],
      [[frames, '--track', '--threshold', '0.3'], '--threshold is for faces that are found'],
      [[frames, '--track', '--boxes', 'b.csv'], '--boxes is for pictures'],
      [[frames, '--track', '--json'], 'not as json (give --format jsonl or csv)'],
      [[at('a.mp4'), at('b.mp4')], 'a video is given alone, got 2 inputs'],
    ] as const)
      expect((await detect(...argv, ...box)).error).toContain(message);
  });

  it('writes points alone, replaces its own file and nobody else\u2019s', async () => {
    const out = at('new/points.jsonl');
    for (let i = 0; i < 2; i++) {
      const { error, log } = await detect(at('frames'), '--track', '--out', out, ...box);
      expect(error).toBe('');
      expect(log).toContain(`4 frames, 1 face: points in ${out}`);
    }
    expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(4);
    await writeFile(out, '{"theirs": true}\n');
    expect((await detect(at('frames'), '--track', '--out', out, ...box)).error).toContain(
      'was not written by detect',
    );
    expect(await readFile(out, 'utf8')).toBe('{"theirs": true}\n');
  });

  it.skipIf(!hasFfmpeg)('replaces its own video, whose points say that it is', async () => {
    const out = at('twice.mp4');
    for (let i = 0; i < 2; i++) {
      const { error, log } = await detect(at('frames'), '--track', '--out', out, ...box);
      expect(error).toBe('');
      expect(log).toContain('4 frames, 1 face');
    }
    await writeFile(at('theirs.mp4'), 'a film of theirs');
    expect((await detect(at('frames'), '--track', '--out', at('theirs.mp4'), ...box)).error).toContain(
      'was not written by detect',
    );
    expect(await readFile(at('theirs.mp4'), 'utf8')).toBe('a film of theirs');
    // Points alone, written beside a film, do not make it ours.
    expect((await detect(at('frames'), '--track', '--out', at('theirs.jsonl'), ...box)).error).toBe('');
    expect((await detect(at('frames'), '--track', '--out', at('theirs.mp4'), ...box)).error).toContain(
      'theirs.mp4 is there already and was not written by detect',
    );
    expect(await readFile(at('theirs.mp4'), 'utf8')).toBe('a film of theirs');
  });

  it('leaves nothing half written when it is stopped', async () => {
    const out = at('stopped/points.jsonl');
    await mkdir(at('many'));
    for (let i = 0; i < 60; i++)
      await writeFile(at(`many/${i}.jpg`), await readFile(at('frames/frame-1.jpg')));
    const running = detect(at('many'), '--track', '--out', out, ...box);
    // The signal comes as soon as somebody listens for it.
    let isOver = false;
    void running.then(() => {
      isOver = true;
    });
    while (process.listenerCount('SIGINT') === 0 && !isOver)
      await new Promise((resolve) => setImmediate(resolve));
    process.emit('SIGINT');
    expect((await running).error).toMatch(/after \d+ of 60 frames/);
    expect(await readdir(at('stopped')).catch(() => [])).toEqual([]);
  });
});

describe.skipIf(!hasFfmpeg)('lineament detect clip.mp4', () => {
  beforeAll(() => {
    const source = ['-f', 'lavfi', '-i', 'testsrc=s=200x160:r=10:d=0.5', '-f', 'lavfi', '-i', 'sine=d=0.5'];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, at('clip.mp4')]);
  });

  it('writes a video with points and its sound, and the points of each frame beside it', async () => {
    const { error, log } = await detect(at('clip.mp4'), '--out', at('clip-points.mp4'), ...box);
    expect(error).toBe('');
    expect(log).toContain('5 frames, 1 face');
    const lines = (await readFile(at('clip-points.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ by, source, frame, time }) => [by, source, frame, time])).toEqual(
      [0, 0.1, 0.2, 0.3, 0.4].map((time, i) => ['lineament detect', at('clip.mp4'), i, time]),
    );
    const entries = 'stream=codec_type,width,height,nb_frames';
    const probed = execFileSync('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      entries,
      '-of',
      'json',
      at('clip-points.mp4'),
    ]);
    const [video, audio] = JSON.parse(String(probed)).streams;
    expect([video.width, video.height, video.nb_frames, audio.codec_type]).toEqual([200, 160, '5', 'audio']);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('does not write over the clip', async () => {
    expect((await detect(at('clip.mp4'), '--out', at('clip.mp4'), ...box)).error).toContain(
      'would overwrite',
    );
  });

  it('keeps the shape of frames whose size changes half-way, and says from which frame on', async () => {
    for (const [name, size] of [
      ['wide', '200x160'],
      ['tall', '80x160'],
    ])
      execFileSync('ffmpeg', [
        ...['-v', 'error', '-y', '-f', 'lavfi', '-i', `color=white:s=${size}:r=10:d=0.3`],
        ...['-c:v', 'libx264', '-f', 'h264', at(`${name}.h264`)],
      ]);
    const parts = await Promise.all(['wide', 'tall'].map((name) => readFile(at(`${name}.h264`))));
    await writeFile(at('both.mp4'), Buffer.concat(parts));
    const { error, log } = await detect(at('both.mp4'), '--out', at('both-points.mp4'), ...box);
    expect(error).toBe('');
    expect(log).toMatch(
      /both\.mp4: the picture's size changes at frame 3 \(.* s\) to 80 × 160: .* fitted into 200 × 160/,
    );
    const lines = (await readFile(at('both-points.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(6);
  });

  it('keeps what could be read of a damaged clip, and says so', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=10:d=3', '-c:v', 'mpeg4', '-q:v', '2'];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, at('whole.mkv')]);
    await writeFile(at('cut.mkv'), (await readFile(at('whole.mkv'))).subarray(0, 60_000));
    const { error } = await detect(at('cut.mkv'), '--out', at('cut-points.mp4'), ...box);
    expect(error).toContain('cut.mkv: the video is damaged: ');
    expect((await readFile(at('cut-points.jsonl'), 'utf8')).trim().split('\n').length).toBeGreaterThan(2);
  });
});
