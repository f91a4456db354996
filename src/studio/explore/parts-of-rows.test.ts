import { expect, it } from 'vitest';
import { partsOfRows } from './parts-of-rows.js';

it('parts of numbers are fifths of the rows, told with their unit', () => {
  const values = Float32Array.from({ length: 20 }, (_, row) => row - 10);
  const column = { kind: 'number' as const, name: 'yaw', values, low: -10, high: 9, whole: false };
  const rows = [...values.keys()];
  const told = (unit?: string) => partsOfRows({ ...column, unit }, rows).map(({ part }) => part);
  expect(told('°')).toEqual(['below -6°', '-6 to -2°', '-2 to 2°', '2 to 6°', 'from 6°']);
  expect(told('cm')[1]).toBe('-6 to -2 cm');
  expect(told()[4]).toBe('from 6');
});
