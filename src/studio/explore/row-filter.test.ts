import { expect, it } from 'vitest';
import { Captions } from './captions-in-memory.js';
import { type ColumnIndex, measured } from './columns-in-memory.js';
import { countColumns, partsOf } from './histograms.js';
import { filterRows, maskOf, orderBy, passing } from './row-filter.js';

const yaw = Float32Array.of(-30, -10, 0, 10, 30, Number.NaN);
const index: ColumnIndex = {
  count: 6,
  columns: new Map([
    ['yaw', { kind: 'number', name: 'yaw', values: yaw, low: -30, high: 30, whole: false, unit: '°' }],
    [
      'light',
      {
        kind: 'text',
        name: 'light',
        codes: Uint32Array.of(1, 1, 2, 2, 1, 0),
        words: ['', 'sun', 'room'],
      },
    ],
  ]),
};

it('rows pass all conditions', () => {
  const rows = (...given: [Parameters<typeof filterRows>[1], Uint8Array[]?]) => [
    ...filterRows(index, ...given).rows,
  ];
  expect(rows({})).toEqual([0, 1, 2, 3, 4, 5]);
  expect(rows({ ranges: { yaw: [-10, 10] } })).toEqual([1, 2, 3]);
  expect(rows({ ranges: { yaw: [null, -10] }, values: { light: ['sun'] } })).toEqual([0, 1]);
  expect(rows({}, [maskOf([5, 2], 6), maskOf([2, 3], 6)])).toEqual([2]);
});

it('rows are sorted as asked; rows without a value come last', () => {
  expect([...orderBy(index, { by: 'yaw', descending: true })]).toEqual([4, 3, 2, 1, 0, 5]);
  expect([...orderBy(index, { by: 'light' })]).toEqual([2, 3, 0, 1, 4, 5]);
  expect([...orderBy(index, { by: 'light', descending: true })]).toEqual([0, 1, 4, 2, 3, 5]);
  const filtered = filterRows(index, { ranges: { yaw: [0, null] } });
  expect([...passing(filtered, orderBy(index, { by: 'yaw', descending: true }))]).toEqual([4, 3, 2]);
});

it('captions are found by the beginnings of words, in any script, whatever order rows were added in', () => {
  const captions = new Captions(7);
  const texts = ['An old man', 'a young man,smiling', 'an old woman', 'Émile, old', 'an old-ish man', ''];
  for (const [row, text] of [...texts.entries()].reverse()) {
    const bytes = new TextEncoder().encode(`..${text}`);
    captions.add(row, bytes, 2, bytes.length);
  }
  const found = (words: string) =>
    [...captions.rowsWith(words).keys()].filter((row) => captions.rowsWith(words)[row]);
  expect(found('Old MAN')).toEqual([0, 4]);
  expect(found('man smil')).toEqual([1]);
  expect(found('man, smiling')).toEqual([1]);
  expect(found('éM')).toEqual([3]);
  expect(found('?')).toEqual([]);
  expect(found(' ')).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it('a column counts what the others leave of it', () => {
  const filtered = filterRows(index, { values: { light: ['sun'] }, ranges: { yaw: [0, null] } });
  const [angles, lights] = countColumns(index, partsOf, filtered);
  expect(lights).toMatchObject({ words: ['sun', 'room'], all: [3, 2], kept: [1, 2], missing: 1 });
  expect(angles!.missing).toBe(1);
  expect([angles!.unit, lights!.unit]).toEqual(['°', undefined]);
  expect(angles!.kept.reduce((sum, count) => sum + count)).toBe(3);
  expect(angles!.edges).toHaveLength(angles!.all.length + 1);
  // Of others' conditions: where most pass, and where few do.
  for (const [wanted, kept] of [
    [-10, [2, 2]],
    [30, [1, 0]],
  ] as const)
    expect(
      countColumns(index, partsOf, filterRows(index, { ranges: { yaw: [wanted, null] } }))[1]!.kept,
    ).toEqual(kept);
});

it('an unknown column is refused with those that there are', () => {
  expect(() => filterRows(index, { ranges: { smile: [0, 1] } })).toThrow(/no column 'smile'.*yaw, light/s);
});

it('a column that has the same value everywhere, or none, is counted', () => {
  const countsOf = (...given: number[]) => {
    const column = { kind: 'number' as const, name: 'error', low: 0, high: 0, whole: false };
    return partsOf(measured({ ...column, values: Float32Array.from(given) })).counts;
  };
  expect(countsOf(3, 3)).toMatchObject({ all: [2], missing: 0 });
  expect(countsOf(0, 0, Number.NaN)).toMatchObject({ edges: [0, 0.05], all: [2], missing: 1 });
  expect(countsOf(Number.NaN)).toMatchObject({ all: [0], missing: 1 });
});
