import { describe, expect, it } from 'vitest';
import { symmetricParameters } from '../expression/fit-features.js';
import type { FaceView } from '../head-fit.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import { isFittedFor } from '../networks-input.js';
import { applyGazeMap, correctedGaze, type GazeMap } from './gaze-correction.js';
import { gazeFeatures } from './gaze-features.js';
import { fromSight, sightOf } from './sight.js';

const joined = { yaw: 0.2, pitch: -0.1, variance: 0.01 };

/** One layer, all weights 0. */
function constant(view: FaceView, bias: readonly number[]): GazeMap {
  const sight = sightOf(view)!;
  const features = gazeFeatures(view, sight, joined, false).length;
  return {
    mean: new Float64Array(features),
    deviation: new Float64Array(features).fill(1),
    layers: [{ weight: new Float64Array(3 * features), bias: Float64Array.from(bias) }],
  };
}

describe('correction of the gaze', () => {
  it('is mirrored for a mirrored face', () => {
    const there = correctedGaze(meanFaceView({ yaw: 0.3 }), joined);
    const back = correctedGaze(meanFaceView({ yaw: -0.3 }), { ...joined, yaw: -joined.yaw });
    expect(there.yaw).not.toBe(joined.yaw);
    expect(back.yaw).toBeCloseTo(-there.yaw, 2);
    expect(back.pitch).toBeCloseTo(there.pitch, 2);
    expect(back.variance).toBeCloseTo(there.variance, 3);
    // Nobody is surer than a degree, and no neutral face in this light is unsurer than ten.
    expect(Math.sqrt(there.variance)).toBeGreaterThanOrEqual(0.02);
    expect(Math.sqrt(there.variance)).toBeLessThan(0.2);
  });

  it('adds what the network says to the angles against the line of sight, both ways round', () => {
    // A face whose eyes lie in the middle of the picture looks along the camera: turning the head turns the line against it.
    const view = meanFaceView();
    const sight = sightOf(view)!;
    const before = fromSight(sight, view, joined);
    const moved = applyGazeMap(constant(view, [0.05, 0.02, Math.log(0.1)]), view, joined);
    const after = fromSight(sight, view, moved);
    // The mirrored face's constant in yaw undoes the face's own.
    expect(after.yaw).toBeCloseTo(before.yaw, 10);
    expect(after.pitch).toBeCloseTo(before.pitch + 0.02, 10);
    expect(Math.sqrt(moved.variance)).toBeCloseTo(0.1, 10);
    // The fitted yaw stands before pitch, misfit, size and the head's shape.
    const map = constant(view, [0, 0, Math.log(0.1)]);
    const features = map.mean.length;
    const at = features - 4 - symmetricParameters(view.head.identityNames).length;
    map.layers[0]!.weight[3 * at] = 0.5;
    expect(fromSight(sight, view, applyGazeMap(map, view, joined)).yaw).toBeCloseTo(1.5 * before.yaw, 10);
    // No gaze is turned by more than half a radian.
    map.layers[0]!.weight[3 * at] = 50;
    expect(fromSight(sight, view, applyGazeMap(map, view, joined)).yaw).toBeCloseTo(before.yaw + 0.5, 10);
  });

  it('leaves points that it was not fitted for as they are', () => {
    const view = meanFaceView({ set: 'dense490' });
    expect(isFittedFor(view)).toBe(false);
    expect(isFittedFor(meanFaceView())).toBe(true);
    expect(correctedGaze(view, joined)).toBe(joined);
  });

  it('leaves the gaze as it was fitted where a point or its deviation is not known', () => {
    const view = meanFaceView();
    const pupil = view.head.parts.indexOf(2);
    view.points.points[2 * pupil] = Number.NaN;
    expect(correctedGaze(view, joined)).toBe(joined);
    const unsure = meanFaceView();
    unsure.points.uncertainty[pupil] = Number.NaN;
    expect(correctedGaze(unsure, joined)).toBe(joined);
  });
});
