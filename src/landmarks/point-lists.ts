/** Points in a row, `[K, 2]`: some of them, and their mirror image. */

/** @param chosen – `[T]` indices. @returns `[T, 2]` */
export function pickPoints(points: Float32Array, chosen: readonly number[]): Float32Array {
  return Float32Array.from(chosen.flatMap((k) => [points[2 * k]!, points[2 * k + 1]!]));
}

/** As seen in a mirror that stands at x = 0. @param mirror – `[K]` index of each point's mirror image. */
export function mirroredPoints(points: Float32Array, mirror: readonly number[]): Float32Array {
  return points.map((_, i) => {
    const value = points[2 * mirror[i >> 1]! + (i % 2)]!;
    return i % 2 === 0 ? -value : value;
  });
}
