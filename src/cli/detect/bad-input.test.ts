/** Pictures as they come: each is a right answer or an error of its own, and the others go on. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Typed, typed } from '../command/typed.suite.js';

let folder = '';
let png: Buffer;
const [width, height] = [180, 180];
/** Of the nose, in the picture that people see. */
let nose: [number, number];

const detect = (...argv: string[]): Promise<Typed> => typed('detect', ...argv);
const at = (name: string): string => join(folder, name);

interface Line {
  image: string;
  faces: { points: [number, number][] }[];
}

const lines = ({ out }: Typed): Line[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-bad-input-'));
  // The first face of the picture in the README: rendered.
  const face = sharp('docs/images/faces.jpg').extract({ left: 0, top: 0, width, height });
  png = await face.png().toBuffer();
  await writeFile(at('plain.png'), png);
  nose = lines(await detect(at('plain.png'), '--format', 'jsonl'))[0]!.faces[0]!.points[30]!;
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function animation(): Promise<Sharp> {
  const first = await sharp(png).raw().toBuffer();
  const frames = Buffer.concat([first, Buffer.alloc(first.length, 90)]);
  return sharp(frames, { raw: { width, height: 2 * height, channels: 3, pageHeight: height } });
}

describe('detect on pictures as they come', () => {
  it('finds the face of CMYK, 16 bits, transparency, a turned camera and an animation, and lists what is broken', async () => {
    const written: Record<string, Sharp> = {
      'cmyk.jpg': sharp(png).toColourspace('cmyk').jpeg({ quality: 95 }),
      'deep.png': sharp(png).toColourspace('rgb16').png(),
      'alpha.webp': sharp(png).ensureAlpha(1).webp({ lossless: true }),
      'turned.jpg': sharp(png).rotate(-90).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }),
      'animated.gif': (await animation()).gif({ delay: [100, 100] }),
      'animated.webp': (await animation()).webp({ lossless: true, delay: [100, 100] }),
    };
    for (const [name, picture] of Object.entries(written)) await picture.toFile(at(name));
    const grey = (side: [number, number]): Sharp =>
      sharp({ create: { width: side[0], height: side[1], channels: 3, background: '#888' } });
    await grey([1, 1]).png().toFile(at('one.png'));
    await grey([3000, 2]).png().toFile(at('thin.png'));
    await writeFile(at('cut.png'), png.subarray(0, png.length >> 1));
    await writeFile(at('empty.jpg'), '');
    await writeFile(at('text.jpg'), 'no picture');
    const given = await detect(folder, '--format', 'jsonl');
    const faces = new Map(lines(given).map(({ image, faces }) => [image.slice(folder.length + 1), faces]));
    for (const name of Object.keys(written)) {
      const [face] = faces.get(name) ?? [];
      expect(face, name).toBeDefined();
      expect(Math.hypot(face!.points[30]![0] - nose[0], face!.points[30]![1] - nose[1]), name).toBeLessThan(
        3,
      );
    }
    expect(faces.get('one.png')).toEqual([]);
    expect(faces.get('thin.png')).toEqual([]);
    expect(given.log).toContain('no face found in 2 of 12 images');
    expect(given.log).toContain(
      `2 pictures are animated, and their first frame alone was looked at: ${at('animated.gif')}, ${at('animated.webp')} (save it as a video`,
    );
    for (const name of ['cut.png', 'empty.jpg', 'text.jpg'])
      expect(given.log).toContain(`${at(name)}: the image cannot be read`);
    expect(given.error).toContain('3 of 12 images failed');
  });

  it('tells a box beside the picture by its picture, and does the others', async () => {
    const boxes = ['far.png,5000,5000,50,50', 'near.png,40,30,90,90'];
    for (const name of ['far.png', 'near.png']) await writeFile(at(name), png);
    await writeFile(at('boxes.csv'), `image,x,y,w,h\n${boxes.join('\n')}\n`);
    const given = await detect('--boxes', at('boxes.csv'), '--format', 'jsonl');
    expect(lines(given).map(({ image }) => image)).toEqual([at('near.png')]);
    expect(given.error).toContain(`${at('far.png')}: detect: the box x 5000, y 5000`);
    expect(given.error).toContain('1 of 2 images failed');
  });

  it('refuses models and sets that do not fit, and flags that contradict each other', async () => {
    const photo = at('plain.png');
    const words: [string[], string][] = [
      [['--model', 'models/face-finder.onnx'], 'not a Lineament model'],
      [['--points', 'transferred'], 'no points of a second set'],
      [
        ['--adapter', 'models/dense490-synthetic-to-ibug68.json'],
        'takes the points of dense490, the model gives dense1001',
      ],
      [['--landmarks', 'nonsense'], "no set is called 'nonsense'"],
      [['--threshold', '0.3', '--box', '1,2,30,40'], '--threshold is for faces that are found'],
      [['--whole', '--box', '1,2,30,40'], 'give --whole or a box'],
      [['--whole', '--track'], '--whole is for pictures, not for videos'],
    ];
    for (const [flags, message] of words) expect((await detect(photo, ...flags)).error).toContain(message);
  });
});
