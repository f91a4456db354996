/** The numbers of all parts, one part after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array;
/** @param kind – of the parts and of what they make. */
export function joined(parts: readonly Uint8Array[], kind: Uint8ArrayConstructor): Uint8Array;
export function joined(
  parts: readonly (Float32Array | Uint8Array)[],
  kind: Float32ArrayConstructor | Uint8ArrayConstructor = Float32Array,
): Float32Array | Uint8Array {
  const result = new kind(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
