/** Ranges in augmentation settings, with messages that say what is allowed. */
import { z } from 'zod';
import { number } from '../../core/settings/value-kinds.js';

export type Range = [number, number];

export function range(low: number, high: number): z.ZodType<Range, Range> {
  const allowed = `two rising numbers from ${low} to ${high}`;
  return z
    .tuple([number(low, high), number(low, high)], allowed)
    .refine(([first, second]) => first <= second, allowed);
}

/** What may be written for settings with defaults. */
export type Partially<Settings> = { [Key in keyof Settings]?: Settings[Key] | undefined };
