/** A detector that sees a face through the box that a finder finds, not through the given one, which only says which face is meant. */
import { LineamentError } from '../../core/errors.js';
import { overlapOf } from '../../landmarks/box-overlap.js';
import type { Detector } from '../landmarks/detector.js';
import type { FaceFinder } from './face-finder.js';
import { lookBox } from './look-box.js';

/** Intersection over union from which on a found face is the one that is meant. */
const leastOverlap = 0.5;

/** @returns a detector that throws where the face is not found. Without a box the surest face is meant. */
export function findingDetector(detector: Detector, finder: FaceFinder): Detector {
  return {
    ...detector,
    async detect(image, box) {
      const faces = await finder.find(image);
      const [face] =
        box === undefined
          ? faces
          : faces
              .filter((found) => overlapOf(found.box, box) >= leastOverlap)
              .sort((a, b) => overlapOf(b.box, box) - overlapOf(a.box, box));
      if (face === undefined)
        throw new LineamentError(
          `the finder does not find this face; it finds ${faces.length} others in the picture`,
          { hint: 'give the box of the face' },
        );
      return detector.detect(image, lookBox(face));
    },
  };
}
