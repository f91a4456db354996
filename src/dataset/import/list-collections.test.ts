/** Collections in one list: WFLW, dlib's XML and FaceSynthetics as others write them. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { nearestSubset } from '../../landmarks/correspondence.js';
import { wflw98, wflwAsIbug } from '../../landmarks/sets/annotated-sets.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { rowsOf, useWorkplace } from './files/labelled-pictures.suite.js';
import { importDlib } from './formats/dlib-xml.js';
import { importFaceSynthetics } from './formats/face-synthetics.js';
import { importWflw } from './formats/wflw.js';

const place = useWorkplace();

describe('WFLW', () => {
  const line = (name: string, shift = 0): string =>
    [...rowsOf(98).flatMap(([x, y]) => [x! + shift, y]), 4, 8, 60, 32, 1, 0, 0, 1, 0, 1, name].join(' ');

  function lists(): void {
    place.write(
      'WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt',
      `${line('0--Parade/a.jpg')}\n${line('0--Parade/a.jpg', 3)}\n`,
    );
    place.write(
      'WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_test.txt',
      `${line('1--Handshaking/b.jpg')}\n${line('gone.jpg')}\n1 2 c.jpg\n`,
    );
    place.picture('WFLW_images/0--Parade/a.jpg');
    place.picture('WFLW_images/1--Handshaking/b.jpg');
  }

  it('keeps 98 points, attributes, pupils, and several faces of a picture', async () => {
    lists();
    const before = place.fingerprint();
    const result = await importWflw({ folder: place.source, out: place.out });
    expect(place.fingerprint()).toBe(before);
    expect(result.notes).toEqual(['train: 2 of 7500 faces are listed', 'test: 3 of 2500 faces are listed']);
    expect(
      result.failures.map(({ reason }) => reason.replace(/^.*?(the image|has)/, '$1').split(' (')[0]),
    ).toEqual(['the image cannot be read: no such file or folder', 'has 3 columns, not 207']);
    const samples = await place.samples();
    expect([...samples].map(([id, { split }]) => [id, split])).toEqual([
      ['1--Handshaking/b', 'test'],
      ['0--Parade/a', 'train'],
      ['0--Parade/a#2', 'train'],
    ]);
    const { points, pupils, box, attributes } = samples.get('0--Parade/a')!;
    expect(points.contour).toEqual(Float32Array.from(rowsOf(98).flat()));
    expect([...pupils!]).toEqual([53, 26, 53.5, 27]);
    expect(box).toEqual({ x: 4, y: 8, width: 56, height: 24 });
    expect(attributes).toEqual({
      source: '0--Parade/a.jpg',
      ...{ pose: 1, expression: 0, illumination: 0, make_up: 1, occlusion: 0, blur: 1 },
    });
    expect(await place.manifest()).toMatchObject({ landmarks: 'wflw98', pointCount: 98 });
  });

  it('gives 68 of them for ibug68, and says which are cut differently', async () => {
    lists();
    await importWflw({ folder: place.source, out: place.out, landmarks: 'ibug68' });
    const { points, labelQuality } = (await place.samples()).get('0--Parade/a')!;
    const all = rowsOf(98);
    expect(points.contour).toEqual(Float32Array.from(wflwAsIbug.flatMap((k) => all[k]!)));
    expect([8, 30, 36, 37, 39, 48].map((k) => labelQuality![k])).toEqual([1, 0, 0, 1, 0, 0]);
  });

  it('the 68 are the nearest on the mean face, and mirror like the published pairs', () => {
    const nearest = nearestSubset(wflw98, ibug68);
    expect(new Set(wflwAsIbug).size).toBe(68);
    // Brows and lids apart, which are cut differently, the nearest is the same point.
    for (const k of [
      ...Array(17).keys(),
      ...Array.from({ length: 9 }, (_, i) => 27 + i),
      36,
      39,
      42,
      45,
      48,
      51,
      54,
      57,
      62,
      66,
    ])
      expect(nearest[k], `point ${k}`).toBe(wflwAsIbug[k]);
    const pairs: [number, number][] = [
      [0, 32],
      [33, 46],
      [37, 42],
      [38, 50],
      [41, 47],
      [55, 59],
      [60, 72],
      [61, 71],
      [64, 68],
      [65, 75],
      [67, 73],
      [76, 82],
      [87, 83],
      [88, 92],
      [95, 93],
      [96, 97],
    ];
    for (const [a, b] of pairs) expect([wflw98.mirror[a], wflw98.mirror[b]], `${a}`).toEqual([b, a]);
    for (const k of [16, 51, 54, 57, 79, 85, 90, 94]) expect(wflw98.mirror[k]).toBe(k);
  });
});

describe('dlib XML', () => {
  const parts = (rows: readonly (readonly number[])[]): string =>
    rows.map(([x, y], k) => `<part name='${String(k).padStart(2, '0')}' x='${x}' y='${y}'/>`).join('\n');

  it('keeps several faces, missing parts, turned and grey pictures; leaves ignored boxes and comments out', async () => {
    const raw = sharp(new Uint8Array(80 * 60).fill(90), { raw: { width: 80, height: 60, channels: 1 } });
    place.write('turned & grey.jpg', await raw.jpeg().withMetadata({ orientation: 6 }).toBuffer());
    place.picture('two.jpg');
    const file = place.write(
      'labels.xml',
      `<?xml version='1.0'?>\n<!-- <image file='no.jpg'><box top='0' left='0' width='1' height='1'><part name='0' x='1' y='1'/></box></image> -->
<dataset><images>
<image file='two.jpg'>
  <box top='8' left="4" width='56' height='24'>${parts(rowsOf(68))}</box>
  <box top='1' left='2' width='10' height='10' ignore='1'>${parts(rowsOf(68))}</box>
  <box top='1' left='2' width='10' height='10'/>
  <box top='9' left='5' width='30' height='20'><label>x</label>${parts(rowsOf(67))}</box>
</image>
<image file='turned &amp; grey.jpg'><box top='-3' left='4' width='56' height='24'>${parts(rowsOf(68))}</box></image>
<image file='wrong.jpg'><box top='8' left='4' width='56' height='24'><part name='nose' x='1' y='2'/></box></image>
</images></dataset>`,
    );
    const { failures } = await importDlib({ file, out: place.out });
    expect(failures.map(({ reason }) => reason)).toEqual([
      "part 'nose' is none of ibug68, 0 to 67 (name the landmark set that it is labelled with)",
    ]);
    const samples = await place.samples();
    expect([...samples.keys()]).toEqual(['two#1', 'two#4', 'turned & grey']);
    expect(samples.get('two#1')!.points.contour).toEqual(Float32Array.from(rowsOf(68).flat()));
    expect(samples.get('two#4')!.points.contour![2 * 67]).toBeNaN();
    expect(samples.get('two#4')!.box).toEqual({ x: 5, y: 9, width: 30, height: 20 });
    expect(samples.get('turned & grey')).toMatchObject({ width: 60, height: 80, box: { y: -3 } });
    expect((await sharp(samples.get('turned & grey')!.image).metadata()).channels).toBe(3);
  });
});

describe('FaceSynthetics', () => {
  it('reads 70 rows, the pupils last, and says what is wrong with a file', async () => {
    const rows = (count: number): string =>
      rowsOf(count)
        .map((row) => row.join(' '))
        .join('\n');
    place.picture('000000.png');
    place.write('000000_ldmks.txt', `${rows(70)}\n`);
    place.picture('000001.png');
    place.write('000001_ldmks.txt', rows(68));
    const { failures } = await importFaceSynthetics({ folder: place.source, out: place.out });
    expect(failures.map(({ reason }) => reason)).toEqual(['has 68 rows, not 70 (fetch the file again)']);
    const sample = (await place.samples()).get('000000')!;
    expect(sample.points.surface).toEqual(Float32Array.from(rowsOf(68).flat()));
    expect([...sample.pupils!]).toEqual([39, 18, 39.5, 19]);
  });
});
