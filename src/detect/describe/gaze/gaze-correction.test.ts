import { describe, expect, it } from 'vitest';
import { defaultHeadPoints } from '../head/default-head-points.js';
import type { FaceView } from '../head-fit.js';
import type { FittedEyeballs } from './eyeball-fit.js';
import { applyGazeMap, correctedGaze, type GazeMap, isCorrected } from './gaze-correction.js';
import { gazeFeatures } from './gaze-features.js';

const joined = { yaw: 0.2, pitch: -0.1, variance: 0.01 };

/** A neutral face whose eyes are turned alike. */
function faceOf(set: string, { yaw = 0.2, headYaw = 0.3 } = {}): { view: FaceView; fitted: FittedEyeballs } {
  const head = defaultHeadPoints(set, 'contour');
  const count = head.names.length;
  const [c, s] = [Math.cos(headYaw), Math.sin(headYaw)];
  const eye = (own: number) => ({
    yaw: own,
    pitch: -0.1,
    centre: [0, 0, 0] as const,
    covariance: [0.01, 0, 0, 0.01] as const,
  });
  const places = Float64Array.from(head.mean.subarray(0, 3 * count));
  const view = {
    points: {
      set,
      convention: 'contour',
      names: head.names,
      points: new Float32Array(2 * count),
      uncertainty: new Float32Array(count).fill(1),
      seen: new Float32Array(count).fill(1),
    },
    head,
    camera: { focal: 800, focalDeviation: 0, cx: 0, cy: 0 },
    fit: {
      rotation: [c, 0, s, 0, 1, 0, -s, 0, c],
      translation: [0, 0, -80],
      identity: new Float64Array(head.identityNames.length),
      misfit: 1,
      places,
    },
  } as unknown as FaceView;
  const fitted = {
    eyes: { right: eye(yaw + 0.02), left: eye(yaw - 0.02) },
    shared: { yaw: 0, pitch: 0 },
  } as unknown as FittedEyeballs;
  return { view, fitted };
}

describe('correction of the gaze', () => {
  it('turns further what came out too straight, and is mirrored for a mirrored face', () => {
    const { view, fitted } = faceOf('dense1001');
    const there = correctedGaze(view, fitted, joined);
    expect(there.yaw).toBeGreaterThan(joined.yaw);
    expect(there.yaw).toBeLessThan(joined.yaw + 0.25);
    // A face at rest in this crop is known to some degrees.
    expect(Math.sqrt(there.variance)).toBeGreaterThan(0.03);
    expect(Math.sqrt(there.variance)).toBeLessThan(0.2);
    const other = faceOf('dense1001', { yaw: -0.2, headYaw: -0.3 });
    const back = correctedGaze(other.view, other.fitted, { ...joined, yaw: -joined.yaw });
    expect(back.yaw).toBeCloseTo(-there.yaw, 1);
    expect(back.pitch).toBeCloseTo(there.pitch, 1);
  });

  it('applies slopes to standardised features, both ways round', () => {
    const { view, fitted } = faceOf('dense1001');
    const features = gazeFeatures(view, fitted, joined, false).length;
    const weight = new Float64Array(3 * features);
    const map: GazeMap = {
      mean: new Float64Array(features),
      deviation: new Float64Array(features).fill(1),
      weight,
      bias: Float64Array.of(0.05, 0.02, Math.log(0.1)),
    };
    // The mirrored face's constant in yaw undoes the face's own.
    const constant = applyGazeMap(map, view, fitted, joined);
    expect(constant.yaw).toBeCloseTo(joined.yaw, 10);
    expect(constant.pitch).toBeCloseTo(joined.pitch + 0.02, 10);
    expect(Math.sqrt(constant.variance)).toBeCloseTo(0.1, 10);
    // The joined yaw stands behind ten numbers of the eyes.
    weight[3 * 10] = 0.5;
    expect(applyGazeMap(map, view, fitted, joined).yaw).toBeCloseTo(1.5 * joined.yaw, 10);
    weight[3 * 10] = 5;
    expect(applyGazeMap(map, view, fitted, joined).yaw).toBeCloseTo(joined.yaw + 0.25, 10);
  });

  it('leaves points that it was not fitted for as they are', () => {
    const { view, fitted } = faceOf('dense490');
    expect(isCorrected(view)).toBe(false);
    expect(correctedGaze(view, fitted, joined)).toBe(joined);
  });
});
