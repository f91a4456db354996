import { describe, expect, it } from 'vitest';
import { readFfmpegLog } from './ffmpeg-log.js';

const opened = "[info] Input #0, matroska,webm, from 'file:a.mkv':";

function damageIn(...lines: string[]): string | null {
  const log = readFfmpegLog();
  for (const line of lines) log.take(line);
  return log.damage();
}

describe('what ffmpeg complains of', () => {
  // As ffmpeg 5.1 printed them, for files that were cut, overwritten in places, and whole with odd times; the last three as 7 does.
  it.each([
    ['[matroska,webm @ 0x557f] [error] File ended prematurely', true],
    ['[h264 @ 0x55f0] [error] error while decoding MB 2 0, bytestream 2413', true],
    ['[NULL @ 0x55f3] [error] Invalid NAL unit size (535 > 474).', true],
    ['[error] Error while decoding stream #0:0: Invalid data found when processing input', true],
    ['[rawvideo @ 0x55ae] [error] Invalid buffer size, packet size 21390 < expected frame_size 28800', true],
    [
      '[rawvideo @ 0x55c6] [error] Application provided invalid, non monotonically increasing dts to muxer in stream 0: 9 >= 9',
      false,
    ],
    ['[Parsed_scale_1 @ 0x55aa] [error] Failed to configure output pad', false],
    ['[swscaler @ 0x55aa] [error] deprecated pixel format used', false],
    ['[error] Error writing trailer of pipe:1: Broken pipe', false],
    ['[h264 @ 0x55f0] [warning] Cannot use next picture in error concealment', false],
    ['[vist#0:0/h264 @ 0x1] [dec:h264 @ 0x2] [error] Error submitting packet to decoder: Invalid data', true],
    ['[out#0/rawvideo @ 0x1] [error] Error muxing a packet', false],
    ['[vf#0:0 @ 0x1] [error] Error while filtering: Invalid argument', false],
  ])('%s: of the file: %s', (line, isOfFile) => {
    expect(damageIn(opened, line)).toBe(isOfFile ? line.replace(/^(\[[^\]]*\] )*/, '') : null);
  });

  it('is of the demuxer alone while the file is opened, since decoders come to it again', () => {
    const sound = '[aac @ 0x5625] [error] TNS filter order 30 is greater than maximum 12.';
    expect(damageIn(sound, opened)).toBeNull();
    const cut = '[matroska,webm @ 0x557f] [error] File ended prematurely';
    expect(damageIn(sound, cut, opened)).toBe('File ended prematurely');
    expect(damageIn(cut.replace('matroska,webm', 'mpeg4'), opened)).toBeNull();
  });

  it('is kept for messages whoever says it, and nothing else is', () => {
    const { take } = readFfmpegLog();
    expect(take('[error] Error writing trailer of pipe:1: Broken pipe')).toBe(false);
    expect(take('[warning] file:a.ts: corrupt input packet in stream 0')).toBe(true);
    expect(take(opened)).toBe(true);
  });
});

it('frames are told with their times and the size that people see', async () => {
  const log = readFfmpegLog();
  for (const end of [
    'pts_time:1.5 pos: 9 fmt:yuv420p sar:2/1 s:45x160 i:P',
    'pts_time:NOPTS pos: 9 fmt:gray sar:0/1 s:8x6 i:P',
  ])
    log.take(`[Parsed_showinfo_0 @ 0x5592] [info] n:   0 pts:  10240 ${end} iskey:1 type:I `);
  const ended = Promise.resolve();
  expect(await log.next(ended)).toEqual({ seconds: 1.5, width: 90, height: 160 });
  expect(await log.next(ended)).toEqual({ seconds: Number.NaN, width: 8, height: 6 });
  expect(await log.next(ended)).toBeUndefined();
});
