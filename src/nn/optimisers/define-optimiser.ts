/**
 * What an optimiser is: a file here that names its settings, the vectors that it keeps beside the parameters, and its
 * update. `optimiser.ts` lists all of them.
 */
import { z } from 'zod';
import type { ParameterVectors, SlotName, UpdateStep } from './parameter-vectors.js';

/** What an update is given: the parameters, the gradient, and the slots that the optimiser keeps. */
export type OptimiserVectors<Slot extends SlotName> = Pick<
  ParameterVectors,
  'parameters' | 'gradient' | Slot
>;

export interface Optimiser<Name extends string = string, Keys extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: Name;
  /** Its settings with bounds and defaults, without its name. */
  readonly keys: Keys;
  /** The vectors that it keeps from step to step; it neither reads nor writes another one. */
  readonly slots: readonly SlotName[];
  /** Checks the settings once. @returns what updates elements [start, end) in place. */
  prepare(
    settings: unknown,
  ): (vectors: ParameterVectors, step: UpdateStep, start?: number, end?: number) => void;
}

interface Definition<Name extends string, Keys extends z.ZodRawShape, Slot extends SlotName> {
  readonly name: Name;
  readonly keys: Keys;
  readonly slots: readonly Slot[];
  update(
    vectors: OptimiserVectors<Slot>,
    settings: z.output<z.ZodObject<Keys>>,
    step: UpdateStep,
    start: number,
    end: number,
  ): void;
}

export function defineOptimiser<
  const Name extends string,
  const Keys extends z.ZodRawShape,
  const Slot extends SlotName,
>({ name, keys, slots, update }: Definition<Name, Keys, Slot>): Optimiser<Name, Keys> {
  const schema = z.object(keys);
  return {
    name,
    keys,
    slots,
    prepare: (given) => {
      const settings = schema.parse(given);
      return (vectors, step, start = 0, end = vectors.parameters.length) =>
        update(vectors, settings, step, start, end);
    },
  };
}

/** A share of what was: 0 forgets at once, 1 would never. */
export const share: z.ZodNumber = z
  .number('from 0 to below 1')
  .min(0, 'from 0 to below 1')
  .lt(1, 'from 0 to below 1');
