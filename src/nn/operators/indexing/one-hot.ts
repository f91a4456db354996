/** Classes as rows of zeros with a one at the class. No gradient flows through it. */
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireShapes } from '../check.js';
import { asIndices } from './indices.js';

/**
 * @param classes – `[…]`, from 0 to count − 1; fed ones are not checked.
 * @param axis – where the classes' axis stands in what comes out; default last.
 * @returns float32, one more axis than `classes`, of size `count`.
 */
export function oneHot(classes: Tensor, count: number, axis = -1): Tensor {
  const graph = classes.graph;
  const indices = asIndices('oneHot', graph, classes);
  requireShapes('oneHot', Number.isInteger(count) && count >= 1, `the count ${count} must be whole`, indices);
  const front = normaliseAxis('oneHot', axis, [...indices.shape, count]);
  const shape = indices.shape.toSpliced(front, 0, count);
  const [depth, offAndOn] = [graph.integers([count]), graph.constant([0, 1])];
  return graph.emit('OneHot', [indices, depth, offAndOn], { axis: front }, shape);
}
