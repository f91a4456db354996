/** What stands where a model belongs, plain JavaScript included. */
import { LineamentError } from '../../core/errors.js';
import { nameOf } from '../landmarks/check-input.js';

/** Refuses bytes that are in no `Uint8Array`, which would pass for options, or for no model at all. @param operation – in messages. */
export function checkModelBytes(operation: string, given: unknown): void {
  const isBytes = given instanceof ArrayBuffer || ArrayBuffer.isView(given) || Array.isArray(given);
  if (!isBytes || given instanceof Uint8Array) return;
  throw new LineamentError(`${operation}: the bytes of a model come as a Uint8Array, got ${nameOf(given)}`, {
    hint: 'give new Uint8Array(buffer), or the path of the file',
  });
}
