/** How the flat vectors of several programs lie in the vectors that they share: by name. */
import { LineamentError } from '../../../core/errors.js';
import { sameShape, shapeText, sizeOf } from '../../graph/shape.js';
import type { LayoutEntry, ParameterLayout } from '../../program/parameter-layout.js';

/** Elements that lie next to each other in both vectors. */
export interface SharedRange {
  /** First element in the program's vector. */
  readonly own: number;
  /** First element in the shared vector. */
  readonly shared: number;
  readonly length: number;
}

export interface SharedLayout {
  readonly layout: ParameterLayout;
  /** For each program, the elements that none before it has: [start, end). Empty ones are left out. */
  readonly blocks: readonly (readonly [start: number, end: number])[];
}

/** All names, in the order in which they first appear; one network's layout remains what it is. */
export function uniteLayouts(layouts: readonly ParameterLayout[]): SharedLayout {
  const entries = new Map<string, LayoutEntry>();
  const blocks: [number, number][] = [];
  let size = 0;
  for (const layout of layouts) {
    const start = size;
    for (const { name, shape } of layout) {
      const known = entries.get(name);
      if (known !== undefined && !sameShape(known.shape, shape))
        throw new LineamentError(
          `trainer: ${name} is ${shapeText(known.shape)} in one program and ${shapeText(shape)} in another`,
          { hint: 'programs share what has the same name: give it another name or the same shape' },
        );
      if (known !== undefined) continue;
      entries.set(name, { name, shape, offset: size });
      size += sizeOf(shape);
    }
    if (size > start) blocks.push([start, size]);
  }
  return { layout: [...entries.values()], blocks };
}

/** Where a program's entries lie in the shared vector, neighbours joined. */
export function sharedRanges(shared: ParameterLayout, own: ParameterLayout): SharedRange[] {
  const offsets = new Map(shared.map(({ name, offset }) => [name, offset]));
  const ranges: SharedRange[] = [];
  for (const { name, shape, offset } of own) {
    const range = { own: offset, shared: offsets.get(name)!, length: sizeOf(shape) };
    const before = ranges.at(-1);
    if (before !== undefined && before.shared + before.length === range.shared)
      ranges[ranges.length - 1] = { ...before, length: before.length + range.length };
    else ranges.push(range);
  }
  return ranges;
}
