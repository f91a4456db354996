/** One described face as a picture: points, axes of the head and gaze rays on the photograph; beside it the fitted head, as the photograph shows it and from aside. */
import sharp from 'sharp';
import type { Image } from '../../core/image.js';
import { add, scale, subtract, transform, type Vector3 } from '../../core/vector.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import type { FacePoints } from '../../detect/face.js';
import type { FacialAction } from '../../face/heads/facial-actions.js';
import { type HeadModel, neutralParameters } from '../../face/heads/head-model.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { spreadLandmarks } from '../../landmarks/spread-landmarks.js';
import { type ViewFrame, viewSet } from '../../render/set-view.js';
import { drawOverlay, type OverlayLine, type OverlayMarks, predictedColour } from '../../report/overlay.js';
import { seenRotation } from './seen-rotation.js';

export interface PicturedFace {
  image: Image;
  box: FaceBox;
  points: FacePoints['points'];
  described: DescribedFace;
}

/** Pixels of the photograph's part, and of each of the two views of the head, which stand beside it one below the other. */
const side = 480;
const headSide = side / 2;
/** The photograph is shown around the face by this. */
const enlarge = 1.7;
/** Centimetres. */
const axisLength = 5;
const rayLength = 9;
/** Of the head's axes: to the subject's left, up, out of the face. */
const axisColours = ['#ff5050', '#41d65c', '#4aa3ff'] as const;
const gazeColour = '#ffd42a';
/** Degrees by which the fitted head is turned for the view from aside: back past the front, not on to the back of the head. */
const aside = 40;
/** Centimetres: heads are turned about here. */
const middle: Vector3 = [0, -1, -5];
/** All of a head, however it stands; the neck as far as there is room. */
const headFrame: ViewFrame = { left: -12.5, right: 12.5, top: 12, bottom: -13 };

/** @returns a JPEG. */
export async function facePicture(face: PicturedFace, head: HeadModel): Promise<Buffer> {
  const { image, box, points, described } = face;
  const photograph = await drawOverlay(image, [pointMarks(points)], {
    window: { box: { ...box, roll: 0 }, enlarge, size: side },
    lines: [...headAxes(described), ...gazeRays(described)],
    format: 'png',
  });
  const turns = [0, (described.pose?.yaw ?? 0) > 0 ? -aside : aside];
  const reliefs = await Promise.all(turns.map((turn) => headRelief(described, head, turn)));
  const heads = reliefs.filter((one) => one !== null);
  const width = heads.length === 0 ? side : side + headSide;
  return sharp({ create: { width, height: side, channels: 3, background: '#fff' } })
    .composite([
      { input: photograph, left: 0, top: 0 },
      ...heads.map((input, i) => ({ input, left: side, top: i * headSide })),
    ])
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** So many points are drawn: all of a dense set would hide a face that is shown as small as a thumb. */
const mostPoints = 100;
/** Share of the face, which takes up {@link side} / {@link enlarge} of the drawing, that the points cover together: they can be seen, and the face below them. */
const coveredShare = 0.02;

export function pointMarks(points: PicturedFace['points']): OverlayMarks {
  const shown = spreadLandmarks(points.length, mostPoints).map((k) => points[k]!);
  return {
    points: Float32Array.from(shown.flatMap(({ x, y }) => [x, y])),
    radius: (side / enlarge) * Math.sqrt(coveredShare / (Math.PI * shown.length)),
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
  return axes.map((axis, number) => ({
    ...ray(pose.position, axis, axisLength, axisColours[number]!, camera),
    tip: true,
  }));
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

/**
 * The fitted head as a shaded relief, PNG, as the photograph shows it; null where it was not fitted, or by another head.
 * @param yaw – degrees by which it is turned from there, positive to the picture's right.
 */
export async function headRelief(described: DescribedFace, head: HeadModel, yaw = 0): Promise<Buffer | null> {
  const { reconstruction } = described;
  if (reconstruction === undefined || reconstruction.head !== head.name) return null;
  const neutral = neutralParameters(head);
  const actions: Partial<Record<FacialAction, number>> = {};
  for (const action of head.actions) {
    const amount = reconstruction.actions[action]?.value ?? 0;
    if (amount > 0) actions[action] = Math.min(1, amount);
  }
  const identity = head.identityNames.map((name) => reconstruction.identity[name]?.value ?? 0);
  const { positions } = head.shape({ ...neutral, identity, actions });
  const rotation = seenRotation(described);
  if (rotation !== undefined)
    for (let v = 0; v < positions.length; v += 3) {
      const place: Vector3 = [positions[v]!, positions[v + 1]!, positions[v + 2]!];
      positions.set(add(middle, transform(rotation, subtract(place, middle))), v);
    }
  const view = viewSet(landmarkSet('ibug68'), head, {
    yaw,
    positions,
    frame: headFrame,
    zoom: headSide / (headFrame.top - headFrame.bottom),
  });
  return sharp(view.relief, { raw: { width: view.width, height: view.height, channels: 1 } })
    .png()
    .toBuffer();
}
