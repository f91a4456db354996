/** The kinds of values in settings, such as a recipe's; each refusal says what is allowed. */
import { z } from 'zod';

export const number = (low: number, high: number): z.ZodNumber => {
  const allowed = `a number from ${low} to ${high}`;
  return z.number(allowed).min(low, allowed).max(high, allowed);
};

export const whole = (low: number, high: number): z.ZodInt => {
  const allowed = `a whole number from ${low} to ${high}`;
  return z.int(allowed).min(low, allowed).max(high, allowed);
};

/** A name that a folder can have: no way out of the folder above it. */
export const folderName: z.ZodString = z
  .string('a name')
  .regex(
    /^\w[\w.-]{0,99}$/,
    'a name of letters, digits, ".", "_" and "-" that begins with a letter, a digit or "_" (it names a folder)',
  );

export const text = (allowed: string): z.ZodString => z.string(allowed).min(1, allowed);

export const choice = <const Values extends readonly string[]>(
  values: Values,
): z.ZodType<Values[number], Values[number]> => z.enum(values, `one of ${values.join(', ')}`);

export const oneOf = <const Values extends readonly number[]>(values: Values): z.ZodLiteral<Values[number]> =>
  z.literal([...values], `one of ${values.join(', ')}`);
