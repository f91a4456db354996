import { expect, it } from 'vitest';
import { withoutNulls } from './without-nulls.js';

it('leaves out null and undefined, and nothing else', () => {
  const given = { a: null, b: undefined, c: 0, d: '', e: false, f: Number.NaN };
  expect(withoutNulls(given)).toStrictEqual({ c: 0, d: '', e: false, f: Number.NaN });
});
