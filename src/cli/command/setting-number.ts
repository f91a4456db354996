/** A flag that is a number of some settings: what is allowed is what their schema allows. */
import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { inOurWords } from '../../core/settings/schema-words.js';

/** @param field – its message says what is allowed there. */
export function settingNumber<Value>(field: z.ZodType<Value>): (text: string) => Value {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const parsed = field.safeParse(value, inOurWords);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`Allowed: ${parsed.error.issues[0]?.message}.`);
  };
}
