/**
 * What the seven channels of a finder's maps mean, for training and for detection: one-shot, anchor-free, centre and size
 * (Zhou et al., "Objects as Points", 2019; Tian et al., "FCOS", ICCV 2019). A cell of the map of stride s stands for the pixel
 * in its middle and speaks of the face whose centre is near it. Safe in browsers.
 *
 * Channels: 0 the logit of the score; 1, 2 the way from the cell's middle to the box's centre, right and down, in strides;
 * 3, 4 the natural logarithm of the box's width and height in units of {@link unitOf} the stride; 5, 6 the sine and cosine of
 * the face's roll, not normalised.
 */

export const finderChannels = 7;

/** Strides of the maps, rising: each looks for faces of about 3 to 6 times its size, the last for all that are larger. */
export const finderStrides: readonly number[] = [8, 16, 32];

/** Pixels: the side of a face that a map of this stride is made for. */
export function unitOf(stride: number): number {
  return 3 * stride;
}

/** Name of the network's output of this stride. */
export function mapName(stride: number): string {
  return `faces${stride}`;
}

/** Middle of a cell, pixels: (0, 0) is the centre of the top-left pixel. */
export function cellMiddle(cell: number, stride: number): number {
  return (cell + 0.5) * stride - 0.5;
}
