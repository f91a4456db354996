import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../store/store.js';
import { useWorkplace } from '../files/labelled-pictures.suite.js';
import { type FindBox, importUnlabelled } from './unlabelled.js';

const place = useWorkplace();
const box = { x: 20, y: 10, width: 30, height: 32 };
const findBox: FindBox = async () => ({ box, found: { agreement: 0.9 } });
const options = () => ({ source: place.source, out: place.out, findBox, boxesBy: 'a-model.onnx' });

describe('importUnlabelled', () => {
  it('stores the pictures of a folder with every point missing, and their boxes', async () => {
    place.picture('b.jpg');
    place.picture('deep/a.jpg');
    place.write('notes.txt', 'no picture');
    const before = place.fingerprint();
    const result = await importUnlabelled(options());
    expect(result).toMatchObject({ count: 2, failures: [] });
    expect(place.fingerprint()).toBe(before);
    const samples = await place.samples();
    expect([...samples.keys()]).toEqual(['b', 'deep/a']);
    const sample = samples.get('deep/a')!;
    expect(sample).toMatchObject({ box, split: 'unlabelled', landmarks: 'ibug68', width: 80, height: 60 });
    expect(sample.points.contour!.length).toBe(136);
    expect(sample.points.contour!.every(Number.isNaN)).toBe(true);
    expect(sample.attributes).toMatchObject({ source: 'deep/a.jpg', box: { agreement: 0.9 } });
    expect(await place.manifest()).toMatchObject({
      missingPoints: 'allowed',
      origin: { format: 'unlabelled', boxesBy: 'a-model.onnx' },
    });
  });

  it('lists pictures without a sure face and broken ones, and imports the others', async () => {
    place.picture('good.jpg');
    place.write('cut.jpg', 'no picture');
    const grey = { raw: { width: 50, height: 40, channels: 1 as const } };
    place.write('empty.png', await sharp(new Uint8Array(2000), grey).png().toBuffer());
    const { count, failures } = await importUnlabelled({
      ...options(),
      findBox: async (image) => (image.width === 50 ? null : findBox(image)),
    });
    expect(count).toBe(1);
    expect(
      failures.map(({ id, reason }) => [id.slice(place.source.length + 1), reason.split(' (')[0]]),
    ).toEqual([
      ['cut.jpg', expect.stringContaining('cannot be read')],
      ['empty.png', 'no face was found that one could be sure of'],
    ]);
  });

  it('gives pictures of one name ids of their own, from a folder and from a list', async () => {
    for (const name of ['a.jpg', 'a.png', 'b.jpg', 'deep/b.jpg', 'c.jpg']) place.picture(name);
    await importUnlabelled(options());
    expect([...(await place.samples()).keys()].sort()).toEqual(['a.jpg', 'a.png', 'b', 'c', 'deep/b']);
    const images = ['a.jpg', 'deep/b.jpg', 'b.jpg', 'a.png', 'c.jpg'];
    const source = place.write('list.jsonl', images.map((image) => JSON.stringify({ image })).join('\n'));
    const out = `${place.out}-of-list`;
    await importUnlabelled({ ...options(), source, out });
    const dataset = await openDataset(out);
    expect((await dataset.read([0, 1, 2, 3, 4])).map(({ id }) => id)).toEqual([
      'a.jpg',
      'deep/b',
      'b',
      'a.png',
      'c',
    ]);
    dataset.close();
  });

  it('lists lines that cannot be read and boxes that are not of the picture, and goes on', async () => {
    for (const name of ['a', 'b']) place.picture(`${name}.jpg`);
    const source = place.write(
      'list.jsonl',
      '{"image": "a.jpg"}\nnonsense\n{"image": 5}\n{"image": "b.jpg"}\n{"image": "c.jpg"}',
    );
    // Pictures are read several at once: the far box is told by its picture's width, not by the order of calls.
    const wide = { raw: { width: 90, height: 60, channels: 3 as const } };
    place.write(
      'c.jpg',
      await sharp(new Uint8Array(90 * 60 * 3), wide)
        .jpeg()
        .toBuffer(),
    );
    const { count, failures } = await importUnlabelled({
      ...options(),
      source,
      findBox: async ({ width }) => ({ box: { ...box, width: width === 90 ? 1e9 : 20 }, found: {} }),
    });
    expect(count).toBe(2);
    expect(failures.map(({ id, reason }) => [id.slice(source.length), reason])).toEqual([
      [':2', expect.stringContaining('the line is no JSON object that names an image')],
      [':3', expect.stringContaining('{"image": "a.jpg"}')],
      [':5', expect.stringContaining('more than 10 times as large')],
    ]);
  });

  it('shows the finder upright pictures: a turned one is turned first', async () => {
    const turned = await sharp(new Uint8Array(80 * 60 * 3), { raw: { width: 80, height: 60, channels: 3 } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    place.write('turned.jpg', turned);
    const seen: number[] = [];
    await importUnlabelled({
      ...options(),
      findBox: (image) => {
        seen.push(image.width, image.height);
        return findBox(image);
      },
    });
    expect(seen).toEqual([60, 80]);
    expect([...(await place.samples()).values()][0]).toMatchObject({ width: 60, height: 80 });
  });

  it('reads a list, leaves out held-out persons, and refuses a picture that the split file does not know', async () => {
    for (const name of ['a', 'b', 'c']) place.picture(`${name}.jpg`);
    const list = (names: readonly string[]): string =>
      place.write(
        'list.jsonl',
        names.map((name) => JSON.stringify({ image: `${name}.jpg`, licence: 'CC0' })).join('\n'),
      );
    const splits = place.write(
      'splits.json',
      JSON.stringify({ about: '', command: '', seed: 1, splits: {}, unlabelled: ['a', 'c'], leftOut: ['b'] }),
    );
    await expect(importUnlabelled({ ...options(), source: list(['a', 'b']), splits })).rejects.toThrow(
      "names the face 'c'",
    );
    place.picture('d.jpg');
    await expect(
      importUnlabelled({ ...options(), source: list(['a', 'b', 'c', 'd']), splits }),
    ).rejects.toThrow("the face 'd' of");
    const result = await importUnlabelled({ ...options(), source: list(['a', 'b', 'c']), splits });
    expect(result.notes?.[0]).toMatch(/^1 pictures of held-out persons are left out/);
    const samples = await place.samples();
    expect([...samples.keys()]).toEqual(['a', 'c']);
    expect(samples.get('a')!.attributes).toMatchObject({ licence: 'CC0' });
  });
});
