/**
 * What stands behind the head, as a picture: painted small and enlarged smoothly when out of focus, up to full size when
 * sharp; or a picture of the user's. Costs 0.6 to 2.5 ms at 128 px, fractals most. Limits: no light of its own and no
 * parallax; it only has to be varied clutter.
 */
import { blurGaussian } from '../../core/blur.js';
import { LineamentError } from '../../core/errors.js';
import { type Image, warpImage } from '../../core/image.js';
import { Random } from '../../core/random.js';
import { linearOfByte } from '../camera/tone-curve.js';
import type { BackgroundDescription, PaintedBackground } from '../scene/scene-description.js';
import { type Canvas, createCanvas, enlarge, type Painter } from './canvas.js';
import { paintFractal, paintTexture } from './pattern-painters.js';
import { paintCabin, paintInterior, paintStreet } from './place-painters.js';
import {
  paintBokeh,
  paintClouds,
  paintFoliage,
  paintGradient,
  paintPatches,
  paintPlain,
  paintShapes,
  paintStripes,
} from './plain-painters.js';

const painters: Readonly<Record<PaintedBackground, Painter>> = {
  plain: paintPlain,
  gradient: paintGradient,
  bokeh: paintBokeh,
  room: paintPatches,
  interior: paintInterior,
  foliage: paintFoliage,
  clouds: paintClouds,
  stripes: paintStripes,
  texture: paintTexture,
  fractal: paintFractal,
  shapes: paintShapes,
  street: paintStreet,
  cabin: paintCabin,
};

/** Cells across of a background that is fully out of focus, and the most of a sharp one. */
const coarsest = 10;
const finest = 160;

export interface BackgroundOptions {
  /** Half the disc that the lens spreads a far point over, pixels (0 by default). */
  lensBlur?: number;
  /** The decoded picture of a background of kind `picture`. */
  picture?: Image;
}

/** @returns `[height, width, 3]` sRGB bytes. */
export function paintBackground(
  description: BackgroundDescription,
  width: number,
  height: number,
  { lensBlur = 0, picture }: BackgroundOptions = {},
): Uint8Array {
  const random = new Random(description.seed, 'background');
  const focused = Math.min(finest, width) * (1 - description.blur) + coarsest * description.blur;
  const cells = Math.max(6, Math.round(Math.min(focused, width / Math.max(1, 0.8 * lensBlur))));
  const rows = Math.max(6, Math.round((cells * height) / width));
  if (description.kind === 'picture') {
    if (picture === undefined)
      throw new LineamentError(
        `render: the scene's background is the picture ${description.file ?? '(unnamed)'}`,
        {
          hint: 'give the decoded picture with the scene',
        },
      );
    // A picture of the user's may be as sharp as the image.
    const sharp = description.blur < 0.5 && lensBlur < 1;
    const small = cutOut(picture, sharp ? width : cells, sharp ? height : rows, random);
    return enlarge(small, width, height, description.brightness);
  }
  const canvas = createCanvas(cells, rows);
  painters[description.kind](canvas, description.colours, random);
  // A coarse canvas is a blurred one: its steps must not show.
  if (cells < width) blurGaussian(canvas, Math.min(1, width / cells / 3));
  return enlarge(canvas, width, height, description.brightness);
}

/** A random square part of a picture, mirrored now and then, at the size of a canvas. */
function cutOut(picture: Image, width: number, height: number, random: Random): Canvas {
  const shorter = Math.min(picture.width, picture.height);
  const side = shorter * random.uniform(0.5, 1);
  const left = random.next() * (picture.width - side);
  const top = random.next() * (picture.height - side);
  const mirrored = random.chance(0.5);
  const [sx, sy] = [side / width, side / height];
  const map = mirrored
    ? ([-sx, 0, left + side - sx / 2 - 0.5, 0, sy, top + sy / 2 - 0.5] as const)
    : ([sx, 0, left + sx / 2 - 0.5, 0, sy, top + sy / 2 - 0.5] as const);
  const { data } = warpImage(picture, map, width, height);
  return { width, height, data: Float32Array.from(data, (byte) => linearOfByte[byte]!) };
}
