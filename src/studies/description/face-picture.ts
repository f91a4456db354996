/** One described face as a picture: points, axes of the head and gaze rays on the photograph, the fitted head beside it. */
import sharp from 'sharp';
import type { Image } from '../../core/image.js';
import { add, scale, type Vector3 } from '../../core/vector.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import type { FacePoints } from '../../detect/face.js';
import type { FacialAction } from '../../face/heads/facial-actions.js';
import { type HeadModel, neutralParameters } from '../../face/heads/head-model.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { spreadLandmarks } from '../../landmarks/spread-landmarks.js';
import { viewSet } from '../../render/set-view.js';
import { drawOverlay, type OverlayLine, type OverlayMarks, predictedColour } from '../../report/overlay.js';

export interface PicturedFace {
  image: Image;
  box: FaceBox;
  points: FacePoints['points'];
  described: DescribedFace;
}

/** Pixels of the photograph's part and of each view of the head. */
const side = 300;
/** The photograph is shown around the face by this. */
const enlarge = 1.7;
/** Centimetres. */
const axisLength = 5;
const rayLength = 9;
/** Of the head's axes: to the subject's left, up, out of the face. */
const axisColours = ['#ff5050', '#41d65c', '#4aa3ff'] as const;
const gazeColour = '#ffd42a';
/** Degrees that the fitted head is shown at. */
const shownYaws = [0, 40] as const;

/** @returns a JPEG. */
export async function facePicture(face: PicturedFace, head: HeadModel): Promise<Buffer> {
  const { image, box, points, described } = face;
  const photograph = await drawOverlay(image, [pointMarks(points)], {
    window: { box: { ...box, roll: 0 }, enlarge, size: side },
    lines: [...headAxes(described), ...gazeRays(described)],
    format: 'png',
  });
  const reliefs = await Promise.all(shownYaws.map((yaw) => headRelief(described, head, yaw)));
  const parts = [photograph, ...reliefs.filter((one) => one !== null)];
  return sharp({ create: { width: side * parts.length, height: side, channels: 3, background: '#fff' } })
    .composite(parts.map((input, i) => ({ input, left: i * side, top: 0 })))
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** So many points are drawn: all of a dense set would hide a face that is shown as small as a thumb. */
const mostPoints = 160;
/** Pixels of the drawing, of which the face takes up {@link side} / {@link enlarge}. */
const dotRadius = side / enlarge / 180;

export function pointMarks(points: PicturedFace['points']): OverlayMarks {
  const shown = spreadLandmarks(points.length, mostPoints).map((k) => points[k]!);
  return {
    points: Float32Array.from(shown.flatMap(({ x, y }) => [x, y])),
    radius: dotRadius,
    colour: predictedColour,
  };
}

export function headAxes({ pose, camera }: DescribedFace): OverlayLine[] {
  if (pose === undefined) return [];
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = pose.rotation;
  const axes: Vector3[] = [
    [a, d, g],
    [b, e, h],
    [c, f, i],
  ];
  return axes.map((axis, number) => ray(pose.position, axis, axisLength, axisColours[number]!, camera));
}

export function gazeRays({ gaze, camera }: DescribedFace): OverlayLine[] {
  return (['right', 'left'] as const).flatMap((side) => {
    const eye = gaze?.[side];
    return eye?.direction === undefined
      ? []
      : [ray(eye.origin, eye.direction, rayLength, gazeColour, camera)];
  });
}

function ray(
  origin: Vector3,
  direction: Vector3,
  length: number,
  colour: string,
  { focal, cx, cy }: DescribedFace['camera'],
): OverlayLine {
  const seen = ([x, y, z]: Vector3): [number, number] =>
    z < 0 ? [cx - (focal * x) / z, cy + (focal * y) / z] : [Number.NaN, Number.NaN];
  return { from: seen(origin), to: seen(add(origin, scale(direction, length))), colour };
}

/** The fitted head as a shaded relief, PNG; null where it was not fitted, or by another head. */
export async function headRelief(
  { reconstruction }: DescribedFace,
  head: HeadModel,
  yaw: number,
): Promise<Buffer | null> {
  if (reconstruction === undefined || reconstruction.head !== head.name) return null;
  const neutral = neutralParameters(head);
  const actions: Partial<Record<FacialAction, number>> = {};
  for (const action of head.actions) {
    const amount = reconstruction.actions[action]?.value ?? 0;
    if (amount > 0) actions[action] = Math.min(1, amount);
  }
  const identity = head.identityNames.map((name) => reconstruction.identity[name]?.value ?? 0);
  const { positions } = head.shape({ ...neutral, identity, actions });
  const view = viewSet(landmarkSet('ibug68'), head, { yaw, zoom: side / 24, positions });
  return sharp(view.relief, { raw: { width: view.width, height: view.height, channels: 1 } })
    .resize(side, side, { fit: 'cover', position: 'top' })
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
}
