/**
 * Arrays of numbers as text: one after the other, each as a scale (float32) and 16-bit integers, in base64. Small enough for
 * a source file, so nothing has to be fetched.
 */
import { LineamentError } from '../../core/errors.js';

const largest = 32767;

export function packArrays(arrays: readonly Float64Array[]): string {
  const bytes = new Uint8Array(arrays.reduce((sum, { length }) => sum + 4 + 2 * length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays) {
    const scale = array.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12) / largest;
    view.setFloat32(at, scale, true);
    at += 4;
    for (const value of array) {
      view.setInt16(at, Math.round(value / scale), true);
      at += 2;
    }
  }
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @param lengths – of the arrays, in their order. */
export function unpackArrays(data: string, lengths: readonly number[]): Float64Array[] {
  const text = atob(data);
  const view = new DataView(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer);
  let at = 0;
  return lengths.map((length) => {
    if (at + 4 + 2 * length > view.byteLength)
      throw new LineamentError(`internal: packed numbers end after ${view.byteLength} bytes`);
    const scale = view.getFloat32(at, true);
    const from = at + 4;
    at = from + 2 * length;
    return Float64Array.from({ length }, (_, i) => scale * view.getInt16(from + 2 * i, true));
  });
}
