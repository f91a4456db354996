/** Pictures that are the frames of one video have one size: a face cannot be followed from one scale into another. */
import { LineamentError } from '../../core/errors.js';

interface Size {
  width: number;
  height: number;
}

/** @param path – of the frame. @param first – of the first frame. @throws LineamentError where the sizes differ. */
export function checkFrameSize(path: string, { width, height }: Size, first: Size): void {
  if (width === first.width && height === first.height) return;
  throw new LineamentError(
    `the frame is ${width} × ${height}, the first one is ${first.width} × ${first.height}`,
    { file: path, hint: 'give all frames of a video in one size' },
  );
}
