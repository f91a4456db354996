/**
 * Where the cells of a heatmap lie: h cells along each side of a heatmap and S pixels along each side of the network's
 * input cover the same square edge to edge. Pixel and cell centres are at integers, so cell j stands at input pixel
 * (j + ½)·S/h − ½: a plain factor S/h would shift every point by (S/h − 1)/2 pixels.
 */

export interface HeatmapShape {
  /** S, pixels. */
  inputSize: number;
  /** h, cells. */
  heatmapSize: number;
}

/** Input pixel at which a heatmap cell (whole or in between) stands. */
export function cellToPixel(cell: number, { inputSize, heatmapSize }: HeatmapShape): number {
  return ((cell + 0.5) * inputSize) / heatmapSize - 0.5;
}
