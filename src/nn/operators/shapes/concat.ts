/** Tensors one behind the other along one axis. */
import { LineamentError } from '../../../core/errors.js';
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';
import { slice } from './slice.js';

export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const first = tensors[0];
  if (first === undefined) throw new LineamentError('concat: needs at least one tensor, got none');
  requireFloat('concat', ...tensors);
  const front = normaliseAxis('concat', axis, first.shape);
  for (const tensor of tensors)
    requireShapes(
      'concat',
      tensor.shape.length === first.shape.length &&
        tensor.shape.every((size, i) => i === front || size === first.shape[i]),
      `shapes must be equal but for axis ${front}`,
      first,
      tensor,
    );
  const shape = [...first.shape];
  shape[front] = tensors.reduce((sum, tensor) => sum + tensor.shape[front]!, 0);
  const y = first.graph.emit('Concat', tensors, { axis: front }, shape);
  first.graph.record({
    inputs: tensors,
    outputs: [y],
    rule: ([dy], wanted) => {
      let start = 0;
      return tensors.map((tensor, index) => {
        const from = start;
        start += tensor.shape[front]!;
        return wanted[index] ? slice(dy!, front, from, start) : undefined;
      });
    },
  });
  return y;
}
