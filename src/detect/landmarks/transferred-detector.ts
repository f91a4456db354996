/**
 * A model with label transfer, seen as a detector of its second set alone: whatever takes a detector – evaluation,
 * overlays – takes this one, and its metadata name the second set as the landmarks.
 */
import { LineamentError } from '../../core/errors.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { checkDetector } from './check-detector.js';
import type { Detector } from './detector.js';
import { metadataWithPoints } from './other-points.js';

/** @returns a detector whose points are what `detector` gives as `transferred`. */
export function transferredDetector(detector: Detector): Detector {
  checkDetector('transferredDetector', detector, 'its faces have the second set as `transferred` already');
  const metadata = transferredMetadata(detector.metadata);
  return {
    metadata,
    async detect(image, box) {
      const detection = await detector.detect(image, box);
      const { transferred, transferredUncertainty, wrong, faceBox, deviationShare } = detection;
      const { box: seen, usedWholeImage } = detection;
      if (transferred === undefined || transferredUncertainty === undefined)
        throw new LineamentError('detect: the detector gives no transferred points', {
          hint: 'make it with createDetector from a model trained with label transfer',
        });
      return {
        points: transferred,
        uncertainty: transferredUncertainty,
        ...(faceBox !== undefined && { faceBox }),
        ...(wrong !== undefined && { wrong }),
        ...(deviationShare !== undefined && { deviationShare }),
        box: seen,
        usedWholeImage,
      };
    },
  };
}

/** The metadata of a model with its second set as the landmarks. */
function transferredMetadata(metadata: ModelMetadata): ModelMetadata {
  const { transfer } = metadata;
  if (transfer === undefined)
    throw new LineamentError(
      `detect: the model gives ${metadata.landmarks.set} only, no points of a second set`,
      { hint: 'give a model that was trained with label transfer' },
    );
  return metadataWithPoints(metadata, transfer);
}
