/** A detector that looks through boxes of another size than those that it is given: closer where the size is below 1. */
import { enlargeBox } from '../../landmarks/face-crop.js';
import type { Detector } from './detector.js';

/**
 * @param crop – times the given box. Without a box the whole image is looked at as ever.
 * @returns a detector whose `box` is such as it was given: another detector sees the same face through it.
 */
export function croppedDetector(detector: Detector, crop: number): Detector {
  if (crop === 1) return detector;
  return {
    metadata: detector.metadata,
    async detect(image, given) {
      const detection = await detector.detect(image, given && enlargeBox(given, crop));
      return { ...detection, box: given === undefined ? detection.box : enlargeBox(detection.box, 1 / crop) };
    },
  };
}
