/**
 * Percentages that hold exactly: how many of N things get each share, and which ones, both fixed by a seed alone. Nothing is
 * held in memory, so the thing number 7,000,000 is answered as quickly as the first.
 */
import { internalError } from './errors.js';
import { Random, type SeedPart } from './random.js';

/**
 * How many of `count` things get each share: the largest remainder method (Hamilton), equal remainders in a seeded order.
 * Where a share is worth less than one thing, that method would never give it one, however often such orders are placed:
 * there the places that are left go to remainders by chance, in proportion to their size.
 * @param shares – percentages; their sum counts as the whole.
 * @param stream – of its own.
 */
export function apportion(count: number, shares: readonly number[], stream: Random): number[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  if (!(whole > 0)) throw internalError('apportion needs a share above 0');
  const quotas = shares.map((share) => (count * share) / whole);
  // 33 % of 100 may come out as 32.999…: what is whole but for rounding is whole.
  const counts = quotas.map((quota) => Math.floor(quota + 1e-9));
  const remainders = quotas.map((quota, k) => Math.max(0, quota - counts[k]!));
  const left = count - counts.reduce((sum, n) => sum + n, 0);
  if (left <= 0) return counts;
  const rare = quotas.some((quota) => quota > 1e-9 && quota < 1 - 1e-9);
  for (const k of rare ? drawn(remainders, left, stream) : largest(remainders, left, stream)) counts[k]! += 1;
  return counts;
}

function largest(remainders: readonly number[], left: number, stream: Random): number[] {
  const order = stream.shuffle(remainders.map((_, k) => k));
  return order.sort((a, b) => remainders[b]! - remainders[a]!).slice(0, left);
}

/** Systematic sampling: each index with the chance of its remainder, `left` in all, none twice. */
function drawn(remainders: readonly number[], left: number, stream: Random): number[] {
  const order = stream.shuffle(remainders.map((_, k) => k));
  const sum = remainders.reduce((total, remainder) => total + remainder, 0);
  const start = stream.next();
  const chosen: number[] = [];
  let reached = 0;
  for (const k of order) {
    const before = reached;
    reached += (remainders[k]! / sum) * left;
    if (Math.floor(reached + start - 1e-12) > Math.floor(before + start - 1e-12)) chosen.push(k);
  }
  // Rounding at the very end.
  for (const k of order) if (chosen.length < left && !chosen.includes(k)) chosen.push(k);
  return chosen.slice(0, left);
}

const rounds = 6;

/**
 * Where thing `index` stands in a seeded order of `count` things: a bijection of 0 … count − 1, by a Feistel network over the
 * next power of four that is walked until it lands inside (Black & Rogaway 2002, "Ciphers with arbitrary finite domains").
 */
export function shuffledPlace(index: number, count: number, ...seed: SeedPart[]): number {
  if (!(index >= 0 && index < count)) throw internalError(`place ${index} of ${count}`);
  let half = 1;
  while (4 ** half < count) half++;
  const mask = 2 ** half - 1;
  const stream = new Random(...seed, 'order', count);
  const keys = Array.from({ length: rounds }, () => stream.uint32());
  let place = index;
  do {
    let high = Math.floor(place / (mask + 1));
    let low = place & mask;
    for (const key of keys) [high, low] = [low, high ^ (scrambled(low ^ key) & mask)];
    place = high * (mask + 1) + low;
  } while (place >= count);
  return place;
}

/** A 32-bit finaliser (MurmurHash3). */
function scrambled(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
