/** Annotation files in COCO's shape, as they are published and as they get broken. */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { silentWork } from '../../../core/work.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import { rowsOf, useWorkplace } from '../files/labelled-pictures.suite.js';
import type { ImportResult } from '../import-dataset.js';
import { importCoco } from './coco-wholebody.js';
import { importHalpe } from './halpe.js';
import { importMmpose } from './mmpose.js';

const place = useWorkplace();

/** x, y, v of each point. */
const values = (count: number, flag: number | ((k: number) => number) = 1): number[] =>
  rowsOf(count).flatMap(([x, y], k) => [x!, y!, typeof flag === 'number' ? flag : flag(k)]);
const face = (id: number, more: object = {}): Record<string, unknown> => ({
  ...{ id, image_id: id, face_valid: true, face_box: [4, 9, 36, 22], face_kpts: values(68) },
  ...{ keypoints: [], lefthand_valid: false },
  ...more,
});
const picture = (id: number, more: object = {}): object => ({ id, file_name: `${id}.jpg`, ...more });

/** Writes the file and its pictures `1.jpg` to `5.jpg`. */
function file(
  annotations: readonly unknown[],
  images: readonly object[] = [1, 2, 3, 4, 5].map((id) => picture(id)),
): string {
  for (const id of [1, 2, 3, 4, 5]) place.picture(`images/${id}.jpg`);
  return place.write('ann.json', JSON.stringify({ images, annotations }));
}

const reasons = ({ failures }: ImportResult): string[] =>
  failures.map(({ id, reason }) => `${basename(id)}: ${reason.replace(place.source, '')}`);

describe('COCO-WholeBody', () => {
  it('keeps several faces of a picture and missing points; leaves invalid faces and plain persons out', async () => {
    const result = await importCoco({
      file: file([
        face(7, { image_id: 1, face_kpts: values(68, (k) => (k === 3 ? 0 : 1)) }),
        face(8, { image_id: 1, face_valid: 1 }),
        face(9, { face_valid: false, face_kpts: new Array(204).fill(0), face_box: [0, 0, 0, 0] }),
        face(10, { face_valid: 0 }),
        { id: 11, image_id: 2, keypoints: [1, 2, 2], bbox: [1, 2, 3, 4] },
        face(12, { image_id: 6 }),
      ]),
      out: place.out,
    });
    expect(reasons(result)).toEqual(['ann.json: annotation 12: names picture 6, which is not listed']);
    expect(result.notes).toEqual(['3 annotations without a valid face left out']);
    const samples = await place.samples();
    expect([...samples.keys()]).toEqual(['1#7', '1#8']);
    const { points, box, attributes } = samples.get('1#7')!;
    expect([...points.contour!.subarray(4, 8)]).toEqual([6, 12, Number.NaN, Number.NaN]);
    expect(box).toEqual({ x: 4, y: 9, width: 36, height: 22 });
    expect(attributes).toEqual({ source: '1.jpg', annotation: 7 });
  });

  it.each([1, 2])('v = %i for all says nothing of what is seen', async (flag) => {
    await importCoco({ file: file([face(1, { face_kpts: values(68, flag) })]), out: place.out });
    expect((await place.samples()).get('1')!.visibility).toBeNull();
  });

  it('v tells hidden points from seen ones where the file has both', async () => {
    const mixed = values(68, (k) => (k < 3 ? 1 : 2));
    mixed[3] = 90; // of 80
    await importCoco({
      file: file([face(1, { face_kpts: mixed }), face(2), face(3, { face_kpts: values(68, 2) })]),
      out: place.out,
    });
    const samples = await place.samples();
    expect([...samples.get('1')!.visibility!.subarray(0, 4)]).toEqual([
      visibility.hiddenByOther,
      visibility.outside,
      visibility.hiddenByOther,
      visibility.visible,
    ]);
    expect(samples.get('2')!.visibility).toBeNull();
    expect(new Set(samples.get('3')!.visibility)).toEqual(new Set([visibility.visible]));
  });

  it('turns and scales labels by the stated size, lists what contradicts', async () => {
    const sideways = await sharp(new Uint8Array(80 * 60 * 3), { raw: { width: 80, height: 60, channels: 3 } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const source = file(
      [1, 2, 3, 4].map((id) => face(id)),
      [
        picture(1, { width: 80, height: 60 }),
        picture(2, { width: 40, height: 30 }),
        picture(3, { width: 80, height: 50 }),
        picture(4, { width: 80, height: 60 }),
      ],
    );
    place.write('images/4.jpg', sideways);
    const result = await importCoco({ file: source, out: place.out });
    expect(reasons(result)).toEqual([
      expect.stringMatching(/^ann\.json: annotation 3: .* of 80 × 50 pixels, this one has 80 × 60/),
    ]);
    const samples = await place.samples();
    const first = (id: string): number[] => [...samples.get(id)!.points.contour!.subarray(0, 2)];
    expect([first('1'), first('2'), first('4')]).toEqual([
      [5, 10],
      [10.5, 20.5],
      [49, 5],
    ]);
    expect(samples.get('4')).toMatchObject({
      width: 60,
      height: 80,
      box: { x: 28, y: 4, width: 22, height: 36 },
    });
  });

  it('takes names as Windows and other machines write them', async () => {
    const source = file(
      [1, 2, 3, 4].map((id) => face(id)),
      [
        { id: 1, file_name: 'part\\1.jpg' },
        { id: 2, file_name: join(place.source, 'images/2.jpg') },
        { id: 3, file_name: '/elsewhere/3.jpg' },
        { id: 4, file_name: 'images/4.jpg' },
      ],
    );
    place.picture('images/part/1.jpg');
    const result = await importCoco({ file: source, out: place.out });
    expect([...(await place.samples()).keys()]).toEqual(['part/1', '2', 'images/4']);
    expect(reasons(result)).toEqual([expect.stringMatching(/^ann\.json: annotation 3: /)]);
  });

  it('lists each broken annotation and picture and imports the rest', async () => {
    const bad: [string, RegExp][] = [
      ['null', /annotations\.1: .*keys with their values/],
      ['7', /keys with their values/],
      ['"x"', /keys with their values/],
      ['[]', /keys with their values/],
      [JSON.stringify(face(2, { face_valid: 'yes' })), /annotations\.5: face_valid: /],
      [JSON.stringify(face(2, { face_kpts: [1, 2] })), /annotations\.6: face_kpts: /],
      [JSON.stringify(face(2, { face_kpts: null })), /annotations\.7: face_kpts: /],
      [JSON.stringify(face(2, { face_box: [1, 2, 3, 'x'] })), /annotations\.8: face_box\.3: /],
      [JSON.stringify(face(2, { image_id: null })), /annotations\.9: image_id: /],
      [JSON.stringify(face(2)).replace('[4,', '[NaN,'), /not JSON: it holds NaN, which is no number/],
      [JSON.stringify(face(2)).replace('[4,', '[1e999,'), /annotations\.11: face_box\.0: /],
      [JSON.stringify(face(2)).replace('[4,', '[4,,'), /is not JSON/],
      [JSON.stringify(face(2)).replace('[4,', '[1e39,'), /1e\+?39|outside|times/],
      [JSON.stringify(face(2)).replace('[5,', '[-1e39,'), /1e\+?39|Infinity/],
      [JSON.stringify(face(2, { face_box: [4, 9, 0, 0] })), /has a face box of 0 × 0 pixels/],
      [JSON.stringify(face(2, { image_id: 6 })), /6\.jpg.*no such file/],
      [JSON.stringify(face(2, { image_id: 7 })), /names twice, differently/],
    ];
    const images = [
      ...[1, 5, 6].map((id) => picture(id)),
      picture(2, { width: null }),
      picture(7),
      { id: 7, file_name: 'b.jpg' },
      { id: 8 },
      picture(1), // the same again does no harm
    ];
    const list = [JSON.stringify(face(1)), ...bad.map(([text]) => text), JSON.stringify(face(5))];
    file([]);
    const source = place.write(
      'bad.json',
      `{"images":${JSON.stringify(images)},"annotations":[${list.join()}]}`,
    );
    const result = await importCoco({ file: source, out: place.out });
    expect([...(await place.samples()).keys()]).toEqual(['1', '5']);
    const found = reasons(result);
    expect(found).toHaveLength(bad.length + 1);
    for (const [text, pattern] of [...bad, ['images.6', /images\.6: file_name: /] as const])
      expect(
        found.some((reason) => pattern.test(reason)),
        `${text.slice(0, 60)} ${found.join('\n')}`,
      ).toBe(true);
  });

  it('imports what comes before the end of a file that breaks off, wherever that is', async () => {
    const whole = JSON.stringify({ images: [picture(1), picture(2)], annotations: [face(1), face(2)] });
    file([]);
    for (const [end, count] of [
      [whole.length - 1, 2],
      [whole.length - 20, 1],
    ] as const) {
      rmSync(place.out, { recursive: true, force: true });
      const source = place.write('cut.json', whole.slice(0, end));
      const result = await importCoco({ file: source, out: place.out });
      expect(result.count).toBe(count);
      expect(reasons(result)).toEqual([
        expect.stringMatching(/^cut\.json: the JSON breaks off .*\(fetch the file again\)$/),
      ]);
    }
  });

  it.each([
    ['', /the file is empty/],
    ['[]', /no JSON object/],
    ['\ud83d\ude00', /no JSON object/],
    ['{}', /has no list 'images'/],
    ['{"images": {}, "annotations": 3}', /has no list 'images'/],
    ['{"images": [{"id": 1, "file_name": "1.jpg"}]}', /has no list 'annotations'/],
    ['{"images": [1], "annotations": [1]}', /none of 2 samples could be imported/],
    [
      '{"images": [{"id": 1, "file_name": "1.jpg"}], "annotations": [{"id": 1}]}',
      /none of 1 annotations has a valid/,
    ],
  ])('says what is wrong with %s', async (text, message) => {
    await expect(importCoco({ file: place.write('a.json', text), out: place.out })).rejects.toThrow(message);
  });

  it('stops while the file is read', async () => {
    const work = { ...silentWork, signal: AbortSignal.abort() };
    await expect(importCoco({ file: file([face(1)]), out: place.out }, work)).rejects.toThrow(
      /bytes were read/,
    );
  });
});

describe('Halpe', () => {
  it('takes points 26 to 93, and the tight box of those that are labelled', async () => {
    const person = (id: number, of: number[]): object => ({
      ...{ id, image_id: id, bbox: [0, 0, 79, 59] },
      keypoints: [...new Array(78).fill(3), ...of, ...new Array(126).fill(2)],
    });
    const result = await importHalpe({
      file: file([
        person(1, values(68)),
        person(2, new Array(204).fill(0)),
        { id: 3, image_id: 3, keypoints: [1] },
      ]),
      out: place.out,
    });
    expect(reasons(result)).toEqual([expect.stringMatching(/^ann\.json: annotations\.2: .*keypoints/)]);
    const sample = (await place.samples()).get('1')!;
    expect(sample.points.contour).toEqual(Float32Array.from(rowsOf(68).flat()));
    expect(sample.box).toEqual({ x: 5, y: 10, width: 33.5, height: 19 });
  });
});

describe('mmpose', () => {
  const labelled = (id: number, more: object, count = 68): object => ({
    ...{ id, image_id: id, num_keypoints: count, keypoints: values(count) },
    ...more,
  });

  it('takes the box from bbox, from center and scale, or from the points', async () => {
    await importMmpose({
      file: file([
        labelled(1, { bbox: [1, 2, 30, 40], center: [20, 20], scale: 0.2 }),
        labelled(2, { center: [20, 20], scale: 0.2 }),
        labelled(3, { center: [20, 20], scale: [0.2, 0.1] }),
        labelled(4, {}),
      ]),
      out: place.out,
    });
    expect([...(await place.samples()).values()].map(({ box }) => box)).toEqual([
      { x: 1, y: 2, width: 30, height: 40 },
      { x: 0, y: 0, width: 40, height: 40 },
      { x: 0, y: 10, width: 40, height: 20 },
      { x: 5, y: 10, width: 33.5, height: 19 },
    ]);
  });

  it.each([
    [68, 'ibug68'],
    [98, 'wflw98'],
    [29, 'cofw29'],
  ])('%i points are those of %s', async (count, name) => {
    const result = await importMmpose({
      file: file([labelled(1, {}, count), labelled(2, {}, count - 1)]),
      out: place.out,
    });
    expect(reasons(result)).toEqual([expect.stringMatching(`has ${count - 1} points; ${name} has ${count}`)]);
    expect((await place.manifest()).landmarks).toBe(name);
  });

  it('asks for the set of another number of points, and takes it', async () => {
    const source = file([labelled(1, {}, 3)]);
    await expect(importMmpose({ file: source, out: place.out })).rejects.toThrow(
      /have 3 points.*--landmarks/,
    );
    await expect(importMmpose({ file: source, out: place.out, landmarks: 'ibug68' })).rejects.toThrow(
      /has 3 points; ibug68 has 68/,
    );
  });
});
