import { describe, expect, it } from 'vitest';
import { multiply, rotationBy, transpose, turnBetween } from '../../../core/vector.js';
import { actionFeatures, readPoints } from '../expression/action-features.js';
import type { FaceView } from '../head-fit.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import { isFittedFor } from '../networks-input.js';
import type { SmallNetwork } from '../small-network.js';
import { applyPoseNetwork, correctedPose, withDeviations } from './pose-correction.js';
import { cameraFeatures, poseFeatures } from './pose-features.js';

const degree = Math.PI / 180;

/** One layer, all weights 0 but the yaw's on the fitted yaw, which stands fifth from the end of those of actions. */
function network(features: number, bias: readonly number[], ofYaw = 0): SmallNetwork {
  const weight = new Float64Array(6 * features);
  weight[6 * (features - cameraFeatures - 5) + 1] = ofYaw;
  return {
    mean: new Float64Array(features),
    deviation: new Float64Array(features).fill(1),
    layers: [{ weight, bias: Float64Array.from(bias) }],
  };
}

/** Of a turn about the head's own axes. */
function headVariances(covariance: Float64Array, rotation: Parameters<typeof transpose>[0]): number[] {
  const block = [0, 6, 12].flatMap((row) => [...covariance.subarray(row, row + 3)]);
  const inHead = multiply(multiply(transpose(rotation), block as unknown as typeof rotation), rotation);
  return [inHead[0], inHead[4], inHead[8]];
}

describe('correction of the pose', () => {
  it('turns the head by what the network says, both ways round', () => {
    const view = meanFaceView({ yaw: 0.3 });
    const { length } = poseFeatures(view).features;
    const sure = [0.01, 0.02, 0.03].map(Math.log);
    // Of a constant the mirrored face undoes yaw and roll, and leaves pitch.
    const raised = applyPoseNetwork(network(length, [0.04, 0.05, 0.06, ...sure]), view);
    const turn = turnBetween(view.fit.rotation, raised.rotation);
    expect(turn[0]).toBeCloseTo(0.04, 10);
    expect(turn[1]).toBeCloseTo(0, 10);
    expect(turn[2]).toBeCloseTo(0, 10);
    headVariances(raised.covariance, view.fit.rotation).forEach((variance, axis) => {
      expect(Math.sqrt(variance)).toBeCloseTo([0.01, 0.02, 0.03][axis]!, 10);
    });
    // What follows the yaw turns a mirrored face the other way.
    const further = applyPoseNetwork(network(length, [0, 0, 0, ...sure], 0.1), view);
    expect(turnBetween(view.fit.rotation, further.rotation)[1]).toBeCloseTo(0.03, 3);
    // No pose is turned by more than 0.3 about an axis, and none is surer than 0.005.
    const wild = applyPoseNetwork(network(length, [2, 0, 0, -20, -20, -20]), view);
    expect(turnBetween(view.fit.rotation, wild.rotation)[0]).toBeCloseTo(0.3, 10);
    expect(headVariances(wild.covariance, view.fit.rotation)[2]).toBeCloseTo(0.005 ** 2, 12);
  });

  it('is mirrored for a mirrored face, and small for a face that fits', () => {
    const there = meanFaceView({ yaw: 0.3 });
    const back = meanFaceView({ yaw: -0.3 });
    const [one, other] = [there, back].map((view) =>
      turnBetween(view.fit.rotation, correctedPose(view).rotation),
    );
    expect(Math.hypot(...one!)).toBeGreaterThan(0);
    expect(Math.hypot(...one!)).toBeLessThan(4 * degree);
    expect(other![0]).toBeCloseTo(one![0], 2);
    expect(other![1]).toBeCloseTo(-one![1], 2);
    expect(other![2]).toBeCloseTo(-one![2], 2);
  });

  it('is asked whether the focal length was given or not, and is less sure where it was not', () => {
    const view = meanFaceView({ yaw: 0.2, x: 10 });
    const guessed = { ...view, camera: { ...view.camera, focalDeviation: 0.4 } };
    expect(correctedPose(guessed)).not.toBe(guessed.fit);
    const sum = (of: FaceView) =>
      headVariances(correctedPose(of).covariance, of.fit.rotation).reduce((a, b) => a + b, 0);
    expect(sum(guessed)).toBeGreaterThan(1.2 * sum(view));
  });

  it('leaves points that it was not fitted for, and faces with a point that is not known, as they were fitted', () => {
    const other = meanFaceView({ set: 'dense490' });
    expect(isFittedFor(other)).toBe(false);
    expect(correctedPose(other)).toBe(other.fit);
    const view = meanFaceView();
    view.points.points[2 * readPoints(view).indices[0]!] = Number.NaN;
    expect(correctedPose(view)).toBe(view.fit);
  });
});

describe('what it reads', () => {
  it('is of the camera how unsure its focal length is, and where the head stands before it', () => {
    const view = meanFaceView({ x: 40, y: -30 });
    const { features, mirrored } = poseFeatures({ ...view, camera: { ...view.camera, focalDeviation: 0.3 } });
    // 40 to the right and 30 down at 80.
    const [right, up, distance] = [Math.atan(0.5), -Math.atan(0.375), Math.log(80 / 70)];
    const close = (of: Float64Array, expected: readonly number[]): void => {
      [...of.slice(-cameraFeatures)].forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 10);
      });
    };
    close(features, [0.3, right, up, distance]);
    close(mirrored, [0.3, -right, up, distance]);
    expect([...features.slice(0, -cameraFeatures)]).toEqual([...actionFeatures(view).features]);
  });
});

describe('withDeviations', () => {
  it('keeps correlations and the position, whatever the head’s turn', () => {
    // Uncorrelated turns about the head's axes, one of them with the position's x.
    const rotation = rotationBy([0, 0, 90 * degree]);
    const covariance = new Float64Array(36);
    // The head's x is the camera's y.
    [0.04, 0.01, 0.09, 4, 5, 6].forEach((variance, i) => {
      covariance[7 * i] = variance;
    });
    covariance[9] = covariance[19] = 0.1;
    const out = withDeviations(covariance, rotation, [0.3, 0.1, 0.6]);
    expect([0, 1, 2, 3, 4, 5].map((i) => out[7 * i])).toEqual(
      [0.01, 0.09, 0.36, 4, 5, 6].map((value) => expect.closeTo(value, 10)),
    );
    // Correlation of the camera's y with the position's x: 0.1 / (0.1 · 2), as before.
    expect(out[9]! / Math.sqrt(out[7]! * out[21]!)).toBeCloseTo(0.5, 10);
    expect(out[19]).toBeCloseTo(out[9]!, 12);
    expect(out[1]).toBeCloseTo(0, 12);
  });
});
