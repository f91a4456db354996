import { describe, expect, it } from 'vitest';
import { csvCell } from './csv-cell.js';

describe('csvCell', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['a,"b".jpg', '"a,""b"".jpg"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['-1+2.jpg', "'-1+2.jpg"],
    ['-', '-'],
    ['-\nx', '"\'-\nx"'],
    ['@x', "'@x"],
    ['+x', "'+x"],
    ['\r=x', '"\'\r=x"'],
  ])('writes %j as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('leaves numbers numbers', () => {
    expect(csvCell(-1.5)).toBe('-1.5');
  });
});
