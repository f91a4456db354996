import { describe, expect, it } from 'vitest';
import { meanFaceView } from '../mean-face-view.suite.js';
import { gazeFeatures } from './gaze-features.js';
import { sightOf } from './sight.js';

const gaze = { yaw: 0.2, pitch: -0.1 };

describe('features of the gaze', () => {
  it('of the mirror image are those of the mirrored face, turned and beside the middle of the picture as well', () => {
    const there = meanFaceView({ yaw: 0.4, roll: 0.3, x: 6, y: -4 });
    const back = meanFaceView({ yaw: -0.4, roll: -0.3, x: -6, y: -4 });
    const own = gazeFeatures(there, sightOf(there)!, gaze, true);
    const mirrored = gazeFeatures(back, sightOf(back)!, { ...gaze, yaw: -gaze.yaw }, false);
    // A mean face is symmetric to a tenth of a millimetre.
    own.forEach((value, f) => {
      expect(Math.abs(value - mirrored[f]!)).toBeLessThan(0.02);
    });
    // They differ from those of the face itself by far more.
    const same = gazeFeatures(there, sightOf(there)!, gaze, false);
    expect(Math.max(...own.map((value, f) => Math.abs(value - same[f]!)))).toBeGreaterThan(0.3);
  });
});
