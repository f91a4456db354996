/** The checks that operators share. Each message names operator, rule and the shapes received. */
import { LineamentError } from '../../core/errors.js';
import { type Shape, shapeText } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';

/** Throws "operator: rule, got …" unless `holds`. */
export function requireShapes(
  operator: string,
  holds: boolean,
  rule: string,
  ...got: readonly (Tensor | Shape)[]
): void {
  if (holds) return;
  const shapes = got.map((item) =>
    'name' in item ? `${item.name} ${shapeText(item.shape)}` : shapeText(item),
  );
  throw new LineamentError(`${operator}: ${rule}, got ${shapes.join(' and ')}`);
}

export function requireFloat(operator: string, ...tensors: readonly Tensor[]): void {
  for (const { name, dtype } of tensors)
    if (dtype !== 'float32')
      throw new LineamentError(`${operator}: computes on float32, got ${name} of ${dtype}`);
}

/** Throws unless the setting is a whole number of at least `least`. */
export function requireWhole(operator: string, setting: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new LineamentError(`${operator}: the ${setting} must be a whole number from ${least}, got ${value}`);
}

/** An axis counted from the front; negative ones count from the back. */
export function normaliseAxis(operator: string, axis: number, shape: Shape): number {
  const front = axis < 0 ? axis + shape.length : axis;
  requireShapes(
    operator,
    Number.isInteger(axis) && front >= 0 && front < shape.length,
    `axis ${axis} must lie within the rank ${shape.length}`,
    shape,
  );
  return front;
}

/**
 * The shape that two shapes broadcast to (NumPy's rule).
 * @param last – so many of the last axes are left out.
 */
export function broadcastShape(operator: string, a: Tensor, b: Tensor, last = 0): number[] {
  const [first, second] = [a, b].map(({ shape }) => shape.slice(0, shape.length - last)) as [
    number[],
    number[],
  ];
  const rank = Math.max(first.length, second.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = first[axis - rank + first.length] ?? 1;
    const right = second[axis - rank + second.length] ?? 1;
    requireShapes(
      operator,
      left === right || left === 1 || right === 1,
      last === 0
        ? 'sizes, aligned at the last axis, must be equal or 1'
        : `sizes before the last ${last} axes, aligned at the last of them, must be equal or 1`,
      a,
      b,
    );
    return Math.max(left, right);
  });
}
