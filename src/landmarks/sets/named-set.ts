/** A landmark set as files name it: what is left of a set where nobody lays it on a head. */
import { z } from 'zod';
import { type Convention, conventions, type LandmarkSet } from '../landmark-set.js';

export interface NamedSet {
  /** Name of the landmark set. */
  set: string;
  /** K names. */
  names: string[];
  /** `[K]`: index of each point's mirror image. */
  mirror: number[];
  convention: Convention;
}

export function namedSet(set: LandmarkSet, convention: Convention): NamedSet {
  return { set: set.name, names: pointNames(set), mirror: [...set.mirror], convention };
}

/** Sets of one's own may share a name and differ in their points. */
export function hasPointsOf({ names }: Pick<NamedSet, 'names'>, set: LandmarkSet): boolean {
  return names.length === set.points.length && set.points.every(({ name }, k) => names[k] === name);
}

/** `[K]` */
export function pointNames({ points }: LandmarkSet): string[] {
  return points.map(({ name }) => name);
}

type Fields = { readonly [Key in keyof NamedSet]: z.ZodType<NamedSet[Key], NamedSet[Key]> };

export const namedSetFields: Fields = {
  set: z.string().min(1),
  names: z.array(z.string()).min(1),
  mirror: z.array(z.int().min(0)),
  convention: z.enum(conventions),
};
