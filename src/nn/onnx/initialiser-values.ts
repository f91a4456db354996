/** The numbers of a constant, and constants from numbers. */
import type { DataType, OnnxInitialiser } from './model.js';

/** A view of a float32 constant. */
export function initialiserFloats({ bytes }: OnnxInitialiser): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** The same as a copy: what was read from a file may begin anywhere in it, where no view can. */
export function copiedFloats({ bytes }: OnnxInitialiser): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** The array's type must be that of `dtype`. */
export function initialiserOf(
  name: string,
  shape: readonly number[],
  dtype: DataType,
  values: Float32Array | Int32Array | Int8Array | Uint8Array,
): OnnxInitialiser {
  return {
    name,
    shape,
    dtype,
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}
