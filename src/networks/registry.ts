/**
 * All backbones and heads by their names, and the schema of a network that is made of them: what recipes say under
 * `model` and model files under `architecture`. A new backbone is a file in `backbones/` and an entry here, a new head
 * one in `heads/`. Safe in browsers.
 */

import { z } from 'zod';
import { isRecord } from '../core/settings/is-record.js';
import type { Backbone, BackboneSettings, SettingsFault } from './backbone.js';
import { hourglass } from './backbones/hourglass.js';
import { unet } from './backbones/unet.js';
import type { Head, HeadSettings } from './head.js';
import { heatmaps } from './heads/heatmaps.js';
import { lowRank } from './heads/low-rank.js';

/** The first is meant where none is named. */
export const backbones: readonly [Backbone, ...Backbone[]] = [hourglass, unet];
export const heads: readonly [Head, ...Head[]] = [heatmaps, lowRank];

/** A network: the backbone's settings, and its head. */
export interface NetworkSettings extends BackboneSettings {
  readonly head: HeadSettings;
  /** Whether it says what can be seen of each landmark; not where it is left out. */
  readonly visibility?: boolean | undefined;
}

/** As it may be given: what is left out has a default. */
export type NetworkInput = Readonly<Record<string, unknown>>;

/** Every entry has these, whatever its kind. */
const anyHead = z.looseObject({ kind: z.string() });
const visibility = z.boolean().optional();
const anyNetwork = z.looseObject({ backbone: z.string(), inputSize: z.int(), head: anyHead, visibility });

const headSchema: z.ZodType<HeadSettings> = union('kind', heads[0].name, schemasOf(heads)).pipe(anyHead);

export const networkSchema: z.ZodType<NetworkSettings> = union(
  'backbone',
  backbones[0].name,
  mapped(schemasOf(backbones), (schema) => schema.extend({ head: headSchema.prefault({}), visibility })),
).pipe(anyNetwork);

type Schemas = readonly [z.ZodObject, ...z.ZodObject[]];

function schemasOf([first, ...others]: readonly [
  { schema: z.ZodObject },
  ...{ schema: z.ZodObject }[],
]): Schemas {
  return [first.schema, ...others.map(({ schema }) => schema)];
}

function mapped([first, ...others]: Schemas, change: (schema: z.ZodObject) => z.ZodObject): Schemas {
  return [change(first), ...others.map(change)];
}

/** Of objects that say by `key` which they are; those that do not are the one named `usual`. */
function union(key: string, usual: string, options: Schemas): z.ZodType<Record<string, unknown>> {
  const named = (value: unknown): unknown =>
    isRecord(value) && !(key in value) ? { [key]: usual, ...value } : value;
  const names = options.flatMap(({ shape }) => [...(shape[key] as z.ZodLiteral<string>).values]);
  return z.preprocess(
    named,
    z.discriminatedUnion(key, [...options], {
      error: ({ code }) =>
        code === 'invalid_union' ? `one of ${names.join(', ')}` : `an object such as {${key}: ${usual}}`,
    }),
  );
}

export function backboneOf({ backbone }: BackboneSettings): Backbone {
  return backbones.find(({ name }) => name === backbone)!;
}

export function headOf({ head }: NetworkSettings): Head {
  return heads.find(({ name }) => name === head.kind)!;
}

/** What no single key of the settings shows. */
export function networkFault(settings: NetworkSettings): SettingsFault | undefined {
  return backboneOf(settings).check(settings);
}
