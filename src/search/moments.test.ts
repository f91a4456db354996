import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { StoppedError } from '../core/errors.js';
import { silentWork } from '../core/work.js';
import type { VideoEmbedder } from '../networks/video/video-embedder.js';
import type { VideoMetadata } from '../networks/video/video-metadata.js';
import { distinctMoments, type Moment, type MomentSearch, momentsOf, type SeenFrame } from './moments.js';
import { framesOf } from './search-videos.js';
import { momentSheet } from './shown-moments.js';

const box = { x: 2, y: 2, width: 8, height: 8 };

/** Reads the mean shade of each frame; a clip that rises from dark to bright is what is asked for. */
const search: MomentSearch = {
  sentence: Float32Array.of(1, 0),
  boxes: async () => [box],
  embedder: {
    metadata: {
      input: { enlarge: 1, seconds: 1 },
      architecture: { size: 4, frames: 3, embedding: 2 },
    } as VideoMetadata,
    frames: async (pictures) =>
      Float32Array.from(pictures.flatMap(({ data }) => [data[0]! / 255, data[0]! / 255])),
    clip: async (frames) => {
      const rise = frames[4]! - frames[0]!;
      return Float32Array.of(rise, Math.sqrt(1 - rise ** 2));
    },
    sentence: async () => Float32Array.of(1, 0),
  } satisfies VideoEmbedder,
};

async function* video(
  seconds: number,
  rate: number,
  shade: (time: number) => number,
): AsyncGenerator<SeenFrame> {
  for (let i = 0; i <= seconds * rate; i++) {
    const data = new Uint8Array(16 * 16 * 3).fill(Math.round(255 * shade(i / rate)));
    yield { seconds: i / rate, image: { width: 16, height: 16, channels: 3, data } };
  }
}

async function found(...asked: Parameters<typeof video>): Promise<Moment[]> {
  const moments: Moment[] = [];
  for await (const moment of momentsOf('clip.mp4', video(...asked), search)) moments.push(moment);
  return moments;
}

describe('moments of a video', () => {
  it.each([10, 25, 29.97])('are found where they are, at %d frames a second', async (rate) => {
    const rises = (time: number): number => Math.min(1, Math.max(0, time - 3));
    const moments = await found(8, rate, rises);
    const [best] = distinctMoments(moments, 5);
    expect(best!.score).toBeGreaterThan(0.85);
    expect(Math.abs((best!.from + best!.to) / 2 - 3.5)).toBeLessThan(0.4);
    expect(best!.box).toEqual(box);
    // Windows begin every half second and have two lengths.
    expect(moments.length).toBeGreaterThan(25);
    expect(moments.every(({ from, to }) => Math.abs(to - from - 1.25) - 0.25 < 1e-9)).toBe(true);
  });

  it('of a video that is shorter than any is the whole of it', async () => {
    expect(await found(0.6, 10, (time) => time)).toEqual([
      { score: expect.closeTo(0.6, 1), source: 'clip.mp4', from: 0, to: 0.6, box },
    ]);
  });

  it('that share their time and their face are one, the best of them', () => {
    const moment = (score: number, from: number, x = 0): Moment => ({
      ...{ score, source: 'clip.mp4', from, to: from + 2 },
      box: { ...box, x },
    });
    const moments = [moment(0.5, 0), moment(0.7, 0.5), moment(0.4, 2.5), moment(0.6, 0.5, 100)];
    expect(distinctMoments(moments, 9).map(({ score }) => score)).toEqual([0.7, 0.6, 0.4]);
    expect(distinctMoments(moments, 1)).toHaveLength(1);
    expect(distinctMoments([moment(0.5, 0), { ...moment(0.4, 0), source: 'other.mp4' }], 9)).toHaveLength(2);
  });
});

it('a sheet of moments stops where its work is stopped, also in the middle of a video', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lineament-moments-'));
  const frame = join(folder, 'frame.png');
  const data = new Uint8Array(16 * 16 * 3);
  writeFileSync(
    frame,
    await sharp(data, { raw: { width: 16, height: 16, channels: 3 } })
      .png()
      .toBuffer(),
  );
  const source = { path: folder, pictures: [frame, frame], rate: 1 };
  const moment = { score: 1, source: folder, from: 0, to: 1, box };
  const result = { sentence: 'smiles', unknown: [], windows: 1, found: [moment], failed: [], notes: [] };
  expect((await momentSheet(result, [source])).length).toBeGreaterThan(100);
  const stopped = { ...silentWork, signal: AbortSignal.abort() };
  await expect(momentSheet(result, [source], stopped)).rejects.toThrow(StoppedError);
  rmSync(folder, { recursive: true, force: true });
});

it('frames of a folder have one size; another one is told by its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lineament-frames-'));
  const pictures = await Promise.all(
    [16, 24].map(async (width) => {
      const path = join(folder, `${width}.png`);
      await sharp({ create: { width, height: 16, channels: 3, background: '#888' } }).toFile(path);
      return path;
    }),
  );
  const frames = framesOf({ path: folder, pictures, rate: 1 });
  expect((await frames.next()).value).toMatchObject({ seconds: 0, image: { width: 16, height: 16 } });
  await expect(frames.next()).rejects.toThrow(
    `${pictures[1]}: the frame is 24 × 16, the first one is 16 × 16`,
  );
  rmSync(folder, { recursive: true, force: true });
});

it.skipIf(spawnSync('ffmpeg', ['-version']).status !== 0)(
  'what is wrong with a video is told beside its moments',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lineament-cut-'));
    const path = join(folder, 'cut.mkv');
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=10:d=3', '-c:v', 'mpeg4', '-q:v', '2', path];
    spawnSync('ffmpeg', ['-v', 'error', ...source]);
    truncateSync(path, 60_000);
    const told = { failed: [] as { id: string; reason: string }[], notes: [] };
    for await (const { image } of framesOf({ path }, silentWork, told)) expect(image.width).toBe(160);
    expect(told.failed).toEqual([{ id: path, reason: expect.stringContaining('the video is damaged: ') }]);
    rmSync(folder, { recursive: true, force: true });
  },
);
