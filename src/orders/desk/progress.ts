/** How far an order is, how fast it goes and how long it still takes: from when its shards came. */

export interface OrderProgress {
  /** Samples. */
  done: number;
  total: number;
  shardsDone: number;
  shards: number;
  /** Samples a second, over the last minute of work; null until something was made. */
  rate: number | null;
  /** Null while nothing is known. */
  secondsLeft: number | null;
}

const windowSeconds = 60;

/** One bit for each shard. */
export class ShardTally {
  readonly shards: number;
  readonly #bits: Uint8Array;
  readonly #samplesOf: (shard: number) => number;
  readonly #recent: { at: number; samples: number }[] = [];
  #began: number | undefined;
  #done = 0;
  #samples = 0;
  /** No shard before this one is missing. */
  #from = 0;

  constructor(shards: number, samplesOf: (shard: number) => number) {
    this.shards = shards;
    this.#samplesOf = samplesOf;
    this.#bits = new Uint8Array(Math.ceil(shards / 8));
  }

  has(shard: number): boolean {
    return (this.#bits[shard >> 3]! & (1 << (shard & 7))) !== 0;
  }

  /** @param at – seconds; left out for what was made before. */
  add(shard: number, at?: number): void {
    if (shard < 0 || shard >= this.shards || this.has(shard)) return;
    this.#bits[shard >> 3]! |= 1 << (shard & 7);
    this.#done++;
    const samples = this.#samplesOf(shard);
    this.#samples += samples;
    if (at !== undefined) this.#recent.push({ at, samples });
  }

  /** Work begins now. */
  begin(at: number): void {
    this.#began = at;
    this.#recent.length = 0;
  }

  get complete(): boolean {
    return this.#done === this.shards;
  }

  /** The first shards that are not there, at most so many. */
  *missing(): Generator<number> {
    while (this.#from < this.shards && this.has(this.#from)) this.#from++;
    for (let shard = this.#from; shard < this.shards; shard++) if (!this.has(shard)) yield shard;
  }

  /** @param now – seconds. */
  progress(total: number, now: number): OrderProgress {
    while (this.#recent.length > 0 && this.#recent[0]!.at < now - windowSeconds) this.#recent.shift();
    const samples = this.#recent.reduce((sum, one) => sum + one.samples, 0);
    const since = Math.max(this.#began ?? now, now - windowSeconds);
    const rate = samples > 0 && now > since ? samples / (now - since) : null;
    return {
      done: this.#samples,
      total,
      shardsDone: this.#done,
      shards: this.shards,
      rate,
      secondsLeft: this.complete ? 0 : rate === null ? null : (total - this.#samples) / rate,
    };
  }
}
