/** A model followed by a map to another set, seen as a detector of that set: whatever takes a detector takes this one. */
import { LineamentError } from '../../core/errors.js';
import { mapPoints, type PointMap, pointsRadius } from '../../landmarks/point-map.js';
import { checkDetector } from './check-detector.js';
import type { Detector } from './detector.js';
import { metadataWithPoints } from './other-points.js';
import { nearestVisibility } from './picture-visibility.js';

/**
 * @returns a detector of `map.to`. A point is as uncertain as the nearest of the model's own and the map together, and as
 * visible as that nearest one.
 */
export function mappedDetector(detector: Detector, map: PointMap): Detector {
  checkDetector('mappedDetector', detector, 'openDetector(model, { landmarks: map }) maps its points itself');
  const { landmarks } = detector.metadata;
  const { from, to, nearest, deviation } = map;
  const isSame =
    landmarks.names.length === from.names.length &&
    from.names.every((name, k) => landmarks.names[k] === name) &&
    landmarks.convention === from.convention;
  if (!isSame)
    throw new LineamentError(
      `landmarks: the map takes the ${from.convention} points of ${from.set}, the model gives the ${landmarks.convention} points of ${landmarks.set}`,
      { hint: 'make a map for this model: lineament landmarks map' },
    );
  return {
    metadata: metadataWithPoints(detector.metadata, to),
    async detect(image, given) {
      const {
        transferred: _,
        transferredUncertainty: __,
        visibility,
        ...detection
      } = await detector.detect(image, given);
      const radius = pointsRadius(detection.points);
      return {
        ...detection,
        points: mapPoints(map, detection.points),
        uncertainty: Float32Array.from(nearest, (k, t) =>
          Math.hypot(detection.uncertainty[k]!, deviation[t]! * radius),
        ),
        ...(visibility && { visibility: nearestVisibility(visibility, nearest) }),
      };
    },
  };
}
