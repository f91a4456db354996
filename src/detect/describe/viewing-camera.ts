/**
 * The camera that took the picture, as far as it is known, and as it was taken or fitted to be. A pinhole as in `render/`:
 * camera space in centimetres, x right, y up, z towards the viewer, the camera at the origin looking down −z;
 * u = cx + focal·x/(−z), v = cy − focal·y/(−z).
 */
import { UsageError } from '../../core/errors.js';
import { checkOptions, type OptionNames } from '../../core/settings/known-options.js';
import { withoutNulls } from '../../core/settings/without-nulls.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FacePicture } from '../face.js';

/** What is known; an empty object where nothing is. What is left out is taken from the face's `picture`, where it has one. */
export interface KnownCamera {
  /** Pixels of the picture. They say where the middle lies, and so where the principal point is where it is not given. */
  width?: number;
  height?: number;
  /** Focal length in pixels. Estimated with the distance, roughly, where it is not given. */
  focal?: number;
  /** Principal point, pixels; the middle of the picture by default. */
  cx?: number;
  cy?: number;
}

export interface ViewingCamera {
  /** Pixels. */
  focal: number;
  /** Standard deviation of the focal length's natural logarithm; 0 where it was given. */
  focalDeviation: number;
  cx: number;
  cy: number;
}

/** Where nothing is known of the picture the face itself is taken for its middle: poses are then relative to the line of sight. */
export function principalPoint({ width, height, cx, cy }: KnownCamera, face: FaceBox): [number, number] {
  return [
    cx ?? (width === undefined ? face.x + face.width / 2 : (width - 1) / 2),
    cy ?? (height === undefined ? face.y + face.height / 2 : (height - 1) / 2),
  ];
}

/**
 * The lens's axis is never so many of the picture's sides beside it. A part that was cut out of a larger picture has it a few beside: of 3,000
 * generated faces 282 have it more than one side beside, and none four.
 */
const mostBeside = 10;

/**
 * The camera of a face: what is given, and what its picture says of the rest.
 * Both are checked here, and nowhere else; null in them, as JSON may have it, counts as left out.
 * @param picture – of the face; undefined where nobody knows it.
 */
export function cameraOf(camera?: KnownCamera | null, picture?: FacePicture | null): KnownCamera {
  const given = withoutNulls(camera ?? {});
  checkOptions('describe: the camera', given, cameraNames);
  checkNumbers("the camera's", given);
  if (!picture) return given;
  const known: KnownCamera = withoutNulls({
    width: picture.width,
    height: picture.height,
    ...(picture.focal !== undefined && { focal: picture.focal }),
  });
  checkNumbers("the face's picture's", known);
  const { width = known.width, height = known.height, focal = known.focal, cx, cy } = given;
  const isOther =
    width !== (known.width ?? width) ||
    height !== (known.height ?? height) ||
    isBeside(cx, known.width) ||
    isBeside(cy, known.height);
  if (isOther)
    throw new UsageError(
      `describe: the camera ${cameraWords(given)} is of another picture: this face was found in one of ${picture.width} × ${picture.height} pixels`,
      {
        hint: "leave its size out, and give focal, cx and cy in that picture's pixels; of a part far off the middle of what the camera took, give the face without `picture`",
      },
    );
  return {
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(focal !== undefined && { focal }),
    ...(cx !== undefined && { cx }),
    ...(cy !== undefined && { cy }),
  };
}

function isBeside(middle: number | undefined, side: number | undefined): boolean {
  return (
    middle !== undefined &&
    side !== undefined &&
    (middle < -mostBeside * side || middle > (1 + mostBeside) * side)
  );
}

function cameraWords(camera: KnownCamera): string {
  const said = Object.entries(camera).filter(([key, value]) => key !== 'focal' && value !== undefined);
  return `(${said.map(([key, value]) => `${key} ${value}`).join(', ')})`;
}

const cameraNames: OptionNames<KnownCamera> = { width: true, height: true, focal: true, cx: true, cy: true };

function checkNumbers(whose: string, camera: KnownCamera): void {
  for (const [key, value] of Object.entries(camera)) {
    const positive = key === 'width' || key === 'height' || key === 'focal';
    if (!Number.isFinite(value) || (positive && value <= 0))
      throw new UsageError(
        `describe: ${whose} ${key} must be a ${positive ? 'positive ' : ''}number, got ${value}`,
        { hint: 'give pixels, or leave it out where it is not known' },
      );
  }
}
