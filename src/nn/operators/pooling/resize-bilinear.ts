/**
 * Bilinear interpolation to another size. Pixels are areas: centres lie at half numbers and outside the outermost
 * centres the image goes on with its edge, as in PyTorch with align_corners=False. Where it shrinks an image it takes
 * two pixels an axis however many there are: pool first.
 */
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';
import { matmul } from '../products/matmul.js';

/** @param x – `[B, C, H, W]`. @returns `[B, C, height, width]`. */
export function resizeBilinear2d(x: Tensor, height: number, width: number): Tensor {
  requireFloat('resizeBilinear2d', x);
  requireShapes('resizeBilinear2d', x.shape.length === 4, 'x must be [B, C, H, W]', x);
  requireShapes(
    'resizeBilinear2d',
    [height, width].every((size) => Number.isInteger(size) && size >= 1),
    `height ${height} and width ${width} must be whole and positive`,
    x,
  );
  const graph = x.graph;
  const [batch, channels, rows, columns] = x.shape as [number, number, number, number];
  const shape = [batch, channels, height, width];
  const y = graph.emit(
    'Resize',
    [x, undefined, undefined, graph.integers(shape)],
    { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
    shape,
  );
  graph.record({
    inputs: [x],
    outputs: [y],
    // y = D·x·A with a matrix for each axis, so dx = Dᵀ·dy·Aᵀ.
    rule: ([dy]) => {
      const down = graph.constant(interpolationWeights(rows, height), [rows, height]);
      const across = graph.constant(interpolationWeights(columns, width, true), [width, columns]);
      return [matmul(down, matmul(dy!, across))];
    },
  });
  return y;
}

/**
 * What each of `from` pixels gives to each of `to`.
 * @returns `[from, to]`, or `[to, from]` where `transposed`.
 */
function interpolationWeights(from: number, to: number, transposed = false): Float32Array {
  const weights = new Float32Array(from * to);
  for (let target = 0; target < to; target++) {
    const position = Math.min(Math.max(((target + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.floor(position);
    const second = Math.min(first + 1, from - 1);
    const at = (source: number): number => (transposed ? target * from + source : source * to + target);
    weights[at(first)]! += 1 - (position - first);
    weights[at(second)]! += position - first;
  }
  return weights;
}
