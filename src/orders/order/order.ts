/**
 * An order as it is kept: everything that decides its bits, and who gave it; never changed. Its hash is of what decides
 * the bits alone, so two orders of the same faces have the same hash, on any server of the same version.
 */
import { createHash, randomBytes } from 'node:crypto';
import { silentLog } from '../../core/log.js';
import { lineamentVersion } from '../../core/version.js';
import { openRecipe } from '../../dataset/generate/open-recipe.js';
import type { GenerationRecipe } from '../../dataset/generate/recipe.js';
import type { GenerationSettings } from '../../dataset/generate/settings.js';
import { canonicalJson } from '../../jobs/job.js';
import type { MappedField, RefusedField } from '../human-api/order-answer.js';
import type { OrderExtras } from './request.js';
import type { OrderState } from './state.js';

/** One dataset of an order: most orders have one part. */
export interface PartOfOrder {
  /** Names its folder. */
  name: string;
  recipe: GenerationRecipe;
}

export interface Order extends OrderExtras {
  id: string;
  /** Id of the token it was given with; null on a server without tokens. */
  owner: string | null;
  /** ISO time. */
  created: string;
  parts: PartOfOrder[];
  /** Samples in a shard, chosen once. */
  shardSize: number;
  /** 64 hexadecimal digits. */
  hash: string;
  version: string;
  /** Of an order in the old service's form: what became of its fields. */
  translation: { honoured: number; mapped: MappedField[]; refused: RefusedField[] } | null;
  /** The client's key, and a hash of what it asked for with it. */
  idempotency: { key: string; request: string } | null;
}

/** What changes while an order is worked on; kept beside it. */
export interface OrderStatus {
  state: OrderState;
  /** ISO time. */
  since: string;
  /** Why it failed. */
  reason: string | null;
  /** Seconds that it was at work until its last change of state. */
  worked: number;
  /** What its webhook is still to be told, oldest first. */
  owed: OwedWord[];
}

/** A word to the order's webhook. */
export interface OwedWord {
  /** Among the words of the order. */
  id: string;
  /** Such as `order.done`. */
  type: string;
  /** What it tells of: the state of then. */
  since: string;
  state: OrderState;
  reason: string | null;
}

export interface NewOrder extends OrderExtras {
  owner: string | null;
  parts: readonly { name: string; settings: GenerationSettings }[];
  translation: Order['translation'];
  idempotency: Order['idempotency'];
}

const mostInShard = 64;
/** Small orders are cut too, so that all threads have work and progress moves. */
const fewestShards = 16;

export async function newOrder({ parts, ...rest }: NewOrder, now: Date = new Date()): Promise<Order> {
  const recipes: PartOfOrder[] = [];
  for (const { name, settings } of parts)
    recipes.push({ name, recipe: await openRecipe(settings, silentLog) });
  const total = recipes.reduce((sum, { recipe }) => sum + recipe.count * recipe.frames, 0);
  return {
    ...rest,
    id: newOrderId(),
    created: now.toISOString(),
    parts: recipes,
    shardSize: Math.min(mostInShard, Math.max(1, Math.ceil(total / fewestShards))),
    hash: orderHash(recipes),
    version: lineamentVersion,
  };
}

/** Of what decides the bits: the recipes, their order and this version. */
export function orderHash(parts: readonly PartOfOrder[]): string {
  return createHash('sha256')
    .update(
      canonicalJson({ version: lineamentVersion, parts: parts.map(({ name, recipe }) => [name, recipe]) }),
    )
    .digest('hex');
}

const idForm = /^o[0-9a-z]{20}$/;

/** Not a part of any result, so it need not be seeded; not to be guessed. */
function newOrderId(): string {
  const digits = BigInt(`0x${randomBytes(14).toString('hex')}`).toString(36);
  return `o${digits.padStart(20, '0').slice(-20)}`;
}

export function isOrderId(text: string): boolean {
  return idForm.test(text);
}
