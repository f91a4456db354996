/**
 * The shape of a stacked hourglass (Newell, Yang and Deng, "Stacked Hourglass Networks for Human Pose Estimation",
 * ECCV 2016) as recipes and model files name it. Safe in browsers: a schema and arithmetic, no network.
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';

const whole = (low: number, high: number): z.ZodInt => {
  const allowed = `a whole number from ${low} to ${high}`;
  return z.int(allowed).min(low, allowed).max(high, allowed);
};

const oneOf = <const Values extends readonly number[]>(values: Values): z.ZodLiteral<Values[number]> =>
  z.literal([...values], `one of ${values.join(', ')}`);

/** Names and bounds of everything that sets the network's size; the defaults are written here and nowhere else. */
export const hourglassSchema: z.ZodType<HourglassConfig, HourglassInput> = z.strictObject({
  /** Side of the square input crop, pixels. */
  inputSize: oneOf([128, 192, 256]).default(128),
  /** Input pixels for each heatmap cell: 4, or 2 for heatmaps of twice the side at four times the cost. */
  stride: oneOf([2, 4]).default(4),
  /** Hourglasses one after the other, each supervised. */
  stacks: whole(1, 8).default(1),
  /** Times that an hourglass halves its resolution. */
  depth: whole(1, 6).default(4),
  /** Channels of the trunk. */
  width: whole(4, 512).default(64),
  /** Channels inside a residual block. */
  bottleneck: whole(2, 512).default(32),
  /** Residual blocks at each place of an hourglass. */
  blocks: whole(1, 4).default(1),
});

export interface HourglassConfig {
  inputSize: 128 | 192 | 256;
  stride: 2 | 4;
  stacks: number;
  depth: number;
  width: number;
  bottleneck: number;
  blocks: number;
}

export type HourglassInput = { [Key in keyof HourglassConfig]?: HourglassConfig[Key] | undefined };

/** Side of the heatmaps. Refuses a depth that the heatmap's side cannot be halved by. @param file – named in errors. */
export function heatmapSize({ inputSize, stride, depth }: HourglassConfig, file?: string): number {
  const size = inputSize / stride;
  if (size % 2 ** depth !== 0) {
    throw new UsageError(
      `model.depth is ${depth}; a heatmap of ${size} × ${size} cells can be halved ${halvings(size)} times at most`,
      { ...(file !== undefined && { file }), hint: `set model.depth to ${halvings(size)} or less` },
    );
  }
  return size;
}

function halvings(size: number): number {
  return size % 2 === 0 ? 1 + halvings(size / 2) : 0;
}
