import { expect, test } from 'vitest';
import { measuringSeconds, predictingSeconds, trainingSeconds } from './estimate.js';

/** Of the shipped detector of 68 points, 16 faces on two cores. */
const wildStep = { seconds: 0.346, batch: 16, cores: 2 };

test('Measuring is expected to take what rows of the wild study took on one core, and less for fewer faces', () => {
  const faces = { fitFaces: 522, auxiliary: false, points: 68 };
  const wild = measuringSeconds(930, faces, wildStep);
  expect(wild).toBeGreaterThan(35);
  expect(wild).toBeLessThan(60);
  expect(measuringSeconds(930, { ...faces, fitFaces: 0 }, wildStep)).toBeLessThan(wild - 10);
  expect(measuringSeconds(930, { ...faces, points: 490 }, wildStep)).toBeGreaterThan(2 * wild);
  expect(
    measuringSeconds(20, { fitFaces: 4, auxiliary: true, points: 490, steps: 2 }, wildStep),
  ).toBeLessThan(5);
});

test('Looks at faces take the forward pass of the network that was timed, one by one on one core', () => {
  const looks = (step: Parameters<typeof predictingSeconds>[1]): number =>
    predictingSeconds(1000, step) - predictingSeconds(0, step);
  const reading = looks({ seconds: 0, batch: 16 });
  expect(looks(wildStep) - reading).toBeCloseTo((1000 * 0.35 * 2 * 0.346) / 16, 6);
  // Eight looks at each face that is read.
  const read = predictingSeconds(1000, wildStep) - predictingSeconds(1000, wildStep, 125);
  expect(read).toBeCloseTo((875 / 1000) * reading, 6);
  // As on a quiet machine, however busy it was when the step was timed.
  expect(looks({ ...wildStep, seconds: 3 * 0.346, busy: 3 })).toBeCloseTo(looks(wildStep), 6);
});

test('A training is expected to take its own batch, and of each method its own batch and how often it comes', () => {
  const step = { seconds: 2, batch: 32 };
  const plain = trainingSeconds({ steps: 100, batch: 16 }, step);
  // Half of the step that was timed, and what its faces take.
  expect(plain).toBeCloseTo(10 + 100 * 1 * 1.25, 6);
  const transfer = { method: 'label-transfer', real: { data: 'photographs' } };
  const cost = (entry: object): number =>
    trainingSeconds({ steps: 100, batch: 16, adaptation: [{ ...transfer, ...entry }] }, step) - plain;
  expect(cost({ every: 1 })).toBeCloseTo(2 * cost({ every: 2 }), 6);
  expect(cost({ every: 1, batch: 8 })).toBeCloseTo(cost({ every: 2 }), 6);
  const validated = trainingSeconds({ steps: 100, batch: 16, validation: { every: 50, faces: 80 } }, step);
  expect(validated - plain).toBeCloseTo(0.35 * 2 * 80 * (2 / 32), 6);
});
