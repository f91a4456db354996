/** Every face of one picture, described: the records are the same from the command line and from a server. */
import type { Image } from '../../core/image.js';
import { describeFaces } from '../../detect/describe/describe-face.js';
import type { DescribeOptions } from '../../detect/describe/describe-options.js';
import type { HeadPoints } from '../../detect/describe/head/head-points.js';
import { wrongOf } from '../../detect/detection-result.js';
import { type Face, faceOf } from '../../detect/face.js';
import { detectLeftToRight } from '../../detect/finder/detect-found.js';
import type { FaceFinder } from '../../detect/finder/face-finder.js';
import type { Detection, Detector } from '../../detect/landmarks/detector.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FaceRecord } from './face-record.js';

export interface DescribingTools {
  detector: Detector;
  finder: FaceFinder;
  /** Focal length in pixels, where it is known; else what the faces' pictures state. */
  focal?: number;
  /** Where the detector's points lie on the head that is fitted; on the embedded one by default. */
  head?: HeadPoints;
}

/** @param boxes – found by the finder where there are none. */
export async function describePicture(
  image: Image,
  path: string,
  tools: DescribingTools,
  boxes: readonly FaceBox[] = [],
  signal?: AbortSignal,
): Promise<{ record: FaceRecord; face: Face }[]> {
  const { detector, finder } = tools;
  const detections: Detection[] =
    boxes.length > 0
      ? []
      : await detectLeftToRight(image, { detector, finder }, { ...(signal && { signal }) });
  for (const box of boxes) detections.push(await detector.detect(image, box));
  const { landmarks } = detector.metadata;
  const faces = detections.map((detection) =>
    faceOf(detection, landmarks, landmarks.names, { picture: image }),
  );
  return describeFaces(faces, describingOf(tools)).map((described, i) => {
    const face = faces[i]!;
    return { record: { file: path, face: i + 1, box: face.box, ...wrongOf(face), described }, face };
  });
}

export function describingOf({ focal, head }: Pick<DescribingTools, 'focal' | 'head'>): DescribeOptions {
  return { ...(focal !== undefined && { camera: { focal } }), ...(head && { head }) };
}
