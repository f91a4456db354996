import { expect, it } from 'vitest';
import { transform, turnBetween } from '../../../core/vector.js';
import { gazeDirection } from '../gaze/eyeball-fit.js';
import type { GazeEstimate } from '../gaze/gaze.js';
import type { FaceView } from '../head-fit.js';
import { meanFaceView } from '../mean-face-view.suite.js';
import { headPose } from '../pose/head-pose.js';
import { correctedPose } from '../pose/pose-correction.js';
import { arkitCoefficients } from './arkit.js';

/** Where both eyes look up and to the subject's left of where the told pose has the head. */
function looksOf(view: FaceView): Record<string, number> {
  const rotation = headPose(view).rotation as unknown as FaceView['fit']['rotation'];
  const eye = { direction: transform(rotation, gazeDirection(0.2, 0.1)), deviation: 0.05 };
  const gaze = { right: eye, left: eye, joined: eye } as unknown as GazeEstimate;
  const coefficients = arkitCoefficients(new Map(), view, gaze);
  return Object.fromEntries(Object.entries(coefficients).map(([name, { value }]) => [name, value]));
}

it('has the eyes look from the head as its told pose has it, corrected or not', () => {
  const corrected = meanFaceView({ yaw: 0.3 });
  expect(
    Math.hypot(...turnBetween(corrected.fit.rotation, correctedPose(corrected).rotation)),
  ).toBeGreaterThan(0.002);
  const asFitted = meanFaceView({ yaw: 0.3, set: 'dense490' });
  const looks = looksOf(corrected);
  expect(looks.eyeLookOutLeft).toBeGreaterThan(0.1);
  expect(looks.eyeLookInRight).toBeGreaterThan(0.1);
  expect(looks.eyeLookUpLeft).toBeGreaterThan(0.1);
  expect(looks.eyeLookDownLeft).toBe(0);
  for (const [name, value] of Object.entries(looksOf(asFitted))) expect(looks[name]).toBeCloseTo(value, 9);
});
