import { expect, test } from 'vitest';
import { firstFaces, trainingFolds } from './labelled-parts.js';

const faces = Array.from({ length: 30 }, (_, i) => ({
  id: `face ${i}`,
  person: `person ${Math.floor(i / 3)}`,
}));

test('Folds share no person and hold every face once', () => {
  const [a, b] = trainingFolds(faces, 2, 1) as [string[], string[]];
  expect([...a, ...b].sort()).toEqual(faces.map(({ id }) => id).sort());
  const personsOf = (ids: string[]) =>
    new Set(faces.filter(({ id }) => ids.includes(id)).map(({ person }) => person));
  expect([...personsOf(a)].filter((person) => personsOf(b).has(person))).toEqual([]);
  expect(personsOf(a).size).toBe(5);
});

test('Smaller subsets lie within larger ones, whatever the order of the faces', () => {
  const ten = firstFaces(faces, 10, 1);
  const twenty = firstFaces([...faces].reverse(), 20, 1);
  expect(ten).toHaveLength(10);
  expect(twenty.slice(0, 10)).toEqual(ten);
  expect(firstFaces(faces, 10, 2)).not.toEqual(ten);
  expect(firstFaces(faces, 99, 1)).toHaveLength(30);
});
