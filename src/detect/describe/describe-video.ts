/**
 * One person's face through a video: each frame is fitted from the frame before, which takes half the time, and what a video
 * tells beyond its frames (blinks, PERCLOS, yawns, nods, alarms) stands beside each.
 *
 * @example
 * const describer = createVideoDescriber({ camera: { focal: 1450 } });
 * for (const { face, seconds } of frames) console.log(describer.describe(face, seconds).fatigue.alarms);
 */
import { checkOptions } from '../../core/settings/known-options.js';
import type { FacePoints } from '../face.js';
import { describeView, viewFace } from './describe-face.js';
import { cameraWords, type DescribeOptions, describeNames } from './describe-options.js';
import type { DescribedFace } from './described-face.js';
import { createFatigueMonitor, type FatigueState } from './fatigue/fatigue-monitor.js';
import type { FatigueSettings } from './fatigue/fatigue-settings.js';
import type { FaceView } from './head-fit.js';

export interface DescribedFrame extends DescribedFace {
  fatigue: FatigueState;
}

export interface VideoDescriber {
  /** @param seconds – of the frame, rising from frame to frame. */
  describe(face: FacePoints, seconds: number): DescribedFrame;
}

/** A fit that explains the points worse than this is no start for the next frame. */
const mostMisfit = 3;

/** @returns a describer for one person: faces of others get their own. */
export function createVideoDescriber(
  options: DescribeOptions & { fatigue?: Partial<FatigueSettings> } = {},
): VideoDescriber {
  checkOptions('createVideoDescriber', options, { ...describeNames, fatigue: true }, cameraWords);
  const monitor = createFatigueMonitor(options.fatigue);
  let before: FaceView | undefined;
  return {
    describe(face, seconds) {
      const view = viewFace(face, options, before);
      before = view.fit.misfit < mostMisfit ? view : undefined;
      const described = describeView(view, options.topics);
      return { ...described, fatigue: monitor.update(described, seconds) };
    },
  };
}
