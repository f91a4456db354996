import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { probeVideo, videoInfoOf } from './probe-video.js';
import { openVideo, type VideoEnd, type VideoFrame } from './read-video.js';
import { createVideoWriter } from './write-video.js';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

function grey(width: number, height: number, value: number): Image {
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(value) };
}

async function framesOf(path: string): Promise<{ frames: VideoFrame[] } & VideoEnd> {
  const frames: VideoFrame[] = [];
  const all = (await openVideo(path)).frames();
  for (;;) {
    const next = await all.next();
    if (next.done) return { frames, ...next.value };
    frames.push(next.value);
  }
}

it.skipIf(process.platform === 'win32')('a named pipe is refused, for which ffprobe would wait', async () => {
  const pipe = join(await mkdtemp(join(tmpdir(), 'lineament-video-')), 'pipe.mp4');
  execFileSync('mkfifo', [pipe]);
  await expect(probeVideo(pipe)).rejects.toThrow('it is a device or a pipe, not a file');
});

describe('what ffprobe tells of a video', () => {
  const told = (stream: object, ...others: object[]): string =>
    JSON.stringify({ streams: [stream, ...others], format: { duration: '2.5' } });

  it('gives the size that people see: turned by the metadata, with square pixels', () => {
    const lying = { width: 640, height: 480 };
    const size = (stream: object): number[] => {
      const { width, height } = videoInfoOf(told(stream), 'a.mp4');
      return [width, height];
    };
    expect(size(lying)).toEqual([640, 480]);
    expect(size({ ...lying, side_data_list: [{}, { rotation: -90 }] })).toEqual([480, 640]);
    expect(size({ ...lying, tags: { rotate: '270' } })).toEqual([480, 640]);
    expect(size({ ...lying, side_data_list: [{ rotation: 180 }] })).toEqual([640, 480]);
    expect(size({ width: 720, height: 576, sample_aspect_ratio: '16:15' })).toEqual([768, 576]);
    expect(size({ ...lying, sample_aspect_ratio: '0:1' })).toEqual([640, 480]);
  });

  it('gives the mean rate, or the one that is meant, or 30', () => {
    const rate = (stream: object): number =>
      videoInfoOf(told({ width: 8, height: 8, ...stream }), 'a.mp4').rate;
    expect(rate({ avg_frame_rate: '30000/1001', r_frame_rate: '60/1' })).toBeCloseTo(29.97, 2);
    expect(rate({ avg_frame_rate: '0/0', r_frame_rate: '25/1' })).toBe(25);
    expect(rate({ avg_frame_rate: '0/0' })).toBe(30);
    expect(rate({ avg_frame_rate: '90000/1' })).toBe(1000);
    expect(videoInfoOf(told({ width: 8, height: 8 }), 'a.mp4').duration).toBe(2.5);
  });

  it('passes over covers, and refuses files without pictures, without a size, and with huge frames', () => {
    const cover = { width: 500, height: 500, disposition: { attached_pic: 1 } };
    expect(videoInfoOf(told(cover, { width: 64, height: 48 }), 'a.mp4').width).toBe(64);
    expect(() => videoInfoOf(told(cover), 'song.mp3')).toThrow('song.mp3: the file holds no pictures');
    expect(() => videoInfoOf(told({}), 'a.mp4')).toThrow('its pictures have no size');
    expect(() => videoInfoOf(told({ width: 9000, height: 8000 }), 'a.mp4')).toThrow(
      'frames of 9000 × 8000 are too large (scale it down: at most 64 megapixels',
    );
    expect(() => videoInfoOf('', 'a.mp4', ['file:a.mp4: Is a directory'])).toThrow(
      'the video cannot be read: Is a directory',
    );
  });
});

describe('videos without ffmpeg', () => {
  it('say what to install', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await expect(probeVideo('clip.mp4')).rejects.toThrow(
        'videos need ffprobe, which is not there (install ffmpeg',
      );
    } finally {
      process.env.PATH = path;
    }
  });
});

describe.skipIf(!hasFfmpeg)('videos', () => {
  let folder: string;
  let clip: string;
  const ffmpeg = (...args: string[]): void => {
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { cwd: folder });
  };
  const tones = [20, 70, 120, 170, 220];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lineament-video-'));
    // A name that a shell, or ffmpeg, could take for something else.
    clip = join(folder, "-clip of 'two'; %d:x.mp4");
    const writer = createVideoWriter(clip, { width: 33, height: 20, rate: 10 });
    for (const [i, tone] of tones.entries()) await writer.write(grey(33, 20, tone), i / 10);
    await writer.finish();
  });

  it('are written whole, and read as they were: size, times, tones', async () => {
    expect(await readdir(folder)).toEqual(["-clip of 'two'; %d:x.mp4"]);
    const { frames, damage } = await framesOf(clip);
    expect(damage).toBeNull();
    expect(frames.map(({ index, seconds }) => [index, Math.round(seconds * 100) / 100])).toEqual(
      tones.map((_, i) => [i, i / 10]),
    );
    for (const [i, { image }] of frames.entries()) {
      // Sides are even in the file.
      expect([image.width, image.height, image.data.length]).toEqual([34, 20, 34 * 20 * 3]);
      expect(Math.abs(image.data[500]! - tones[i]!)).toBeLessThanOrEqual(3);
    }
  });

  it('keep their times where the rate varies: late frames are held, early ones dropped', async () => {
    const path = join(folder, 'uneven.mp4');
    const writer = createVideoWriter(path, { width: 32, height: 20, rate: 10 });
    for (const [seconds, tone] of [
      [0, 20],
      [0.3, 120],
      [0.32, 170],
      [0.4, 220],
    ] as const)
      await writer.write(grey(32, 20, tone), seconds);
    await writer.finish();
    const { frames } = await framesOf(path);
    expect(frames.map(({ image }) => Math.round(image.data[300]! / 10) * 10)).toEqual([20, 20, 20, 120, 220]);
  });

  it('of a varying rate are read as they are stored', async () => {
    const path = join(folder, 'varying.mkv');
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc=s=64x48:r=10:d=1',
      '-vf',
      "select='lt(n,3)+eq(n,7)'",
      '-vsync',
      '0',
      path,
    );
    const { frames } = await framesOf(path);
    expect(frames.map(({ seconds }) => Math.round(seconds * 10))).toEqual([0, 1, 2, 7]);
  });

  it('that are turned by their metadata are upright', async () => {
    const path = join(folder, 'turned.mp4');
    ffmpeg('-i', `file:${clip}`, '-c', 'copy', '-metadata:s:v', 'rotate=90', path);
    expect(await probeVideo(path)).toMatchObject({ width: 20, height: 34 });
    const [frame] = (await framesOf(path)).frames;
    expect([frame!.image.width, frame!.image.height]).toEqual([20, 34]);
  });

  it.each([
    // Scaled by 2/3, and by 1/2; as many pixels as people see, which are twice as wide as they are stored.
    ['96x32', '1', [64, 21], [96, 32]],
    ['24x96', '1', [12, 48], [24, 96]],
    ['96x96', '1/2', [24, 48], [48, 96]],
    ['32x48', '2', [64, 48], null],
  ] as const)(
    'whose size changes to %s, pixels %s as wide as high, keep its shape in the first one',
    async (size, aspect, shape, told) => {
      const part = (name: string, of: string, sar: string): void =>
        ffmpeg(
          ...['-f', 'lavfi', '-i', `color=white:s=${of}:r=10:d=0.5,setsar=${sar}`],
          ...['-c:v', 'libx264', '-f', 'h264', name],
        );
      part('a.h264', '64x48', '1');
      part('b.h264', size, aspect);
      const path = join(folder, 'changing.h264');
      const parts = await Promise.all(['a.h264', 'b.h264'].map((name) => readFile(join(folder, name))));
      await writeFile(path, Buffer.concat(parts));
      const { frames, resized, damage } = await framesOf(path);
      expect(damage).toBeNull();
      expect(frames).toHaveLength(10);
      for (const [i, { image }] of frames.entries()) {
        expect([image.width, image.height, image.data.length]).toEqual([64, 48, 64 * 48 * 3]);
        const white = (x: number, y: number): boolean => image.data[3 * (64 * y + x)]! > 127;
        const count = (length: number, isWhite: (at: number) => boolean): number =>
          Array.from({ length }, (_, at) => isWhite(at)).filter(Boolean).length;
        const shown = [count(64, (x) => white(x, 24)), count(48, (y) => white(32, y))];
        // Colour is kept for every other row: an edge may lie one off.
        const expected = i < 5 ? [64, 48] : shape;
        for (const [axis, length] of shown.entries())
          expect(Math.abs(length - expected[axis]!)).toBeLessThanOrEqual(1);
      }
      expect(resized).toEqual(
        told && { index: 5, seconds: frames[5]!.seconds, width: told[0], height: told[1] },
      );
    },
  );

  it('that are healthy but for odd times, or for their sound, are not called damaged', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=10:d=3', '-c:v', 'mpeg4'];
    ffmpeg(...source, join(folder, 'even.mkv'));
    const odd = join(folder, 'odd.mkv');
    ffmpeg(
      ...['-i', 'even.mkv', '-c', 'copy', '-bsf:v', 'setts=pts=if(eq(N\\,10)\\,PTS-500\\,PTS):dts=DTS', odd],
    );
    expect(await framesOf(odd)).toMatchObject({ damage: null, frames: { length: 30 } });
    const sound = ['-f', 'lavfi', '-i', 'anoisesrc=d=3:seed=1', '-c:a', 'aac'];
    ffmpeg(...source.slice(0, 4), ...sound, '-c:v', 'mpeg4', join(folder, 'loud.mkv'));
    const noisy = join(folder, 'noisy.mkv');
    ffmpeg('-i', 'loud.mkv', '-c', 'copy', '-bsf:a', 'noise=amount=30', noisy);
    expect(await framesOf(noisy)).toMatchObject({ damage: null, frames: { length: 30 } });
  });

  it('with a picture on their cover are read past it, wherever it stands', async () => {
    ffmpeg('-f', 'lavfi', '-i', 'color=red:s=50x50', '-frames:v', '1', join(folder, 'cover.png'));
    const path = join(folder, 'covered.mp4');
    const streams = ['-map', '0', '-map', '1', '-c', 'copy', '-disposition:v:0', 'attached_pic'];
    ffmpeg('-i', 'cover.png', '-i', `file:${clip}`, ...streams, path);
    const { frames } = await framesOf(path);
    expect(frames.map(({ image }) => [image.width, image.height])).toEqual(tones.map(() => [34, 20]));
  });

  it('of one frame are read; of none, of sound alone, and what is no video, are refused', async () => {
    const one = join(folder, 'one.mp4');
    ffmpeg('-i', `file:${clip}`, '-frames:v', '1', one);
    expect((await framesOf(one)).frames).toHaveLength(1);
    const sound = join(folder, 'sound.mp4');
    ffmpeg('-f', 'lavfi', '-i', 'sine=d=0.2', sound);
    await expect(openVideo(sound)).rejects.toThrow('holds no pictures');
    const none = join(folder, 'none.mp4');
    await writeFile(none, 'no video');
    await expect(openVideo(none)).rejects.toThrow(`${none}: the video cannot be read: Invalid data`);
    await expect(openVideo(join(folder, 'missing.mp4'))).rejects.toThrow('No such file');
    await expect(openVideo('https://example.com/a.mp4')).rejects.toThrow('No such file');
  });

  it('that are cut give the frames that are there, and say so', async () => {
    const path = join(folder, 'cut.mkv');
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=10:d=3', '-c:v', 'mpeg4', '-q:v', '2', path);
    await truncate(path, 60_000);
    const { frames, damage } = await framesOf(path);
    expect(frames.length).toBeGreaterThan(2);
    expect(frames.length).toBeLessThan(30);
    expect(damage).toEqual(expect.any(String));
  });

  it('can be left in the middle, and stopped', async () => {
    const { frames } = await openVideo(clip);
    for await (const { index } of frames()) if (index === 1) break;
    const stopped = await openVideo(clip, AbortSignal.abort());
    await expect(stopped.frames().next()).rejects.toThrow('after 0 frames');
  });

  it('keep the sound', async () => {
    const loud = join(folder, 'loud.mp4');
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=32x20:r=10:d=1', '-f', 'lavfi', '-i', 'sine=d=1', loud);
    const path = join(folder, 'copy.mp4');
    const { info, frames } = await openVideo(loud);
    const writer = createVideoWriter(path, { ...info, soundOf: loud });
    for await (const { image, seconds } of frames()) await writer.write(image, seconds);
    await writer.finish();
    const args = ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', path];
    expect(execFileSync('ffprobe', args, { encoding: 'utf8' }).trim().split('\n')).toEqual([
      'video',
      'audio',
    ]);
  });

  it('are thrown away when they are not finished, and never stand under their name half done', async () => {
    const path = join(folder, 'half.mp4');
    const writer = createVideoWriter(path, { width: 32, height: 20, rate: 10 });
    await writer.write(grey(32, 20, 9), 0);
    expect(existsSync(path)).toBe(false);
    await writer.discard();
    expect((await readdir(folder)).filter((name) => name.includes('half'))).toEqual([]);
    const wrong = createVideoWriter(join(folder, 'half.xyz'), { width: 32, height: 20, rate: 10 });
    const written = (async () => {
      await wrong.write(grey(32, 20, 9), 0);
      await wrong.finish();
    })();
    await expect(written).rejects.toThrow(LineamentError);
    expect((await readdir(folder)).filter((name) => name.includes('half'))).toEqual([]);
  });

  it('refuse a frame of another size', async () => {
    const writer = createVideoWriter(join(folder, 'size.mp4'), { width: 32, height: 20, rate: 10 });
    await expect(writer.write(grey(20, 32, 9), 0)).rejects.toThrow('a frame of 20 × 32 does not fit');
    await writer.discard();
  });
});
