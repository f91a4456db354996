/**
 * A model followed by an adapter, seen as a detector of the adapter's target set: whatever takes a detector –
 * evaluation, overlays – takes this one.
 *
 * An adapter with a map for a first look was fitted through boxes that the model's own points give, not through those of labels: it
 * is to look through such boxes too. Whoever has them already, such as a tracker, needs no first look.
 */
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';
import { checkDetector } from './check-detector.js';
import { croppedDetector } from './cropped-detector.js';
import type { Detection, Detector } from './detector.js';
import { metadataWithPoints } from './other-points.js';
import { nearestVisibility } from './picture-visibility.js';
import {
  adaptDeviations,
  adaptPoints,
  type PointAdapter,
  patchesOf,
  secondLookBox,
} from './point-adapter.js';
import { levelBox } from './points-box.js';

/**
 * @param firstLook – of the same model, as cheap as may be: finds the box for an adapter that holds a map for it. Without it the
 * given boxes are taken to be as good. @returns a detector of `adapter.to`; a point is as visible as the nearest point of the model's
 * own set, and its error bar comes of that one's.
 */
export function adaptedDetector(detector: Detector, adapter: PointAdapter, firstLook?: Detector): Detector {
  checkDetector('adaptedDetector', detector, 'openDetector(model, { adapter }) adapts its points itself');
  const { landmarks } = detector.metadata;
  const { from, to, crop = 1 } = adapter;
  const same = from.names.every((name, k) => landmarks.names[k] === name);
  if (landmarks.names.length !== from.names.length || !same) {
    throw new LineamentError(
      `adapter: takes the points of ${from.set}, the model gives ${landmarks.set === from.set ? 'another set of that name' : landmarks.set}`,
      { hint: 'name the model that it was fitted for, or fit one for this model: lineament model adapt' },
    );
  }
  const looking = croppedDetector(detector, crop);
  return {
    metadata: metadataWithPoints(detector.metadata, to),
    async detect(image, given) {
      const detection = await lookTwice(image, given);
      const { points, uncertainty, visibility, wrong, deviationShare, box, usedWholeImage } = detection;
      const adapted = adaptPoints(adapter, points, patchesOf(adapter, detection));
      // Whoever looks again, such as a tracker, is to look through boxes like those of the fit.
      const ownBox = adapter.firstLook && levelBox(adapted, to, box.roll);
      const faceBox = ownBox ?? detection.faceBox;
      return {
        points: adapted,
        uncertainty: adaptDeviations(adapter, points, uncertainty),
        ...(visibility && { visibility: nearestVisibility(visibility, adapter.subset) }),
        // Whether there is a face is for the model to say: error bars of the adapter were fitted on faces alone.
        ...(wrong !== undefined && { wrong }),
        ...(deviationShare !== undefined && { deviationShare }),
        ...(faceBox !== undefined && { faceBox }),
        box,
        usedWholeImage,
      };
    },
  };
  async function lookTwice(image: Image, given: FaceBox | undefined): Promise<Detection> {
    if (firstLook === undefined) return looking.detect(image, given);
    const { points, box, usedWholeImage } = await firstLook.detect(image, given);
    const second = secondLookBox(adapter, points, box.roll);
    // Points that lie beside the image show that there was no face: looking there shows no more.
    if (second === null || faceBoxFault(second, image) !== null) return looking.detect(image, given);
    return { ...(await looking.detect(image, second)), usedWholeImage };
  }
}
