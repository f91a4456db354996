/** Where each tensor stands in a flat vector. */
import { LineamentError } from '../../core/errors.js';
import { type Shape, sameShape, shapeText, sizeOf } from '../graph/shape.js';

export interface LayoutEntry {
  readonly name: string;
  readonly shape: Shape;
  /** Index of the first element. */
  readonly offset: number;
}

export type ParameterLayout = readonly LayoutEntry[];

/** One behind the other, in the order given. */
export function layoutOf(values: readonly { name: string; shape: Shape }[]): ParameterLayout {
  let offset = 0;
  return values.map(({ name, shape }) => {
    const entry = { name, shape, offset };
    offset += sizeOf(shape);
    return entry;
  });
}

/** Number of elements of the flat vector. */
export function layoutSize(layout: ParameterLayout): number {
  const last = layout.at(-1);
  return last === undefined ? 0 : last.offset + sizeOf(last.shape);
}

/** The elements of one tensor, as a view. */
export function entryValues(values: Float32Array, entry: LayoutEntry): Float32Array {
  return values.subarray(entry.offset, entry.offset + sizeOf(entry.shape));
}

/** A flat vector with more tensors behind those that it has. */
export function extended(
  [layout, values]: readonly [ParameterLayout, Float32Array],
  more: readonly { name: string; shape: Shape; values: Float32Array }[],
): [ParameterLayout, Float32Array] {
  const whole = layoutOf([...layout, ...more]);
  const result = new Float32Array(layoutSize(whole));
  result.set(values);
  for (const [i, own] of more.entries()) entryValues(result, whole[layout.length + i]!).set(own.values);
  return [whole, result];
}

/** Throws unless `got` has the same names and shapes in the same order. */
export function requireSameLayout(what: string, expected: ParameterLayout, got: ParameterLayout): void {
  const describe = (entry: LayoutEntry | undefined): string =>
    entry === undefined ? 'nothing' : `${entry.name} ${shapeText(entry.shape)}`;
  for (let i = 0; i < Math.max(expected.length, got.length); i++) {
    const [a, b] = [expected[i], got[i]];
    if (a === undefined || b === undefined || a.name !== b.name || !sameShape(a.shape, b.shape))
      throw new LineamentError(`${what}: entry ${i} must be ${describe(a)}, the state has ${describe(b)}`, {
        hint: 'restore a state into the network that it was saved from',
      });
  }
}
