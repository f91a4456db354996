/** Entries written to, or added onto, places along one axis: the reverse of gather. */
import { LineamentError } from '../../../core/errors.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Attributes } from '../../onnx/model.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { asIndices, type Indices, reshapeIndices } from './indices.js';

export interface ScatterOptions {
  /** `replace` (default) needs indices that differ; `add` adds up where one comes again. */
  reduction?: 'replace' | 'add';
}

/**
 * @param x – the tensor to start with.
 * @param indices – `[M]`, places along the axis; fed ones are not checked.
 * @param updates – as x, but of size M along the axis.
 * @returns as x.
 */
export function scatter(
  x: Tensor,
  indices: Indices,
  updates: Tensor,
  axis: number,
  { reduction = 'replace' }: ScatterOptions = {},
): Tensor {
  const graph = x.graph;
  requireFloat('scatter', x, updates);
  const front = normaliseAxis('scatter', axis, x.shape);
  const places = asIndices('scatter', graph, indices);
  requireShapes(
    'scatter',
    places.shape.length === 1 &&
      updates.shape.length === x.shape.length &&
      x.shape.every((size, i) => updates.shape[i] === (i === front ? places.shape[0] : size)),
    `the updates must be as x, with as many as indices along axis ${front}`,
    x,
    places.shape,
    updates,
  );
  if (!('name' in indices)) checkFixed(indices, x, front, reduction);

  const alongAxis = updates.shape.map((size, i) => (i === front ? size : 1));
  const everywhere = broadcastTo(reshapeIndices(places, alongAxis), updates.shape);
  const attributes: Attributes = { axis: front, ...(reduction === 'add' ? { reduction } : {}) };
  const y = graph.emit('ScatterElements', [x, everywhere, updates], attributes, x.shape);
  graph.record({
    inputs: [x, updates],
    outputs: [y],
    rule: ([dy], wanted) => {
      const kept = (): Tensor =>
        graph.emit(
          'ScatterElements',
          [dy!, everywhere, broadcastTo(graph.constant(0), updates.shape)],
          { axis: front },
          x.shape,
        );
      return [
        wanted[0] ? (reduction === 'add' ? dy! : kept()) : undefined,
        wanted[1] ? graph.emit('Gather', [dy!, places], { axis: front }, updates.shape) : undefined,
      ];
    },
  });
  return y;
}

function checkFixed(indices: readonly number[], x: Tensor, axis: number, reduction: string): void {
  const text = `the indices [${indices.join(', ')}]`;
  requireShapes('scatter', Math.max(...indices) < x.shape[axis]!, `${text} must lie within axis ${axis}`, x);
  if (reduction === 'replace' && new Set(indices).size < indices.length)
    throw new LineamentError(`scatter: ${text} must differ where they replace`, {
      hint: "write each place once, or give reduction: 'add'",
    });
}
