/** Elements added before and behind each axis: a fixed value, the nearest element, or the mirror image. */
import { LineamentError } from '../../../core/errors.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';
import { gather } from '../indexing/gather.js';
import { slice } from './slice.js';

/** `edge` repeats the outermost element; `reflect` mirrors about it, without repeating it. */
export type PadMode = 'constant' | 'edge' | 'reflect';

export interface PadOptions {
  /** Default 'constant'. */
  mode?: PadMode;
  /** What 'constant' fills in; default 0. */
  value?: number;
}

/** @param before – how many elements to add before each axis. @param after – how many behind each. */
export function pad(
  x: Tensor,
  before: readonly number[],
  after: readonly number[],
  { mode = 'constant', value = 0 }: PadOptions = {},
): Tensor {
  requireFloat('pad', x);
  const sizes = [...before, ...after];
  requireShapes(
    'pad',
    before.length === x.shape.length && after.length === x.shape.length,
    `before [${before.join(', ')}] and after [${after.join(', ')}] must name each axis`,
    x,
  );
  if (!sizes.every((size) => Number.isInteger(size) && size >= 0))
    throw new LineamentError(`pad: sizes must be whole and not negative, got [${sizes.join(', ')}]`);
  if (mode === 'constant') return padConstant(x, before, after, value);
  return x.shape.reduce((padded, size, axis) => {
    const [first, last] = [before[axis]!, after[axis]!];
    if (first === 0 && last === 0) return padded;
    requireShapes(
      'pad',
      mode === 'edge' || Math.max(first, last) < size,
      `a mirror image of ${Math.max(first, last)} must be shorter than axis ${axis}`,
      x,
    );
    const indices = Array.from({ length: first + size + last }, (_, i) => {
      const nearest = Math.min(Math.max(i - first, 0), size - 1);
      return mode === 'edge' ? nearest : 2 * nearest - (i - first);
    });
    return gather(padded, indices, axis);
  }, x);
}

function padConstant(x: Tensor, before: readonly number[], after: readonly number[], value: number): Tensor {
  const graph = x.graph;
  const shape = x.shape.map((size, axis) => before[axis]! + size + after[axis]!);
  const y = graph.emit(
    'Pad',
    [x, graph.integers([...before, ...after]), graph.constant(value)],
    { mode: 'constant' },
    shape,
  );
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [
      x.shape.reduce(
        (inner, size, axis) =>
          inner.shape[axis] === size ? inner : slice(inner, axis, before[axis]!, before[axis]! + size),
        dy!,
      ),
    ],
  });
  return y;
}
