/** What is wrong with a face box on its picture. What detection refuses is neither imported nor learnt from. */
import { rounded } from '../../core/text/rounded.js';
import { type FaceBox, malformedBox } from '../face-crop.js';

/** A face of fewer pixels shows nothing, and a box of fewer was most likely meant as shares of the picture. */
const leastSide = 4;
/** A face that fills the frame and leaves it has a box of at most a few frames. */
const mostFrames = 10;

export interface FaceBoxFault {
  rule: string;
  hint: string;
}

/**
 * Why a face cannot be looked at through this box: no area, shares instead of pixels, a lost decimal point, beside the
 * picture.
 * @param image – the size of the picture. @returns null where the box is right.
 */
export function faceBoxFault(
  box: FaceBox,
  image: { readonly width: number; readonly height: number },
): FaceBoxFault | null {
  const malformed = malformedBox(box);
  if (malformed !== null) return malformed;
  const { x, y, width, height } = box;
  const [left, top, across, down] = [x, y, width, height].map(rounded);
  const given = `the box x ${left}, y ${top}, width ${across}, height ${down}`;
  const side = Math.max(width, height);
  if (side < leastSide)
    return {
      rule: `${given} is smaller than ${leastSide} pixels`,
      hint: 'boxes are in pixels: multiply shares of 0 to 1 by the width and height of the picture',
    };
  const frame = Math.max(image.width, image.height);
  if (side > mostFrames * frame)
    return {
      rule: `${given} is more than ${mostFrames} times as large as the image of ${image.width} × ${image.height}`,
      hint: 'give the box in pixels of the upright image; was a decimal point lost?',
    };
  if (x + width < 0 || y + height < 0 || x > image.width - 1 || y > image.height - 1)
    return {
      rule: `${given} lies outside the image of ${image.width} × ${image.height}`,
      hint: 'give the box in pixels of the upright image',
    };
  return null;
}
