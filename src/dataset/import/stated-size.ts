/**
 * Labels that say how large their picture is, laid on the picture as it is stored: upright. Where the stated size is that
 * of the file before its EXIF orientation, the labels are turned with it; where it is another of the same shape, the
 * picture was scaled after labelling and so are the labels. All else contradicts. Two things a size cannot tell: a
 * square picture and one that is mirrored or upside down have the same size both ways, and are taken to be labelled upright.
 */
import { LineamentError } from '../../core/errors.js';
import { type PictureSize, sameShape, turnedSize } from '../../node/pictures/same-shape.js';
import type { Box } from '../sample.js';
import type { StorableImage } from './files/storable-image.js';

/** From the labels' picture to the stored one. */
export interface LabelPlacement {
  /** `[K, 2]` pixels, NaN where there is no label. */
  points(points: Float32Array): Float32Array;
  box(box: Box): Box;
}

type Place = (x: number, y: number) => [number, number];

/** For labels of unknown size, or of the picture as it is stored. */
const unchanged: LabelPlacement = { points: (points) => points, box: (box) => box };

/** @param stated – the size that the labels say; undefined where they say none. */
export function placeLabels(
  stated: PictureSize | undefined,
  image: Pick<StorableImage, 'width' | 'height' | 'orientation'>,
): LabelPlacement {
  if (stated === undefined || (stated.width === image.width && stated.height === image.height))
    return unchanged;
  const { orientation } = image;
  if (sameShape(stated, image)) return placement(scaled(stated, image));
  const raw = turnedSize(image);
  if (orientation > 4 && sameShape(stated, raw)) {
    const scale = scaled(stated, raw);
    return placement((x, y) => uprightFrom(orientation, raw, ...scale(x, y)));
  }
  throw new LineamentError(
    `the labels are of a picture of ${stated.width} × ${stated.height} pixels, this one has ${image.width} × ${image.height}` +
      (sameShape(stated, raw) ? ', and no EXIF orientation tells how it was turned' : ''),
    { hint: 'give the picture that was labelled, or correct its size in the labels' },
  );
}

/** Pixel edges meet pixel edges: (0, 0) is the centre of the first pixel. */
function scaled(from: PictureSize, to: PictureSize): Place {
  const [across, down] = [to.width / from.width, to.height / from.height];
  if (across === 1 && down === 1) return (x, y) => [x, y];
  return (x, y) => [(x + 0.5) * across - 0.5, (y + 0.5) * down - 0.5];
}

/** Where EXIF's orientations 5 to 8 show a stored pixel. @param raw – the size of the file's picture. */
function uprightFrom(orientation: number, raw: PictureSize, x: number, y: number): [number, number] {
  const [right, bottom] = [raw.width - 1, raw.height - 1];
  switch (orientation) {
    case 5:
      return [y, x];
    case 6:
      return [bottom - y, x];
    case 7:
      return [bottom - y, right - x];
    default:
      return [y, right - x];
  }
}

function placement(place: Place): LabelPlacement {
  return {
    points(points) {
      const placed = new Float32Array(points.length);
      for (let k = 0; 2 * k < points.length; k++)
        placed.set(place(points[2 * k]!, points[2 * k + 1]!), 2 * k);
      return placed;
    },
    box({ x, y, width, height }) {
      const [a, b] = [place(x, y), place(x + width, y + height)];
      return {
        x: Math.min(a[0], b[0]),
        y: Math.min(a[1], b[1]),
        width: Math.abs(a[0] - b[0]),
        height: Math.abs(a[1] - b[1]),
      };
    },
  };
}
