/** How large a picture may be that is decoded whole. */

/** As sharp's own limit: 16383 × 16383, some 800 MB as RGB bytes. */
export const mostPixels = 268_402_689;

/** Throws where a picture of this size has no pixels or too many. */
export function checkedSize(width: number, height: number): { width: number; height: number } {
  if (!(width >= 1 && height >= 1)) throw new Error(`its size is ${width} × ${height}`);
  if (width * height > mostPixels) throw new Error(`${width} × ${height} ${tooLarge}`);
  return { width, height };
}

/** Part of the message by which such errors are known. */
export const tooLarge = 'exceeds pixel limit';
