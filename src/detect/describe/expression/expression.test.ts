import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { type FacialAction, facialActions } from '../../../face/heads/facial-actions.js';
import { expressionLibrary } from '../../../face/person/expression-library.js';
import type { GazeEstimate } from '../gaze/gaze.js';
import type { FaceView } from '../head-fit.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import { headPose } from '../pose/head-pose.js';
import { correctedPose } from '../pose/pose-correction.js';
import { actionFeatures, readPoints } from './action-features.js';
import { type ActionRegressor, regressActions } from './action-regressor.js';
import { actionUnits, mirroredAction } from './action-units.js';
import { emotionEstimate } from './emotion.js';
import { emotionOfActions } from './emotion-of-actions.js';
import { estimateActions } from './estimate-actions.js';
import { estimateEmotion } from './estimate-emotion.js';
import { estimateExpression } from './expression.js';
import type { Measured } from './measured.js';
import { packRegressor, unpackRegressor } from './packed-regressor.js';

const measured = (value: number): Measured => ({ value, deviation: 0.1 });

describe('action units', () => {
  it('have their number, name and side', () => {
    const actions = new Map<FacialAction, Measured>([
      ['lipCornerPuller.left', measured(0.7)],
      ['jawDrop', measured(0.2)],
    ]);
    expect(actionUnits(actions)).toEqual([
      { unit: 'AU12', name: 'lipCornerPuller', side: 'left', intensity: 0.7, deviation: 0.1 },
      { unit: 'AU26', name: 'jawDrop', intensity: 0.2, deviation: 0.1 },
    ]);
  });

  it('have the other side as their mirror image', () => {
    expect(mirroredAction('eyesClosed.right')).toBe('eyesClosed.left');
    expect(mirroredAction('jawLeft')).toBe('jawRight');
    expect(mirroredAction('jawDrop')).toBe('jawDrop');
  });
});

const all = Object.keys(facialActions) as FacialAction[];
const facing = (amounts: Record<string, number>): Map<FacialAction, Measured> =>
  new Map(all.map((action) => [action, { value: amounts[action.split('.')[0]!] ?? 0, deviation: 0.08 }]));

describe('emotions', () => {
  it('are those of the textbook, and neutral at rest', () => {
    expect(emotionOfActions(facing({})).name).toBe('neutral');
    expect(emotionOfActions(facing(expressionLibrary['open smile'])).name).toBe('happiness');
    expect(emotionOfActions(facing(expressionLibrary.anger)).name).toBe('anger');
    expect(emotionOfActions(facing(expressionLibrary.surprise)).name).toBe('surprise');
  });

  it('are unsure of a kiss, and of a face that nothing is like', () => {
    expect(emotionOfActions(facing(expressionLibrary.kiss)).name).toBe('unsure');
    const { name, probabilities } = emotionOfActions(facing({ jawDrop: 1e3 }));
    expect(name).toBe('unsure');
    for (const { value, deviation } of Object.values(probabilities))
      expect(Number.isFinite(value + deviation)).toBe(true);
  });

  it('are named from six of ten on', () => {
    const named = (value: number): string =>
      emotionEstimate((emotion) => ({ value: emotion === 'fear' ? value : 0.05, deviation: 0.1 })).name;
    expect([0.57, 0.61].map(named)).toEqual(['unsure', 'fear']);
    const widely = (deviation: number): string =>
      emotionEstimate((emotion) => ({ value: emotion === 'fear' ? 0.9 : 0.01, deviation })).name;
    expect([0.49, 0.5, 0.8].map(widely)).toEqual(['fear', 'unsure', 'unsure']);
  });

  it('have an error bar that is as wide as the answer is open', () => {
    const barOf = (amount: number): number =>
      emotionOfActions(facing({ lipCornerPuller: amount, cheekRaiser: amount / 2 })).probabilities.happiness
        .deviation;
    expect(barOf(0.25)).toBeGreaterThan(3 * barOf(0.8));
  });
});

it('reads the points of a view once for pose, actions and emotions, which are the same as apart', () => {
  const view = meanFaceView();
  const { points } = view.points;
  // Of the chin nothing else needs to know where it is.
  const chin = readPoints(view).indices.find((k) => view.head.names[k]!.startsWith('jaw.'))!;
  let reads = 0;
  const watched = new Proxy(points, {
    get: (of, key) => {
      if (key === String(2 * chin)) reads++;
      return Reflect.get(of, key);
    },
  });
  const readsOf = (look: (of: FaceView) => unknown): number => {
    reads = 0;
    look({ ...view, points: { ...view.points, points: watched } });
    return reads;
  };
  const once = readsOf(actionFeatures) + readsOf(readPoints);
  expect(readsOf(actionFeatures)).toBeGreaterThan(0);
  const eye = { direction: [0, 0, 1], deviation: 0.05 };
  const gaze = { right: eye, left: eye, joined: eye } as unknown as GazeEstimate;
  expect(readsOf((of) => [headPose(of), estimateExpression(of, gaze), correctedPose(of)])).toBe(once);
  expect(correctedPose(view)).toEqual(correctedPose({ ...view }));
  const { actionUnits: units, emotion } = estimateExpression(view, undefined)!;
  const actions = estimateActions(view);
  expect(units).toEqual(actionUnits(actions));
  expect(emotion).toEqual(estimateEmotion(view, actions));
});

describe('the regressor of actions', () => {
  const actions: FacialAction[] = ['jawDrop', 'lipCornerPuller.right', 'lipCornerPuller.left'];
  const sizes = { features: 9, outputs: 6 };
  const random = new Random(1, 'regressor');
  const some = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal(0, 0.5));
  const regressor: ActionRegressor = {
    actions,
    mean: some(sizes.features),
    deviation: some(sizes.features).map((value) => 1 + value * value),
    weight: some(sizes.features * sizes.outputs).map((value) => value / 9),
    bias: some(sizes.outputs).map((value) => value - 2),
  };
  const features = some(sizes.features);
  const mirrored = some(sizes.features);

  it('gives the mirrored face mirrored actions', () => {
    const own = regressActions(regressor, { features, mirrored });
    const other = regressActions(regressor, { features: mirrored, mirrored: features });
    const [jaw, right, left] = own;
    expect([...other.subarray(0, 3)]).toEqual([jaw, left, right]);
  });

  it('is the same out of its text, to the sixteen bits that it has', () => {
    const own = regressActions(regressor, { features, mirrored });
    const again = regressActions(unpackRegressor(packRegressor(regressor)), { features, mirrored });
    for (const [i, value] of own.entries()) expect(again[i]).toBeCloseTo(value, 3);
  });
});
