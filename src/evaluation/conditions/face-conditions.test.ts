import { expect, test } from 'vitest';
import { conditionGroups } from './condition-groups.js';
import { type FaceConditions, hiddenShare } from './face-conditions.js';

test('a point counts as hidden where being covered by something is its most probable state', () => {
  // visible, by the face, by something, outside
  const seen = [
    [0.7, 0.1, 0.2, 0],
    [0.3, 0.1, 0.6, 0],
    [0.2, 0.5, 0.3, 0],
    [0.1, 0.1, 0.8, 0],
  ];
  expect(hiddenShare(Float32Array.from(seen.flat()))).toBe(0.5);
});

const face: FaceConditions = { id: 'a', yaw: -31, mouth: 'wide', hidden: 0.05 };
const groupsOf = (one: FaceConditions): string[] =>
  conditionGroups.filter(({ holds }) => holds(one)).map(({ name }) => name);

test('a face is in one group of each kind, and in none of a kind that is not known of it', () => {
  expect(groupsOf(face)).toEqual(['30° and more', 'wide open', 'some']);
  expect(groupsOf({ ...face, yaw: 15, mouth: 'closed', hidden: 0 })).toEqual([
    '15–30°',
    'mouth closed',
    'nothing hidden',
  ]);
  expect(groupsOf({ ...face, yaw: null, mouth: null, hidden: null })).toEqual([]);
  for (const yaw of [0, 14.9, 15, 29.9, 30, 90, 180])
    expect(groupsOf({ ...face, yaw, mouth: null, hidden: null })).toHaveLength(1);
  for (const hidden of [0, 0.049, 0.05, 0.119, 0.12, 1])
    expect(groupsOf({ ...face, hidden, mouth: null, yaw: null })).toHaveLength(1);
});
