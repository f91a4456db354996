/**
 * How steadily a detector places its points, without labels: each face is seen once through its box, then mirrored, and through
 * boxes that are a little off, as any face finder's are; how far do the points move on the face? Labels give only the
 * scale, the distance of the outer eye corners. K points of the model's set.
 *
 * Limits: a detector that always gives the mean face would hold still too; read it beside an error.
 */
import type { Image } from '../../core/image.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import type { FaceBox } from '../../landmarks/face-crop.js';

export const faceViews = ['mirror', 'shift', 'scale', 'roll'] as const;
export type FaceView = (typeof faceViews)[number];

/** Shares of the box's longer side, and degrees: what is off, once to either side. */
export const boxFaults = { shift: 0.04, scale: 0.06, roll: 5 } as const;

/** `[K]` pixels that each point moved, the mean over the two ways of a view. */
export type Movements = Record<FaceView, Float64Array>;

/** @param mirror – `[K]` for each point the one that it is in a mirror. */
export async function faceMovements(
  detector: Detector,
  image: Image,
  box: FaceBox,
  mirror: readonly number[],
): Promise<Movements> {
  const { points: still } = await detector.detect(image, box);
  const through = async (boxes: readonly FaceBox[]): Promise<Float64Array> => {
    const moved = new Float64Array(mirror.length);
    for (const other of boxes)
      addDistances(moved, still, (await detector.detect(image, other)).points, 1 / boxes.length);
    return moved;
  };
  const { x, y, width, height, roll = 0 } = box;
  const off = boxFaults.shift * Math.max(width, height);
  const resized = (by: number): FaceBox => ({
    ...box,
    ...{ x: x + (width * (1 - by)) / 2, y: y + (height * (1 - by)) / 2 },
    ...{ width: width * by, height: height * by },
  });
  return {
    mirror: await mirrored(detector, image, box, mirror, still),
    shift: await through([
      { ...box, x: x + off, y: y + off },
      { ...box, x: x - off, y: y - off },
    ]),
    scale: await through([resized(1 + boxFaults.scale), resized(1 - boxFaults.scale)]),
    roll: await through([
      { ...box, roll: roll + boxFaults.roll },
      { ...box, roll: roll - boxFaults.roll },
    ]),
  };
}

async function mirrored(
  detector: Detector,
  image: Image,
  box: FaceBox,
  mirror: readonly number[],
  still: Float32Array,
): Promise<Float64Array> {
  const turned: FaceBox = {
    ...box,
    x: image.width - 1 - box.x - box.width,
    ...(box.roll !== undefined && { roll: -box.roll }),
  };
  const { points } = await detector.detect(mirrorImage(image), turned);
  const back = new Float32Array(still.length);
  for (const [k, other] of mirror.entries()) {
    back[2 * k] = image.width - 1 - points[2 * other]!;
    back[2 * k + 1] = points[2 * other + 1]!;
  }
  const moved = new Float64Array(mirror.length);
  addDistances(moved, still, back, 1);
  return moved;
}

function addDistances(sums: Float64Array, a: Float32Array, b: Float32Array, share: number): void {
  for (let k = 0; k < sums.length; k++)
    sums[k]! += share * Math.hypot(a[2 * k]! - b[2 * k]!, a[2 * k + 1]! - b[2 * k + 1]!);
}

/** Left to right. */
function mirrorImage({ width, height, channels, data }: Image): Image {
  const mirroredData = new Uint8Array(data.length);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let c = 0; c < channels; c++)
        mirroredData[(row * width + column) * channels + c] =
          data[(row * width + (width - 1 - column)) * channels + c]!;
  return { width, height, channels, data: mirroredData };
}
