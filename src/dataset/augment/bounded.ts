/** Bounds of augmentation settings, with messages that say what is allowed. */
import { z } from 'zod';

export function bounded(low: number, high: number): z.ZodNumber {
  const allowed = `a number from ${low} to ${high}`;
  return z.number(allowed).min(low, allowed).max(high, allowed);
}

export type Range = [number, number];

export function range(low: number, high: number): z.ZodType<Range, Range> {
  const allowed = `two rising numbers from ${low} to ${high}`;
  return z
    .tuple([bounded(low, high), bounded(low, high)], allowed)
    .refine(([first, second]) => first <= second, allowed);
}

/** What may be written for settings with defaults. */
export type Partially<Settings> = { [Key in keyof Settings]?: Settings[Key] | undefined };
