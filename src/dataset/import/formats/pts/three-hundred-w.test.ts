/** 300-W and 300-VW as they are found on disks: nested or not, linked, with headers lost. */
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ptsText, rowsOf, useWorkplace } from '../../files/labelled-pictures.suite.js';
import { parsePts } from '../../files/pts-file.js';
import { importPts } from './pts.js';
import { importThreeHundredVw } from './three-hundred-vw.js';
import { importThreeHundredW } from './three-hundred-w.js';

const workplace = useWorkplace();

function face(stem: string, text = ptsText(rowsOf(68)), ending = 'jpg'): void {
  workplace.write(`${stem}.pts`, text);
  workplace.picture(`${stem}.${ending}`);
}

const rows = rowsOf(68).map((row) => row.join(' '));
const points = Float32Array.from(rowsOf(68).flat(), (value) => value - 1);

describe('.pts files', () => {
  it.each([
    ['without a header', `{\n${rows.join('\n')}\n}\n`],
    ['without braces', `version: 1\nn_points: 68\n${rows.join('\n')}\n`],
    ['with points alone', rows.join('\n')],
    ['from Windows', `version: 1\r\nn_points:  68\r\n{\r\n${rows.join('\r\n')}\r\n}\r\n`],
    ['with everything on the same lines', `version:1 n_points:68 {\n${rows.join('\n')}}`],
    ['with tabs and commas', rows.map((row) => `\t${row.replace(' ', ',\t')}`).join('\n')],
  ])('are read %s', (_, text) => {
    expect(parsePts(text, 'a.pts', 68)).toEqual(points);
  });

  it.each([
    ['a lost end', `{\n${rows.join('\n')}`, /no closing brace/],
    ['a lost beginning', `${rows.join('\n')}\n}`, /no opening brace/],
    [
      'a link that was copied as a text',
      '../real/a.pts\n',
      /nothing but the path '..\/real\/a.pts' .*symbolic link/,
    ],
    ['too few points', rows.slice(0, 60).join('\n'), /has 60 points, not 68 .*cut off/],
    [
      'another number than it says',
      `n_points: 68\n{\n${rows.slice(1).join('\n')}\n}`,
      /says 68 points and lists 67/,
    ],
    ['words', rows.map(() => 'a b').join('\n'), /point 1 is 'a b', not two numbers/],
    ['nothing', '', /has 0 points/],
  ])('are refused with %s', (_, text, rule) => {
    expect(() => parsePts(text, 'a.pts', 68)).toThrow(rule);
  });
});

describe('300-W as it is found', () => {
  it('nested, in joined names, as PNG, with linked pictures and mirrored copies', async () => {
    face('ibug_300W_large/afw/1_1');
    face('ibug_300W_large/afw/1_1_mirror');
    face('ibug_300W_large/helen/trainset/a', rows.join('\n'), 'png');
    face('more/helen_testset/b');
    face('more/lfpw-test/c');
    face('trainset/LFPW/d');
    face('challenging/IBUG/image_003_1');
    face('300W/01-Indoor/indoor_001', undefined, 'png');
    workplace.picture('300W/01-Indoor/indoor_002.png');
    // A picture that is a link to where the pictures are.
    workplace.write('ibug_300W_large/afw/2_1.pts', ptsText(rowsOf(68)));
    workplace.picture('pictures/2.jpg');
    symlinkSync(
      join(workplace.source, 'pictures/2.jpg'),
      join(workplace.source, 'ibug_300W_large/afw/2_1.jpg'),
    );
    // Labels whose picture is not there.
    workplace.write('ibug_300W_large/afw/3_1.pts', ptsText(rowsOf(68)));
    const { parts, notes, failures } = await importThreeHundredW({
      folder: workplace.source,
      out: workplace.out,
    });
    expect(Object.fromEntries(parts.map(({ name, imported }) => [name, imported]))).toEqual({
      AFW: 2,
      'HELEN train': 1,
      'LFPW train': 1,
      'HELEN test': 1,
      'LFPW test': 1,
      iBug: 1,
      'private indoor': 1,
      'private outdoor': 0,
    });
    expect(failures.map(({ id, reason }) => [id.slice(-7), reason.slice(0, 36)])).toEqual([
      ['3_1.pts', 'there is no image with the same name'],
    ]);
    expect(notes).toContain('1 mirrored copies (NAME_mirror.pts) are left out');
    expect(notes).toContainEqual(expect.stringMatching(/^1 picture without a \.pts file: .+\.(jpg|png)$/));
    expect(notes).toContain('train · AFW: 2 of 337, 335 missing');
  });

  it('not a folder without labels', async () => {
    const given = { folder: workplace.source, out: workplace.out };
    await expect(importThreeHundredW(given)).rejects.toThrow('no .pts file lies in it or below');
  });

  it('one part given by itself', async () => {
    face('helen/testset/a');
    const folder = join(workplace.source, 'helen', 'testset');
    const { parts } = await importThreeHundredW({ folder, out: workplace.out });
    expect(parts.find(({ name }) => name === 'HELEN test')?.imported).toBe(1);
  });
});

describe('300-VW', () => {
  it('labels in annot, frames in a folder beside it, the published splits', async () => {
    for (const [clip, frames, ending] of [
      ['001', 'imgs', 'jpg'],
      ['114', 'images', 'png'],
      ['Category_3/410', 'frames', 'jpg'],
    ] as const) {
      workplace.write(`${clip}/annot/000001.pts`, ptsText(rowsOf(68)));
      workplace.write(`${clip}/annot/000002.pts`, rows.join('\n'));
      workplace.picture(`${clip}/${frames}/000001.${ending}`);
      workplace.picture(`${clip}/${frames}/000002.${ending}`);
    }
    const { count, failures, notes } = await importThreeHundredVw({
      folder: workplace.source,
      out: workplace.out,
    });
    expect({ count, failures }).toEqual({ count: 6, failures: [] });
    const samples = [...(await workplace.samples()).values()];
    expect(samples.map(({ id, split }) => [id, split])).toEqual([
      ['001/000001', 'train'],
      ['001/000002', 'train'],
      ['114/000001', 'test-1'],
      ['114/000002', 'test-1'],
      ['Category_3/410/000001', 'test-3'],
      ['Category_3/410/000002', 'test-3'],
    ]);
    expect(samples[0]!.points.contour).toEqual(points);
    expect(notes?.[0]).toBe('train: 1 of 50 clips, 2 frames labelled');
  });

  it('lists clips whose frames are not extracted, are counted otherwise, or lack one', async () => {
    const clip = (name: string): void => {
      workplace.write(`${name}/annot/000001.pts`, ptsText(rowsOf(68)));
      workplace.write(`${name}/annot/000002.pts`, ptsText(rowsOf(68)));
    };
    clip('001');
    workplace.write('001/vid.avi', '');
    clip('002');
    workplace.picture('002/imgs/000000.jpg');
    workplace.picture('002/imgs/000001.jpg');
    clip('003');
    workplace.picture('003/imgs/frame1.jpg');
    const { count, failures } = await importThreeHundredVw({ folder: workplace.source, out: workplace.out });
    expect(count).toBe(1);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/2 frames are labelled, and no picture.*ffmpeg -i .*-start_number 1/),
      expect.stringMatching(/counted from 0 and the labels from 1/),
      expect.stringMatching(/no picture of frame 2/),
    ]);
  });
});

it('damaged pictures are listed, wherever the damage is', async () => {
  const noise = Uint8Array.from({ length: 80 * 60 * 3 }, (_, i) => (i * 7919) % 251);
  const picture = sharp(noise, { raw: { width: 80, height: 60, channels: 3 } });
  const tiff = await picture.clone().tiff({ compression: 'none' }).toBuffer();
  const jpeg = await picture.clone().jpeg().toBuffer();
  const ppm = Buffer.concat([Buffer.from('P6\n80 60\n255\n'), noise]);
  // A marker in the middle of the coded pixels: a decoder that is not strict shows grey from there on.
  const damaged = Buffer.from(jpeg);
  damaged.writeUInt16BE(0xffd9, Math.floor(jpeg.length / 2));
  const files: Record<string, Buffer> = {
    'whole-tiff.tif': tiff,
    'whole-ppm.ppm': ppm,
    'cut-tiff.tif': tiff.subarray(0, tiff.length - 5000),
    'cut-ppm.ppm': ppm.subarray(0, ppm.length - 1),
    'damaged-jpeg.jpg': damaged,
  };
  for (const [name, bytes] of Object.entries(files)) {
    workplace.write(name, bytes);
    workplace.write(name.replace(/\.\w+$/, '.pts'), ptsText(rowsOf(68)));
  }
  const { failures } = await importPts({ folder: workplace.source, out: workplace.out });
  expect(failures.map(({ id }) => basename(id))).toEqual(['cut-ppm.pts', 'cut-tiff.pts', 'damaged-jpeg.pts']);
  const samples = await workplace.samples();
  expect([...samples.keys()]).toEqual(['whole-ppm', 'whole-tiff']);
  // A PPM keeps every value.
  expect(await sharp(samples.get('whole-ppm')!.image).raw().toBuffer()).toEqual(Buffer.from(noise));
});

it('pictures of XM2VTS and others are found by all of their endings', async () => {
  const outside = join(dirname(workplace.source), 'ppm');
  mkdirSync(outside);
  for (const ending of ['jpeg', 'JPG', 'png', 'webp', 'avif', 'tif', 'gif', 'bmp', 'ppm']) {
    workplace.write(`${ending}/a.pts`, ptsText(rowsOf(68)));
    workplace.picture(`${ending}/a.x`);
    // The content is a JPEG whatever the name says: what is tested is that the picture is found.
    renameSync(join(workplace.source, ending, 'a.x'), join(workplace.source, ending, `a.${ending}`));
  }
  expect(await importPts({ folder: workplace.source, out: workplace.out })).toMatchObject({
    count: 9,
    failures: [],
  });
});
