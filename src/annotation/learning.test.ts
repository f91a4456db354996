import { expect, test } from 'vitest';
import { mean } from '../core/numbers/statistics.js';
import { Random } from '../core/random.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { agreementOf } from './agreement.js';
import { correctionText, parseCorrections } from './correction-file.js';
import {
  type CorrectionModel,
  correctionFor,
  joinedCorrection,
  nearestCorrection,
} from './correction-model.js';
import { errorModes } from './error-modes.js';
import { learnLabels } from './label-learner.js';
import { nearnessModel } from './nearness-model.js';
import { simulateFace } from './simulated-annotator.js';
import { frontalFace, missedFaces } from './simulated-faces.suite.js';

const faces = missedFaces(ibug68, 24);
const fitted = errorModes(ibug68, faces, 8);
const distance = 120;

function corrections(model: CorrectionModel, together: boolean): number {
  const gaussianOf = correctionFor(ibug68, model);
  return mean(
    faces
      .slice(0, 8)
      .map(
        (face, i) =>
          simulateFace(gaussianOf(face), face.truth, distance, { together, random: new Random(1, 'hand', i) })
            .corrections,
      ),
  );
}

test('a simulated annotator needs fewer corrections where points move together', () => {
  const alone = corrections(fitted, false);
  expect(alone).toBeGreaterThan(8);
  expect(corrections(nearnessModel(ibug68), true)).toBeLessThan(alone / 2);
  expect(corrections(fitted, true)).toBeLessThan(3);
});

test('two correction models are one whose covariance is the sum', () => {
  const near = nearnessModel(ibug68);
  const joined = joinedCorrection(fitted, near, 0.5);
  const of = ({ modes }: CorrectionModel): number =>
    modes.reduce((sum, mode) => sum + mode[96]! * mode[98]!, 0);
  expect(of(joined)).toBeCloseTo(of(fitted) + 0.5 * of(near), 5);
  expect(joined.residual[7]).toBeCloseTo(fitted.residual[7]! + 0.5 * near.residual[7]!, 6);
});

test('a good face needs no correction, a face without labels of some points is done by the others', () => {
  const truth = frontalFace(ibug68, 100);
  const gaussian = correctionFor(
    ibug68,
    fitted,
  )({ points: truth, uncertainty: new Float32Array(68).fill(4) });
  const run = { together: true, random: new Random(1, 'hand') };
  expect(simulateFace(gaussian, truth, distance, run).corrections).toBe(0);
  const partly = truth.map((value, i) => (i < 20 ? Number.NaN : value));
  expect(simulateFace(gaussian, partly, distance, run)).toMatchObject({ corrections: 0, nmeBefore: 0 });
});

test('what faces that are done have in common is learnt', () => {
  const { correct } = learnLabels(ibug68, fitted, faces);
  const [fresh] = missedFaces(ibug68, 40).slice(-1);
  const lip = 2 * 57;
  const before = fresh!.points[lip]! - fresh!.truth[lip]!;
  const after = correct(fresh!).points[lip]! - fresh!.truth[lip]!;
  expect(Math.abs(after)).toBeLessThan(Math.abs(before) / 2);
});

test('a correction model survives its file, and serves points of another set', () => {
  const { set, model } = parseCorrections(
    correctionText({ set: 'ibug68', model: fitted }),
    'corrections.json',
  );
  expect(set).toBe('ibug68');
  for (const [r, mode] of model.modes.entries())
    for (const [i, value] of mode.entries()) expect(value).toBeCloseTo(fitted.modes[r]![i]!, 2);
  const few = nearestCorrection(fitted, [48, 54]);
  expect([...few.modes[0]!]).toEqual([
    ...fitted.modes[0]!.slice(96, 98),
    ...fitted.modes[0]!.slice(108, 110),
  ]);
  expect(() => parseCorrections('{"format":"other"}', 'corrections.json')).toThrow(/format/);
});

test('two annotators are compared by region, in per cent of the outer eye corners', () => {
  const first = frontalFace(ibug68, 100);
  const corners = Math.hypot(first[2 * 45]! - first[2 * 36]!, first[2 * 45 + 1]! - first[2 * 36 + 1]!);
  // The mouth of the second lies 2 % lower.
  const second = first.map((value, i) => (i >= 96 && i % 2 === 1 ? value + 0.02 * corners : value));
  const told = agreementOf(ibug68, [
    { id: 'a', first, second: first },
    { id: 'b', first, second },
  ]);
  const of = Object.fromEntries(told.byRegion.map((row) => [row.region, row.distance]));
  expect(of.mouth).toBeCloseTo(1, 3);
  expect(of.eyes).toBeCloseTo(0, 6);
  expect(told.worst.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(told).toMatchObject({ faces: 2, known: 1.8 });
  expect(agreementOf(ibug68, []).all).toBeNull();
});
