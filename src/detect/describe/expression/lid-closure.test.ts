import { describe, expect, it } from 'vitest';
import { lidIndices } from '../eyes/lid-points.js';
import { gazeFeatures } from '../gaze/gaze-features.js';
import { sightOf } from '../gaze/sight.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import { applyLidMap, type LidMap, lidClosure, noGaze } from './lid-closure.js';

/** One layer that answers its bias alone. */
function constant(bias: readonly number[], view = meanFaceView()): LidMap {
  const features = gazeFeatures(view, sightOf(view)!, noGaze, false).length;
  return {
    mean: new Float64Array(features),
    deviation: new Float64Array(features).fill(1),
    layers: [{ weight: new Float64Array(3 * features), bias: Float64Array.from(bias) }],
  };
}

describe('how far lids are closed', () => {
  it('is the mean of the face and its mirror image, sides swapped, within 0 and 1', () => {
    const view = meanFaceView();
    const even = applyLidMap(constant([0.8, 0.2, Math.log(0.1)]), view)!;
    expect(even['eyesClosed.right'].value).toBeCloseTo(0.5, 10);
    expect(even['eyesClosed.left'].value).toBeCloseTo(0.5, 10);
    expect(even['eyesClosed.left'].deviation).toBeCloseTo(0.1, 10);
    const beyond = applyLidMap(constant([3, 3, 9]), view)!;
    expect(beyond['eyesClosed.right']).toEqual({ value: 1, deviation: 0.5 });
    const sure = applyLidMap(constant([-1, -1, -9]), view)!;
    expect(sure['eyesClosed.right']).toEqual({ value: 0, deviation: 0.02 });
  });

  it('tells the right eye from the left', () => {
    // The first feature is where the first point of the right eye's lids lies across; in the mirror that of the left eye's.
    const view = meanFaceView();
    const points = view.points.points;
    const size = 800 / 80;
    const map = constant([0.5, 0.5, 0]);
    map.layers[0]!.weight[0] = 0.1;
    const before = applyLidMap(map, view)!;
    const [first] = lidIndices(view.head, 'right');
    points[2 * first!]! += 0.5 * size;
    const after = applyLidMap(map, view)!;
    // Half a centimetre, less what the middle of the lids has moved, by a tenth, and by half for the mean of both looks.
    const moved = after['eyesClosed.right'].value - before['eyesClosed.right'].value;
    expect(moved).toBeGreaterThan(0.022);
    expect(moved).toBeLessThan(0.0251);
    expect(after['eyesClosed.left'].value).toBeCloseTo(before['eyesClosed.left'].value, 3);
  });

  it('is not told of an eye that nobody sees, and of no other points', () => {
    const view = meanFaceView();
    for (const k of lidIndices(view.head, 'left')) view.points.seen[k] = 0;
    const told = applyLidMap(constant([0.1, 0.1, Math.log(0.05)]), view)!;
    expect(told['eyesClosed.right'].deviation).toBeCloseTo(0.05, 10);
    expect(told['eyesClosed.left'].deviation).toBe(0.5);
    expect(lidClosure(meanFaceView({ set: 'dense490' }))).toBeUndefined();
    const pupil = view.head.parts.indexOf(1);
    view.points.points[2 * pupil] = Number.NaN;
    expect(lidClosure(view)).toBeUndefined();
  });
});
