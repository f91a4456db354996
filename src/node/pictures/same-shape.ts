/** Whether one picture is another one scaled. */

export interface PictureSize {
  width: number;
  height: number;
}

/** Some round the shorter side, some cut it. A few pixels less are a cut picture, though. */
export function sameShape(a: PictureSize, b: PictureSize): boolean {
  if (!(a.width > 0 && a.height > 0)) return false;
  const [small, large] = a.width * a.height < b.width * b.height ? [a, b] : [b, a];
  const factor = Math.max(large.width / small.width, large.height / small.height);
  const remainder = factor < 1.1 ? 0.51 : 1;
  return (
    Math.abs(small.width - large.width / factor) < remainder &&
    Math.abs(small.height - large.height / factor) < remainder
  );
}

/** The size of the picture that lies on its side. */
export function turnedSize({ width, height }: PictureSize): PictureSize {
  return { width: height, height: width };
}
