/** A range along one axis. */
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';

/** @param start – first index. @param end – the index behind the last; both count from the front. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  requireFloat('slice', x);
  const front = normaliseAxis('slice', axis, x.shape);
  const size = x.shape[front]!;
  requireShapes(
    'slice',
    Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= size,
    `the range ${start} to ${end} must lie within the ${size} of axis ${front}`,
    x,
  );
  const graph = x.graph;
  const shape = x.shape.map((length, i) => (i === front ? end - start : length));
  const y = graph.emit(
    'Slice',
    [x, graph.integers([start]), graph.integers([end]), graph.integers([front])],
    {},
    shape,
  );
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const before = x.shape.map((_, i) => (i === front ? start : 0));
      const after = x.shape.map((_, i) => (i === front ? size - end : 0));
      return [graph.emit('Pad', [dy!, graph.integers([...before, ...after])], {}, x.shape)];
    },
  });
  return y;
}
