import { expect, it } from 'vitest';
import { type ColumnIndex, searchable } from './columns-in-memory.js';
import { countColumns, partsOf } from './histograms.js';
import { filterRows } from './row-filter.js';

const yaw = Float32Array.of(-30, -10, 0, 10, 30, Number.NaN);
const index: ColumnIndex = {
  count: 6,
  captions: ['an old man', 'a young man', 'an old woman', 'a young woman', 'an old man', ''].map(searchable),
  columns: new Map([
    ['yaw', { kind: 'number', name: 'yaw', values: yaw, low: -30, high: 30, whole: false }],
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

it('rows pass all conditions, in the order that is asked for; rows without a value come last', () => {
  const rows = (filter: Parameters<typeof filterRows>[1], chosen: number[] | null = null) => [
    ...filterRows(index, filter, chosen).rows,
  ];
  expect(rows({})).toEqual([0, 1, 2, 3, 4, 5]);
  expect(rows({ words: 'Old MAN' })).toEqual([0, 4]);
  expect(rows({ ranges: { yaw: [-10, 10] } })).toEqual([1, 2, 3]);
  expect(rows({ ranges: { yaw: [null, -10] }, values: { light: ['sun'] } })).toEqual([0, 1]);
  expect(rows({ rows: [5, 2] }, [2, 3])).toEqual([2]);
  expect(rows({ sort: { by: 'yaw', descending: true } })).toEqual([4, 3, 2, 1, 0, 5]);
  expect(rows({ sort: { by: 'light' } })).toEqual([5, 2, 3, 0, 1, 4]);
});

it('a column counts what the others leave of it', () => {
  const filtered = filterRows(index, { values: { light: ['sun'] }, ranges: { yaw: [0, null] } }, null);
  const [angles, lights] = countColumns(index, partsOf, filtered);
  expect(lights).toMatchObject({ words: ['sun', 'room'], all: [3, 2], kept: [1, 2], missing: 1 });
  expect(angles!.missing).toBe(1);
  expect(angles!.kept.reduce((sum, count) => sum + count)).toBe(3);
  expect(angles!.edges).toHaveLength(angles!.all.length + 1);
});

it('an unknown column is refused with those that there are', () => {
  expect(() => filterRows(index, { ranges: { smile: [0, 1] } }, null)).toThrow(
    /no column 'smile'.*yaw, light/s,
  );
});
