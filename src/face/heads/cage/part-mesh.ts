/** A small closed mesh of our own beside the cage: eyeball, tongue, row of teeth. */
export interface PartMesh {
  /** `[V, 3]`. */
  readonly positions: Float64Array;
  /** `[T, 3]`, counter-clockwise seen from outside. */
  readonly triangles: Uint32Array;
}

/** A closed tube of rings, its first and last ring closed by fans: rings run counter-clockwise seen from the end. */
export function tube(rings: readonly (readonly [number, number, number])[][]): PartMesh {
  const size = rings[0]!.length;
  const triangles: number[] = [];
  for (let ring = 0; ring + 1 < rings.length; ring++)
    for (let i = 0; i < size; i++) {
      const next = (i + 1) % size;
      const [a, b] = [ring * size + i, ring * size + next];
      triangles.push(a, b, b + size, a, b + size, a + size);
    }
  const last = (rings.length - 1) * size;
  for (let i = 1; i + 1 < size; i++) {
    triangles.push(0, i + 1, i);
    triangles.push(last, last + i, last + i + 1);
  }
  return { positions: Float64Array.from(rings.flat(2)), triangles: Uint32Array.from(triangles) };
}
