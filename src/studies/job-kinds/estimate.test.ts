import { expect, test } from 'vitest';
import { measuringSeconds, trainingSeconds } from './estimate.js';

test('Measuring is expected to take what rows of the medium study took, and less for fewer faces', () => {
  const medium = measuringSeconds(762, { fitFaces: 72, auxiliary: true });
  expect(medium).toBeGreaterThan(45);
  expect(medium).toBeLessThan(58);
  const alone = measuringSeconds(762, { fitFaces: 0, auxiliary: true });
  expect(alone).toBeGreaterThan(20);
  expect(alone).toBeLessThan(27);
  expect(measuringSeconds(100, { fitFaces: 10, auxiliary: true })).toBeLessThan(medium / 1.5);
  // A set of 68 points costs less to fit on.
  const faces = { fitFaces: 522, auxiliary: false };
  expect(measuringSeconds(930, { ...faces, points: 68 })).toBeLessThan(65);
  expect(measuringSeconds(930, faces)).toBeGreaterThan(200);
  expect(measuringSeconds(20, { fitFaces: 4, auxiliary: true, steps: 2 })).toBeLessThan(5);
});

test('A training is expected to take its own batch, and of each method its own batch and how often it comes', () => {
  const step = { seconds: 2, batch: 32 };
  const plain = trainingSeconds({ steps: 100, batch: 16 }, step);
  expect(plain).toBeCloseTo(10 + 100 * 1, 6);
  const transfer = { method: 'label-transfer', real: { data: 'photographs' } };
  const cost = (entry: object): number =>
    trainingSeconds({ steps: 100, batch: 16, adaptation: [{ ...transfer, ...entry }] }, step) - plain;
  expect(cost({ every: 1 })).toBeCloseTo(2 * cost({ every: 2 }), 6);
  expect(cost({ every: 1, batch: 8 })).toBeCloseTo(cost({ every: 2 }), 6);
  const validated = trainingSeconds({ steps: 100, batch: 16, validation: { every: 50, faces: 80 } }, step);
  expect(validated - plain).toBeCloseTo(0.35 * 2 * 80 * (2 / 32), 6);
});
