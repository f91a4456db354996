/** A landmark set as files name it: what is left of a set where nobody lays it on a head. */
import { z } from 'zod';
import { type Convention, conventions } from '../landmark-set.js';

export interface NamedSet {
  /** Name of the landmark set. */
  set: string;
  /** K names. */
  names: string[];
  /** `[K]`: index of each point's mirror image. */
  mirror: number[];
  convention: Convention;
}

type Fields = { readonly [Key in keyof NamedSet]: z.ZodType<NamedSet[Key], NamedSet[Key]> };

export const namedSetFields: Fields = {
  set: z.string().min(1),
  names: z.array(z.string()).min(1),
  mirror: z.array(z.int().min(0)),
  convention: z.enum(conventions),
};
