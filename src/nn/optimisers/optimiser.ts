/**
 * All optimisers by name, the schemas made of them, and the clipping of gradients that comes before them. A new one is a
 * file beside this one and an entry here.
 */

import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { adam, adamw } from './adam.js';
import type { Optimiser } from './define-optimiser.js';
import { sgd } from './sgd.js';

/** The first is meant where none is named. */
export const optimisers: readonly [typeof adamw, typeof adam, typeof sgd] = [adamw, adam, sgd];

type OptionsOf<One> =
  One extends Optimiser<infer Name, infer Keys>
    ? (Name extends 'adamw' ? { kind?: Name } : { kind: Name }) & z.input<z.ZodObject<Keys>>
    : never;

/** Adam with decoupled weight decay where no `kind` is named. */
export type OptimiserOptions = OptionsOf<(typeof optimisers)[number]> & {
  /** Default 0. */
  weightDecay?: number;
  /** Gradients whose norm over all that an update moves is above this are scaled down to it; off by default. */
  clipNorm?: number;
};

/** What every optimiser takes beside its own keys. */
const shared = {
  weightDecay: z.number('a number from 0').min(0, 'a number from 0').optional(),
  clipNorm: z.number('above 0').gt(0, 'above 0').optional(),
};

type SettingsOf<One> =
  One extends Optimiser<infer Name, infer Keys> ? { kind: Name } & z.output<z.ZodObject<Keys>> : never;

/** An optimiser with all its keys, as a recipe has it after the defaults. */
export type OptimiserSettings = SettingsOf<(typeof optimisers)[number]>;

const names = optimisers.map(({ name }) => name).join(', ');

/** What a recipe may say under `optimiser`. */
export const optimiserSchema: z.ZodType<OptimiserSettings> = z.preprocess(
  (value) => (isRecord(value) && !('kind' in value) ? { kind: optimisers[0].name, ...value } : value),
  z.discriminatedUnion('kind', [schemaOf(adamw), schemaOf(adam), schemaOf(sgd)], {
    error: ({ code }) =>
      code === 'invalid_union' ? `one of ${names}` : `an object such as {kind: ${optimisers[0].name}}`,
  }),
);

function schemaOf<Name extends string, Keys extends z.ZodRawShape>({
  name,
  keys,
}: Optimiser<Name, Keys>): z.ZodObject<{ kind: z.ZodLiteral<Name> } & Keys, z.core.$strict> {
  return z.strictObject({ kind: z.literal(name), ...keys });
}

/** Throws at an option that the optimiser does not have or that would spoil the parameters. */
export function checkOptimiser(options: OptimiserOptions): void {
  const { name, keys } = optimiserOf(options);
  const known = { kind: z.string().optional(), ...shared, ...keys };
  const names = Object.keys(known);
  for (const key of Object.keys(options))
    if (!names.includes(key))
      throw new LineamentError(`optimiser: '${name}' has no ${key}; it has ${names.join(', ')}`);
  const checked = z.object(known).safeParse(options);
  const [issue] = checked.error?.issues ?? [];
  if (issue === undefined) return;
  const key = String(issue.path[0]);
  const value: unknown = Object.entries(options).find(([one]) => one === key)?.[1];
  throw new LineamentError(`optimiser: ${key}: ${String(value)}; allowed: ${issue.message}`);
}

/** @returns what updates elements [start, end) of the vectors in place. */
export function updateOf(options: OptimiserOptions): ReturnType<Optimiser['prepare']> {
  return optimiserOf(options).prepare(options);
}

/** What the optimiser keeps from step to step; nothing else needs memory. */
export function slotsOf(options: OptimiserOptions): Optimiser['slots'] {
  return optimiserOf(options).slots;
}

function optimiserOf({ kind = optimisers[0].name }: OptimiserOptions): Optimiser {
  const found = optimisers.find(({ name }) => name === kind);
  if (found === undefined)
    throw new LineamentError(
      `optimiser: there is no kind '${kind}'; there are ${optimisers.map(({ name }) => name).join(', ')}`,
    );
  return found;
}

/** Clipping by the global norm (Pascanu et al., ICML 2013): the factor that makes the norm at most `limit`. */
export function clippingScale(norm: number, limit: number = Number.POSITIVE_INFINITY): number {
  return norm > limit ? limit / norm : 1;
}
