/**
 * Finds the mirror image of each vertex of a mean face that is symmetric about x = 0. A vertex without one (the
 * published inner mouth is not symmetric) is given as its own.
 */

/** Centimetres: mirror images of the published mesh agree to a few hundredths of a millimetre. */
const tolerance = 0.02;

/** One number for a box; heads reach no further than 4096 boxes (80 cm) from the origin. */
const boxKey = (x: number, y: number, z: number): number =>
  ((x + 4096) * 8192 + (y + 4096)) * 8192 + (z + 4096);

/** @param positions – `[V, 3]`. Returns `[V]` vertex numbers. */
export function mirrorOf(positions: Float32Array): Uint32Array {
  const count = positions.length / 3;
  const boxes = new Map<number, number[]>();
  const box = (value: number): number => Math.floor(value / tolerance);
  for (let v = 0; v < count; v++) {
    const key = boxKey(box(positions[3 * v]!), box(positions[3 * v + 1]!), box(positions[3 * v + 2]!));
    const list = boxes.get(key);
    if (list) list.push(v);
    else boxes.set(key, [v]);
  }
  return Uint32Array.from({ length: count }, (_, v) => {
    const [x, y, z] = [-positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!];
    let best = -1;
    let least = tolerance;
    for (let i = -1; i <= 1; i++)
      for (let j = -1; j <= 1; j++)
        for (let k = -1; k <= 1; k++)
          for (const other of boxes.get(boxKey(box(x) + i, box(y) + j, box(z) + k)) ?? []) {
            const o = 3 * other;
            const away = Math.hypot(positions[o]! - x, positions[o + 1]! - y, positions[o + 2]! - z);
            if (away < least) [least, best] = [away, other];
          }
    return best < 0 ? v : best;
  });
}
