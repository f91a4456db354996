/** The kinds of values in a network's settings; each refusal says what is allowed. Safe in browsers. */
import { z } from 'zod';

export const whole = (low: number, high: number): z.ZodInt => {
  const allowed = `a whole number from ${low} to ${high}`;
  return z.int(allowed).min(low, allowed).max(high, allowed);
};

export const oneOf = <const Values extends readonly number[]>(values: Values): z.ZodLiteral<Values[number]> =>
  z.literal([...values], `one of ${values.join(', ')}`);
