/**
 * A model followed by an adapter, seen as a detector of the adapter's target set: whatever takes a detector –
 * evaluation, overlays – takes this one.
 */
import { LineamentError } from '../../core/errors.js';
import { croppedDetector } from './cropped-detector.js';
import type { Detector } from './detector.js';
import { nearestVisibility } from './picture-visibility.js';
import { adaptDeviations, adaptPoints, type PointAdapter, patchesOf } from './point-adapter.js';

/** @returns a detector of `adapter.to`; a point is as visible as the nearest point of the model's own set, and its error bar comes of that one's. */
export function adaptedDetector(detector: Detector, adapter: PointAdapter): Detector {
  const { landmarks } = detector.metadata;
  const { from, to, crop = 1 } = adapter;
  const same = from.names.every((name, k) => landmarks.names[k] === name);
  if (landmarks.names.length !== from.names.length || !same) {
    throw new LineamentError(
      `adapter: takes the points of ${from.set}, the model gives ${landmarks.set === from.set ? 'another set of that name' : landmarks.set}`,
      { hint: 'fit an adapter for this model: lineament model adapt' },
    );
  }
  const { set, names, mirror, convention } = to;
  const looking = croppedDetector(detector, crop);
  // What a second head says is of the model, not of the adapted points.
  const { transfer: _, ...metadata } = detector.metadata;
  return {
    metadata: { ...metadata, landmarks: { set, names, mirror, convention } },
    async detect(image, given) {
      const detection = await looking.detect(image, given);
      const { points, uncertainty, visibility, wrong, faceBox, box, usedWholeImage } = detection;
      return {
        points: adaptPoints(adapter, points, patchesOf(adapter, detection)),
        uncertainty: adaptDeviations(adapter, points, uncertainty),
        ...(visibility && { visibility: nearestVisibility(visibility, adapter.subset) }),
        ...(wrong !== undefined && { wrong }),
        ...(faceBox !== undefined && { faceBox }),
        box,
        usedWholeImage,
      };
    },
  };
}
