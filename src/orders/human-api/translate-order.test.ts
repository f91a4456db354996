import { describe, expect, it } from 'vitest';
import { translateHumanOrder } from './translate-order.js';

describe('orders of the Human API', () => {
  it('refuses what has no humans', () => {
    expect(() => translateHumanOrder({ people: [] })).toThrow('order: the file has no list of humans');
  });
});
