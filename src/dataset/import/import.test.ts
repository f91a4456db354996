import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { openDataset } from '../store/store.js';
import { importJsonl } from './formats/jsonl.js';
import { importPts } from './formats/pts/pts.js';

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-import-'));
  source = join(folder, 'source');
  mkdirSync(source);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** 60 × 40, red on the left, blue on the right. */
const picture = (): Sharp =>
  sharp(
    Uint8Array.from({ length: 60 * 40 * 3 }, (_, i) =>
      i % 3 === (Math.floor(i / 3) % 60 < 30 ? 0 : 2) ? 220 : 20,
    ),
    { raw: { width: 60, height: 40, channels: 3 } },
  );

/** Point k is (5 + k/2, 10 + (k mod 20)). */
const points = Array.from({ length: 68 }, (_, k): [number, number] => [5 + k / 2, 10 + (k % 20)]);
const expected = Float32Array.from(points.flat());

function pts(list: readonly (readonly [number | string, number | string])[], declared = list.length): string {
  const lines = list.map(([x, y]) => `${Number(x) + 1} ${Number(y) + 1}`);
  return `version: 1\nn_points:  ${declared}\n{\n${lines.join('\n')}\n}\n`;
}

async function place(name: string, text: string = pts(points), image?: Buffer): Promise<void> {
  writeFileSync(join(source, `${name}.pts`), text);
  writeFileSync(join(source, `${name}.jpg`), image ?? (await picture().jpeg().toBuffer()));
}

const out = (): string => join(folder, 'data');

describe('importPts', () => {
  it('reads points counted from 1, takes the tight box, keeps plain JPEGs byte for byte', async () => {
    mkdirSync(join(source, 'helen'));
    await place(join('helen', 'b'));
    await place('a');
    const result = await importPts({ folder: source, out: out(), split: 'common-test' });
    expect(result).toMatchObject({ count: 2, failures: [] });
    const dataset = await openDataset(out());
    const samples = await dataset.read([0, 1]);
    expect(samples.map(({ id }) => id)).toEqual(['a', 'helen/b']);
    expect(samples[1]).toMatchObject({ width: 60, height: 40, split: 'common-test' });
    expect(samples[1]?.points.contour).toEqual(expected);
    expect(samples[1]?.box).toEqual({ x: 5, y: 10, width: 33.5, height: 19 });
    expect(Buffer.from(samples[1]!.image)).toEqual(readFileSync(join(source, 'helen', 'b.jpg')));
  });

  it('lists each broken file with its rule, and imports the others', async () => {
    await place('good');
    await place('brace', pts(points).replace('}', ''));
    await place('count', pts(points.slice(1), 68));
    await place('header', 'version: 1\nn_points: 68\n');
    await place('nan', pts(points).replace('6 11\n', '6 NaN\n'));
    await place('size', pts(points.slice(0, 5)));
    await place('noimage');
    rmSync(join(source, 'noimage.jpg'));
    await place('double');
    writeFileSync(join(source, 'double.png'), await picture().png().toBuffer());
    const whole = await picture().jpeg({ quality: 100 }).toBuffer();
    await place('truncated', pts(points), whole.subarray(0, Math.floor(whole.length * 0.6)));
    await place('text', pts(points), Buffer.from('not an image'));
    const { count, failures } = await importPts({ folder: source, out: out() });
    expect(count).toBe(1);
    const reasons = Object.fromEntries(
      failures.map(({ id, reason }) => [id.slice(source.length + 1), reason]),
    );
    expect(Object.keys(reasons)).toEqual(
      ['brace', 'count', 'double', 'header', 'nan', 'noimage', 'size', 'text', 'truncated'].map(
        (name) => `${name}.pts`,
      ),
    );
    expect(reasons['brace.pts']).toMatch(/^has no closing brace \(/);
    expect(reasons['count.pts']).toMatch(/^says 68 points and lists 67 \(/);
    expect(reasons['double.pts']).toMatch(/double\.jpg and .*double\.png have the same name/);
    expect(reasons['header.pts']).toMatch(/^says 68 points and lists 0/);
    expect(reasons['nan.pts']).toMatch(/^point 1 is '6 NaN', not two numbers/);
    expect(reasons['noimage.pts']).toMatch(/^there is no image with the same name/);
    expect(reasons['size.pts']).toMatch(/^has 5 points, not 68/);
    expect(reasons['text.pts']).toContain(`${join(source, 'text.jpg')}: the image cannot be read`);
    expect(reasons['truncated.pts']).toContain(`${join(source, 'truncated.jpg')}: the image cannot be read`);
    expect((await openDataset(out())).count).toBe(1);
  });

  it('stores turned, grey, CMYK and transparent images as upright RGB', async () => {
    const turned = await picture().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    await place('turned', pts(points), turned);
    await place('grey', pts(points), await picture().greyscale().jpeg().toBuffer());
    await place('cmyk', pts(points), await picture().toColourspace('cmyk').jpeg().toBuffer());
    writeFileSync(join(source, 'clear.pts'), pts(points));
    writeFileSync(join(source, 'clear.png'), await picture().ensureAlpha(0.5).png().toBuffer());
    const { failures } = await importPts({ folder: source, out: out() });
    expect(failures).toEqual([]);
    const dataset = await openDataset(out());
    const samples = new Map((await dataset.read([0, 1, 2, 3])).map((sample) => [sample.id, sample]));
    // Orientation 6: turned a quarter clockwise, the left half becomes the upper half.
    expect(samples.get('turned')).toMatchObject({ width: 40, height: 60 });
    for (const [id, sample] of samples) {
      const { width, height, channels } = await sharp(sample.image).metadata();
      expect([id, channels, width, height]).toEqual([id, 3, sample.width, sample.height]);
    }
    const pixel = async (id: string, x: number, y: number): Promise<number[]> => {
      const { data, width } = await decodeImage(samples.get(id)!.image, id);
      return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    };
    const [r, , b] = await pixel('turned', 20, 5);
    expect(r).toBeGreaterThan(180);
    expect(b).toBeLessThan(60);
    const [gr, gg, gb] = await pixel('grey', 5, 5);
    expect(Math.max(Math.abs(gr! - gg!), Math.abs(gg! - gb!))).toBeLessThanOrEqual(2);
    const [cr, , cb] = await pixel('cmyk', 5, 20);
    expect(cr! - cb!).toBeGreaterThan(80);
    const [pr] = await pixel('clear', 5, 5);
    expect(Math.abs(pr! - 110)).toBeLessThan(4); // half of 220 on black
  });

  it('keeps points beside and above the picture as they are', async () => {
    await place('outside', pts([[-12.5, 10], [20, -3], [75, 44], ...points.slice(3)]));
    expect((await importPts({ folder: source, out: out() })).failures).toEqual([]);
    const [sample] = await (await openDataset(out())).read([0]);
    expect([...sample!.points.contour!.subarray(0, 6)]).toEqual([-12.5, 10, 20, -3, 75, 44]);
    expect(sample!.box).toMatchObject({ x: -12.5, y: -3, width: 87.5, height: 47 });
  });

  it('refuses a folder without labels, or where nothing could be read, and leaves no dataset behind', async () => {
    await expect(importPts({ folder: source, out: out() })).rejects.toThrow('no .pts file');
    await expect(importPts({ folder: join(source, 'gone'), out: out() })).rejects.toThrow('cannot be read');
    await place('bad', 'nonsense');
    await expect(importPts({ folder: source, out: out() })).rejects.toThrow(
      'none of 1 samples could be imported',
    );
    expect(existsSync(out())).toBe(false);
  });

  it('starts a stopped import over, and refuses to add to a finished one', async () => {
    for (let i = 0; i < 140; i++) await place(`face${String(i).padStart(3, '0')}`);
    const stop = new AbortController();
    const report = (done: number): void => {
      if (done >= 132) stop.abort();
    };
    await expect(
      importPts({ folder: source, out: out() }, { ...silentWork, signal: stop.signal, report }),
    ).rejects.toThrow('run the same command again');
    await expect(openDataset(out())).rejects.toThrow('not finished');
    expect((await importPts({ folder: source, out: out() })).count).toBe(140);
    expect((await openDataset(out())).count).toBe(140);
    await expect(importPts({ folder: source, out: out() })).rejects.toThrow('already holds a dataset');
  });

  it('refuses a folder that is taken before it reads a sample, and leaves it as it is', async () => {
    await place('a');
    const done: number[] = [];
    const work = { ...silentWork, report: (count: number) => done.push(count) };
    await importPts({ folder: source, out: out() });
    await expect(importPts({ folder: source, out: out() }, work)).rejects.toThrow('already holds a dataset');
    const foreign = join(folder, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'notes.txt'), 'mine');
    await expect(importPts({ folder: source, out: foreign }, work)).rejects.toThrow('it holds notes.txt');
    const file = join(source, 'a.pts');
    await expect(importPts({ folder: source, out: file }, work)).rejects.toThrow('is not a folder');
    expect(done).toEqual([]);
    expect(readdirSync(foreign)).toEqual(['notes.txt']);
  });
});

describe('importJsonl', () => {
  async function write(lines: readonly unknown[]): Promise<string> {
    writeFileSync(join(source, 'one.jpg'), await picture().jpeg().toBuffer());
    const file = join(source, 'list.jsonl');
    writeFileSync(
      file,
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );
    return file;
  }

  it('takes points, box, label quality and every other key', async () => {
    const file = await write([
      {
        id: 'one',
        image: 'one.jpg',
        width: 60,
        height: 40,
        bbox: [1.5, 2, 30, 35],
        points,
        direct_points: [8, 36],
        weak_points: [0],
        subset: 'studio',
        licence: 'CC0',
      },
      { id: 'two', image: 'one.jpg', points, split: 'train' },
    ]);
    expect(await importJsonl({ file, out: out() })).toMatchObject({ count: 2, failures: [] });
    const dataset = await openDataset(out());
    const [one, two] = await dataset.read([0, 1]);
    expect(one?.box).toEqual({ x: 1.5, y: 2, width: 30, height: 35 });
    expect(one?.points).toEqual({ contour: expected });
    expect([0, 1, 8, 36].map((k) => one?.labelQuality?.[k])).toEqual([2, 1, 0, 0]);
    expect(one).toMatchObject({ split: 'test', attributes: { subset: 'studio', licence: 'CC0' } });
    expect(two?.labelQuality).toBeNull();
    expect(two?.split).toBe('train');
    expect(two?.box.width).toBe(33.5);
  });

  it('takes missing points and what hides points', async () => {
    const seen: (number | string | null)[] = points.map(() => 0);
    seen.splice(0, 4, null, 1, 'hiddenByOther', 'outside');
    const missing = [null, ...points.slice(1)];
    const file = await write([
      '\ufeff' +
        JSON.stringify({ id: 'one', image: 'one.jpg', points: missing, visibility: seen, bbox: null }),
      { id: 'two', image: 'one.jpg', points: missing, visibility: null },
      { id: 'three', image: 'one.jpg', points, visibility: seen },
      { id: 'four', image: 'one.jpg', points, visibility: [0] },
      { id: 'five', image: 'one.jpg', points, visibility: points.map(() => 4) },
      { id: 'six', image: 'one.jpg', points: points.map(() => null), bbox: [1, 2, 30, 20] },
    ]);
    const { count, failures } = await importJsonl({ file, out: out() });
    expect(count).toBe(2);
    expect(failures.map(({ reason }) => reason.split(' (')[0])).toEqual([
      'visibility.0 is null, but points.0 is not missing',
      'visibility has 1 value for 68 points',
      'visibility.0: 0 to 3',
      'six has no labelled point',
    ]);
    expect(failures[0]!.reason).toContain('{"id": "a", "image": "a.jpg", "points": [[12.5, 30], null, …]');
    const dataset = await openDataset(out());
    expect(dataset.manifest.missingPoints).toBe('allowed');
    const [one, two] = await dataset.read([0, 1]);
    expect([...one!.points.contour!.subarray(0, 4)]).toEqual([Number.NaN, Number.NaN, 5.5, 11]);
    expect([...one!.visibility!.subarray(0, 5)]).toEqual([2, 1, 2, 3, 0]);
    expect(two!.visibility).toBeNull();
    expect(two!.box).toEqual({ x: 5.5, y: 10, width: 33, height: 19 });
  });

  it('lists broken lines by their number', async () => {
    const good = { id: 'one', image: 'one.jpg', points };
    const hint =
      '(correct the line; an example with a missing point: {"id": "a", "image": "a.jpg", "points": [[12.5, 30], null, …], "visibility": [0, null, …]})';
    const file = await write([
      good,
      '{"id": "cut',
      { ...good, id: 'few', points: points.slice(2) },
      { ...good, id: 'null', points: [[null, 1], ...points.slice(1)] },
      { ...good, id: 'gone', image: 'gone.jpg' },
      good,
      { ...good, id: 'wide', width: 61, height: 40 },
      '{"id": "nan", "image": "one.jpg", "points": [[NaN, 1]]}',
      { ...good, id: 'beyond', weak_points: [3, 68] },
      { ...good, id: 'absolute', image: join(source, 'one.jpg') },
    ]);
    const { count, failures } = await importJsonl({ file, out: out() });
    expect(count).toBe(2);
    expect(failures.map(({ id, reason }) => [id.slice(file.length), reason.replace(source, '')])).toEqual([
      [':2', 'the line is not JSON (correct or remove the line)'],
      [
        ':3',
        'few has 66 points; ibug68 has 68 (correct the line or name its landmark set; a missing point is null)',
      ],
      [':4', `points.0.0: a number is wanted ${hint}`],
      [
        ':5',
        '/gone.jpg: the image of gone cannot be read: no such file or folder (check the path and its permissions)',
      ],
      [':6', "the id 'one' is taken by /list.jsonl:1"],
      [
        ':7',
        'the labels are of a picture of 61 × 40 pixels, this one has 60 × 40 (give the picture that was labelled, or correct its size in the labels)',
      ],
      [':8', 'the line is not JSON: it holds NaN, which is no number (write null for a missing point)'],
      [':9', `weak_points names point 68; the points are 0 to 67 ${hint}`],
    ]);
  });
});

const faces = new URL('../../../../shared/faces/labelled.jsonl', import.meta.url).pathname;
describe.skipIf(!existsSync(faces))(
  'the photographs of ../shared/faces (skipped where they are missing)',
  () => {
    it('are imported whole, unchanged', async () => {
      const before = createHash('sha256').update(readFileSync(faces)).digest('hex');
      const { count, failures } = await importJsonl({ file: faces, out: out() });
      expect({ count, failures }).toEqual({ count: 142, failures: [] });
      expect(createHash('sha256').update(readFileSync(faces)).digest('hex')).toBe(before);
      const dataset = await openDataset(out());
      for await (const batch of dataset.scan({ images: false })) {
        for (const { box, points, width } of batch) {
          const xs = points.contour!.filter((_, i) => i % 2 === 0);
          expect(Math.abs(Math.min(...xs) - box.x)).toBeLessThan(0.02 * width);
          expect(Math.abs(Math.max(...xs) - box.x - box.width)).toBeLessThan(0.02 * width);
        }
      }
    });
  },
);
