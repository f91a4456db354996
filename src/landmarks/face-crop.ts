/**
 * The square crop that a network sees. Training, evaluation and detection all go through this one function: a crop
 * that differs between them by half a pixel or a few per cent of size costs accuracy that no one finds again.
 */

import type { Affine } from '../core/affine.js';
import { LineamentError } from '../core/errors.js';
import { rounded } from '../core/text/rounded.js';

/** Around a face: left, top, width, height; pixels. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
  /**
   * Degrees by which the face is turned in the plane of the image, clockwise as seen; 0 where it is left out. The crop
   * turns about the centre of the box, so the box may be upright around the turned face or turned with it.
   */
  roll?: number;
}

export const defaultEnlarge = 1.3;

export interface FaceCropOptions {
  /** Width and height of the crop that is drawn, pixels. */
  size: number;
  /** The crop's side over the longer side of the box; 1.3 by default, for boxes tight around the landmarks. */
  enlarge?: number;
  /** Radians by which the crop's axes are turned in the image, clockwise as seen; the face turns the other way. */
  rotation?: number;
  /** Multiplies the crop's side; above 1 the face becomes smaller. */
  scale?: number;
  /** Moves the crop's centre, along its own axes, by these fractions of its side. */
  shift?: readonly [number, number];
}

/**
 * The crop of side `scale · enlarge · max(width, height)` around the centre of the box, turned by its roll so that the
 * face stands upright in it.
 * @returns the map from pixels of the crop to pixels of the image, as `warpImage` takes it; its inverse takes points
 * of the image into the crop.
 */
export function faceCrop(
  box: FaceBox,
  { size, enlarge = defaultEnlarge, rotation = 0, scale = 1, shift = [0, 0] }: FaceCropOptions,
): Affine {
  const fault = malformedBox(box);
  if (fault !== null) throw new LineamentError(`face crop: ${fault.rule}`, { hint: fault.hint });
  const side = scale * enlarge * Math.max(box.width, box.height);
  const step = side / size;
  const turn = rotation + ((box.roll ?? 0) * Math.PI) / 180;
  const cos = Math.cos(turn) * step;
  const sin = Math.sin(turn) * step;
  const middle = (size - 1) / 2;
  // The crop pixel that lies on the centre of the box.
  const u = middle - shift[0] * size;
  const v = middle - shift[1] * size;
  const centreX = box.x + box.width / 2;
  const centreY = box.y + box.height / 2;
  return [cos, -sin, centreX - cos * u + sin * v, sin, cos, centreY - sin * u - cos * v];
}

/** About its centre. */
export function enlargeBox(box: FaceBox, factor: number): FaceBox {
  const { x, y, width, height } = box;
  return {
    ...box,
    x: x - ((factor - 1) * width) / 2,
    y: y - ((factor - 1) * height) / 2,
    width: width * factor,
    height: height * factor,
  };
}

/** What is wrong with a box whatever the picture. */
export function malformedBox(box: FaceBox): { rule: string; hint: string } | null {
  const { x, y, width, height, roll = 0 } = box;
  if (!(width > 0 && height > 0 && [x, y, width, height].every(Number.isFinite)))
    return {
      rule: `a box needs a finite place and a size above 0, got x ${rounded(x)}, y ${rounded(y)}, width ${rounded(width)}, height ${rounded(height)}`,
      hint: 'give the box as x, y, width, height in pixels',
    };
  if (!Number.isFinite(roll))
    return {
      rule: `the roll of a box is a number of degrees, got ${roll}`,
      hint: 'leave it out where the face is upright',
    };
  return null;
}

/** The tight box of the points that are not NaN; null where there are none. @param points – `[K, 2]` pixels. */
export function tightBox(points: Float32Array): FaceBox | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return left <= right ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}
