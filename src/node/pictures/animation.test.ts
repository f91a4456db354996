import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { crc32 } from '../../core/bytes/crc32.js';
import { animatedWords, isAnimated } from './animation.js';

const [width, height] = [8, 6];

/** @param frames – of differing greys, or an encoder would make one of them. */
function pictures(frames: number): Sharp {
  const data = Buffer.concat(
    Array.from({ length: frames }, (_, i) => Buffer.alloc(3 * width * height, 40 * (i + 1))),
  );
  return sharp(data, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
}

/** As APNG: sharp writes none. */
function withFrames(png: Buffer, frames: number): Buffer {
  const body = Buffer.alloc(12);
  body.write('acTL', 'latin1');
  body.writeUInt32BE(frames, 4);
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 16);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

it.each<[string, (frames: number) => Promise<Buffer>]>([
  [
    'GIF',
    (frames) =>
      pictures(frames)
        .gif({ delay: Array(frames).fill(100) })
        .toBuffer(),
  ],
  [
    'WebP',
    (frames) =>
      pictures(frames)
        .webp({ delay: Array(frames).fill(100) })
        .toBuffer(),
  ],
  ['PNG', async (frames) => withFrames(await pictures(1).png().toBuffer(), frames)],
])('%s of one frame is a picture, of more an animation', async (_, written) => {
  expect(isAnimated(await written(1))).toBe(false);
  for (const frames of [2, 3]) expect(isAnimated(await written(frames))).toBe(true);
});

it('Other pictures, and what is cut or none, are no animations', async () => {
  const still = pictures(1);
  const files = [still.clone().png(), still.clone().jpeg(), still.clone().webp(), still.clone().tiff()];
  for (const file of files) expect(isAnimated(await file.toBuffer())).toBe(false);
  const gif = await pictures(2)
    .gif({ delay: [100, 100] })
    .toBuffer();
  // Behind the first picture and before the second.
  for (let length = 0; length < 60; length++) expect(isAnimated(gif.subarray(0, length))).toBe(false);
  expect(isAnimated(new TextEncoder().encode('no picture'))).toBe(false);
});

it('The words name the files, their frame and what to do', () => {
  expect(animatedWords(['a.gif'])).toBe(
    '1 picture is animated, and its first frame alone was looked at: a.gif (save it as a video, such as .mp4, and all frames are looked at)',
  );
  expect(animatedWords(['a.gif', 'b.webp'])).toContain(
    '2 pictures are animated, and their first frame alone',
  );
});
