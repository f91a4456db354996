import { describe, expect, it } from 'vitest';
import { bracketCondition } from './condition.js';

const columns = ['id', 'index', 'yaw', 'beard'];
const bracket = (where: string): string => bracketCondition(where, columns);

describe('bracketCondition', () => {
  it.each([
    "beard <> 'none' AND abs(yaw) > 30",
    "id IN ('a', 'b') OR NOT (yaw BETWEEN -1.5 AND 2e1)",
    "id = 'it''s (--; \"fine\"' AND `index` % 2 = 0",
    "id LIKE 'é%' AND yaw IS NOT NULL",
  ])('puts %s into brackets as it is', (where) => {
    expect(bracket(where)).toBe(`(${where})`);
  });

  it('reads double quotes as the column of that name', () => {
    expect(bracket('"index" = 3')).toBe('(`index` = 3)');
    expect(() => bracket('beard = "none"')).toThrow(/names a column "none" \(write text in single quotes/);
  });

  it.each([
    ['true) OR (true', 'closes a bracket that it did not open'],
    ['(yaw > 1', 'opens a bracket'],
    ['1=1 --', '«--», which no condition may have (leave out comments)'],
    ['1=1 /* all */', 'leave out comments'],
    ["id = 'a'; DROP", 'one condition without an end mark'],
    ["id = 'a", 'close the quote'],
    ['yaw = $1', 'use columns, numbers, text'],
    ['  ', 'is empty'],
  ])('refuses %s', (where, message) => {
    expect(() => bracket(where)).toThrow(message);
  });

  it('bounds what LanceDB would overflow its stack with, and says how to list many values', () => {
    const ids = Array.from({ length: 700 }, (_, i) => `'${i}'`);
    const chain = (count: number, link: string): string => ids.slice(0, count).join(link);
    for (const long of [
      `id = ${chain(700, ' OR id = ')}`,
      `yaw ${'+ 1 '.repeat(700)} > 3`,
      'NOT '.repeat(400),
    ])
      expect(() => bracket(long)).toThrow(/operators; at most 250 comparisons .*IN/);
    const signed = Array.from({ length: 250 }, (_, i) => `yaw = -${i}`).join(' OR ');
    expect(bracket(signed)).toBe(`(${signed})`);
    expect(() => bracket(`yaw ${'-1 '.repeat(300)} > 3`)).toThrow('operators');
    const list = `id IN (${chain(700, ', ')})`;
    expect(bracket(list)).toBe(`(${list})`);
    expect(() => bracket(`id = '${'x'.repeat(200_000)}'`)).toThrow('characters');
  });
});
