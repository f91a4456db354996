/** A small network that reads the points of both eyes, asked of a face and of its mirror image. */
import type { FaceView } from '../head-fit.js';
import { applyBothWays, type SmallNetwork } from '../small-network.js';
import { gazeFeatures } from './gaze-features.js';
import type { Sight } from './sight.js';

/**
 * @param gaze – against the line of sight, as `gazeFeatures` reads it.
 * @returns what it answers of the face and of the mirror image; undefined where a point that it reads is not known.
 */
export function askBothWays(
  network: SmallNetwork,
  view: FaceView,
  sight: Sight,
  gaze: { yaw: number; pitch: number },
): readonly [own: Float64Array, mirrored: Float64Array] | undefined {
  return applyBothWays(
    network,
    gazeFeatures(view, sight, gaze, false),
    gazeFeatures(view, sight, gaze, true),
  );
}
