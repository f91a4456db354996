/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand), seeded through a 32-bit avalanche hash of a path
 * of numbers and names. A child stream depends only on the seed and its path, never on how much of another stream
 * was drawn, so a dataset is the same whatever the number of workers.
 */

export type SeedPart = number | string;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  readonly #path: readonly SeedPart[];

  /** @param path – the seed, then any names and indices that single out this stream. */
  constructor(...path: SeedPart[]) {
    if (path.length === 0) throw new Error('internal: Random needs a seed');
    this.#path = path;
    this.#a = hashPath(path, 0x9e3779b9);
    this.#b = hashPath(path, 0x243f6a88);
    this.#c = hashPath(path, 0xb7e15162);
    this.#counter = 1;
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A stream of its own for a part of the work. Drawing from it leaves this one as it was. */
  child(...path: SeedPart[]): Random {
    return new Random(...this.#path, ...path);
  }

  /** An integer in [0, 2³²). */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  next(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** An integer in [low, high], both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Normal with the given mean and standard deviation (Box–Muller, one value a call). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Normal, drawn again until it lies within ± limit standard deviations. */
  truncatedNormal(mean: number, deviation: number, limit = 2.5): number {
    for (;;) {
      const value = this.normal();
      if (Math.abs(value) <= limit) return mean + deviation * value;
    }
  }

  /** One of the items, equally likely. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('internal: pick from no items');
    return items[this.integer(0, items.length - 1)] as T;
  }

  /** One of the keys, with probability proportional to its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let rest = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      rest -= weight;
      if (rest < 0) return key;
    }
    return (entries.at(-1) as [K, number])[0];
  }

  /** Fisher–Yates, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [items[i], items[j]] = [items[j] as T, items[i] as T];
    }
    return items;
  }
}

function hashPath(path: readonly SeedPart[], salt: number): number {
  let hash = salt;
  for (const part of path) {
    const text = typeof part === 'number' ? `#${part}` : `$${part}`;
    for (let i = 0; i < text.length; i++) hash = avalanche(hash ^ text.charCodeAt(i));
    hash = avalanche(hash ^ 0x85ebca6b);
  }
  return hash;
}

/** The 32-bit finaliser "lowbias32" of Chris Wellons' hash prospector. */
function avalanche(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
