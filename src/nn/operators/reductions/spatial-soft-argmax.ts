/**
 * The expected position under the softmax of each heatmap (Levine et al., JMLR 2016; "integral regression" in Sun et
 * al., ECCV 2018): sub-pixel points from coarse heatmaps. A point never lies outside the outermost positions.
 */
import type { Tensor } from '../../graph/tensor.js';
import { softmax } from '../activations/softmax.js';
import { requireFloat, requireShapes } from '../check.js';
import { matmul } from '../products/matmul.js';
import { reshape } from '../shapes/reshape.js';

export interface SpatialSoftArgmaxOptions {
  /** `[W]`, where the columns of cells lie; default their indices. */
  columns?: ArrayLike<number>;
  /** `[H]`, where the rows of cells lie; default their indices. */
  rows?: ArrayLike<number>;
}

/** @param logits – `[B, K, H, W]`, heatmaps before the softmax. @returns `[B, K, 2]`: x among columns, y among rows. */
export function spatialSoftArgmax(logits: Tensor, options: SpatialSoftArgmaxOptions = {}): Tensor {
  return spatialSoftmax(logits, options).points;
}

/** @returns the same `points`, and the `shares` `[B·K, H·W]` of the cells, each map's of sum 1. */
export function spatialSoftmax(
  logits: Tensor,
  options: SpatialSoftArgmaxOptions = {},
): { shares: Tensor; points: Tensor } {
  requireFloat('spatialSoftArgmax', logits);
  requireShapes('spatialSoftArgmax', logits.shape.length === 4, 'logits must be [B, K, H, W]', logits);
  const [batch, maps, height, width] = logits.shape as [number, number, number, number];
  const { columns = indices(width), rows = indices(height) } = options;
  requireShapes(
    'spatialSoftArgmax',
    columns.length === width && rows.length === height,
    `${columns.length} columns and ${rows.length} rows must be those of the heatmaps`,
    logits,
  );
  const cells = height * width;
  const shares = softmax(reshape(logits, [batch * maps, cells]), 1);
  const positions = Float32Array.from({ length: 2 * cells }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? columns[cell % width]! : rows[Math.floor(cell / width)]!;
  });
  const points = matmul(shares, logits.graph.constant(positions, [cells, 2]));
  return { shares, points: reshape(points, [batch, maps, 2]) };
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
