/** 300-W as a whole, Menpo and MERL-RAV: `.pts` files with rules of their own. */
import { describe, expect, it } from 'vitest';
import { visibility } from '../../landmarks/landmark-set.js';
import { ptsText, rowsOf, useWorkplace } from './files/labelled-pictures.suite.js';
import { importMenpo } from './formats/pts/menpo.js';
import { importMerlRav } from './formats/pts/merl-rav.js';
import { importThreeHundredW } from './formats/pts/three-hundred-w.js';

const place = useWorkplace();

function face(stem: string, rows: readonly (readonly number[])[] = rowsOf(68)): void {
  place.write(`${stem}.pts`, ptsText(rows));
  place.picture(`${stem}.jpg`);
}

describe('300-W', () => {
  it('puts each folder into its official split and counts what is missing', async () => {
    face('afw/1_1');
    face('afw/1_2');
    face('HELEN/trainset/a');
    face('helen/testset/b');
    face('lfpw/trainset/image_0001');
    face('lfpw/testset/image_0001');
    face('ibug/image_003_1');
    face('300W/01_Indoor/indoor_001');
    face('300W/02_Outdoor/outdoor_001');
    face('else/c');
    face('lfpw/broken', rowsOf(3));
    place.write('lfpw/testset/image_0002.pts', 'cut');
    const before = place.fingerprint();
    const result = await importThreeHundredW({ folder: place.source, out: place.out });
    expect(place.fingerprint()).toBe(before);
    const splits = [...(await place.samples()).values()].map(({ id, split, attributes }) => [
      id,
      split,
      attributes.part,
    ]);
    expect(splits).toEqual([
      ['300W/01_Indoor/indoor_001', 'private', 'private indoor'],
      ['300W/02_Outdoor/outdoor_001', 'private', 'private outdoor'],
      ['HELEN/trainset/a', 'train', 'HELEN train'],
      ['afw/1_1', 'train', 'AFW'],
      ['afw/1_2', 'train', 'AFW'],
      ['helen/testset/b', 'common-test', 'HELEN test'],
      ['ibug/image_003_1', 'challenging', 'iBug'],
      ['lfpw/testset/image_0001', 'common-test', 'LFPW test'],
      ['lfpw/trainset/image_0001', 'train', 'LFPW train'],
    ]);
    expect(result.failures.map(({ id }) => id)).toEqual([`${place.source}/lfpw/testset/image_0002.pts`]);
    expect(result.notes).toEqual([
      'train · AFW: 2 of 337, 335 missing',
      'train · HELEN train: 1 of 2000, 1999 missing',
      'train · LFPW train: 1 of 811, 810 missing',
      'common-test · HELEN test: 1 of 330, 329 missing',
      'common-test · LFPW test: 1 of 224, 223 missing',
      'challenging · iBug: 1 of 135, 134 missing',
      'private · private indoor: 1 of 300, 299 missing',
      'private · private outdoor: 1 of 300, 299 missing',
      '2 .pts files lie in no folder of 300-W and are left out',
      'train: 4 of 3148',
      'common-test: 2 of 554',
      'challenging: 1 of 135',
      'private: 2 of 600',
    ]);
    const { points } = (await place.samples()).get('afw/1_1')!;
    expect([...points.contour!.subarray(0, 4)]).toEqual([4, 9, 4.5, 10]);
  });

  it('says which folders it looks for', async () => {
    face('a');
    await expect(importThreeHundredW({ folder: place.source, out: place.out })).rejects.toThrow(
      /none of 1 \.pts files lies in a folder of 300-W \(afw, helen\/trainset/,
    );
  });
});

describe('MERL-RAV', () => {
  it('reads negative coordinates as hidden by something, −1 −1 as hidden by the face and without a place', async () => {
    const rows = rowsOf(68);
    rows[0] = [-1, -1];
    rows[1] = [-21, -31];
    face('left/testset/image1', rows);
    face('frontal/trainset/image2');
    const before = place.fingerprint();
    await importMerlRav({ folder: place.source, out: place.out });
    expect(place.fingerprint()).toBe(before);
    const samples = await place.samples();
    const { points, visibility: seen, split, attributes, box } = samples.get('left/testset/image1')!;
    expect([...points.contour!.subarray(0, 6)]).toEqual([Number.NaN, Number.NaN, 20, 30, 5, 11]);
    expect([...seen!.subarray(0, 3)]).toEqual([
      visibility.hiddenBySelf,
      visibility.hiddenByOther,
      visibility.visible,
    ]);
    expect({ split, view: attributes.view }).toEqual({ split: 'test', view: 'left' });
    expect(box.x).toBe(5); // the missing point does not pull the box to the corner
    expect(samples.get('frontal/trainset/image2')!.split).toBe('train');
    expect((await place.manifest()).missingPoints).toBe('allowed');
  });
});

describe('Menpo', () => {
  /** A profile of 39 rows: everything at x = 40, the bridge (17–20) at `bridge`, the eye (23–27) at `eye`. */
  const profile = (bridge: number, eye: number): number[][] =>
    Array.from({ length: 39 }, (_, k) => [k >= 16 && k < 20 ? bridge : k >= 22 && k < 27 ? eye : 41, k + 1]);

  it.each([
    // The nose points to the right of the picture: the subject's right side is seen.
    ['right', 61, 31, { 27: 16, 33: 20, 31: 21, 38: 22, 36: 24, 40: 26, 51: 27, 48: 30, 62: 34, 66: 38 }, 42],
    ['left', 31, 61, { 27: 16, 33: 20, 35: 21, 43: 22, 45: 24, 47: 26, 51: 27, 54: 30, 62: 34, 66: 38 }, 39],
  ] as const)(
    'a profile of the %s side takes its places among the 68',
    async (side, bridge, eye, wanted, other) => {
      face('profile', profile(bridge, eye));
      face('frontal');
      await importMenpo({ folder: place.source, out: place.out });
      const samples = await place.samples();
      const { points, visibility: seen, attributes } = samples.get('profile')!;
      expect(attributes.side).toBe(side);
      for (const [k, row] of Object.entries(wanted)) expect(points.contour![2 * Number(k) + 1], k).toBe(row);
      for (const k of [0, 8, 20, 24, other, 64 - 4 * Number(side === 'left')]) {
        expect(points.contour![2 * k], `point ${k}`).toBeNaN();
        expect(seen![k]).toBe(visibility.hiddenBySelf);
      }
      expect(points.contour!.filter((value) => !Number.isNaN(value))).toHaveLength(2 * 23);
      expect(attributes.profile).toEqual(profile(bridge, eye).map(([x, y]) => [x! - 1, y! - 1]));
      expect(samples.get('frontal')!.attributes).toEqual({ source: 'frontal.jpg' });
    },
  );
});
