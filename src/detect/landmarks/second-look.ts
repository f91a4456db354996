/**
 * A detector that looks twice: the second time through the box of the points that it found first, turned until the eyes are
 * level. It forgives boxes that are off and faces that are turned in the plane of the image, and costs one more inference.
 * What both bring: docs/detection.md.
 */
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';
import type { Detector } from './detector.js';

/** @param firstLook – looks first, by default as it looks again. @returns a detector whose `box` is the one of the second look. */
export function secondLook(detector: Detector, firstLook: Detector = detector): Detector {
  return {
    metadata: detector.metadata,
    async detect(image, given) {
      const first = await firstLook.detect(image, given);
      const { faceBox: box } = first;
      // Points that lie beside the image show that there was no face: looking there shows no more.
      if (box === undefined || faceBoxFault(box, image) !== null) return first;
      return { ...(await detector.detect(image, box)), usedWholeImage: first.usedWholeImage };
    },
  };
}
