import { describe, expect, it } from 'vitest';
import { Random } from './random.js';
import { groupFolds, seededOrder } from './seeded-order.js';

const persons = Array.from({ length: 33 }, (_, i) => `person ${Math.floor(i / 3)}`);

describe('groupFolds', () => {
  it('keeps a person in one fold, and the folds even', () => {
    const folds = groupFolds(persons, 5, new Random(1, 'test'));
    persons.forEach((person, i) => {
      expect(folds[i]).toBe(folds[persons.indexOf(person)]);
    });
    const sizes = Array.from({ length: 5 }, (_, fold) => folds.filter((of) => of === fold).length);
    // Eleven persons with three faces each.
    expect(sizes.sort()).toEqual([6, 6, 6, 6, 9]);
  });

  it('depends on the names and the stream, not on the order of the list', () => {
    const folds = groupFolds(persons, 2, new Random(1, 'test'));
    expect(groupFolds([...persons].reverse(), 2, new Random(1, 'test')).reverse()).toEqual(folds);
    expect(groupFolds(persons, 2, new Random(2, 'test'))).not.toEqual(folds);
  });
});

describe('seededOrder', () => {
  it('holds every name once', () => {
    const order = seededOrder(persons, new Random(4, 'test'));
    expect(order).toHaveLength(11);
    expect(new Set(order)).toEqual(new Set(persons));
    expect(order).not.toEqual([...order].sort());
  });
});
