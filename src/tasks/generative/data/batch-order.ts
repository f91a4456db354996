/** Which faces a batch holds: passes over all of them, each in an order of its own, as a function of seed and number alone. */
import { Random } from '../../../core/random.js';

export class BatchOrder {
  readonly #count: number;
  readonly #batch: number;
  readonly #seed: number;
  readonly #passes = new Map<number, Int32Array>();

  /** @param count – faces. @param batch – faces of a batch. */
  constructor(count: number, batch: number, seed: number) {
    this.#count = count;
    this.#batch = batch;
    this.#seed = seed;
  }

  /** Of batch `number`, `batch` indices; a batch may run from one pass into the next. */
  indices(number: number): number[] {
    return Array.from({ length: this.#batch }, (_, i) => {
      const place = number * this.#batch + i;
      return this.#pass(Math.floor(place / this.#count))[place % this.#count]!;
    });
  }

  #pass(pass: number): Int32Array {
    const known = this.#passes.get(pass);
    if (known !== undefined) return known;
    const order = Array.from({ length: this.#count }, (_, i) => i);
    new Random(this.#seed, 'order', pass).shuffle(order);
    if (this.#passes.size > 2) this.#passes.clear();
    const kept = Int32Array.from(order);
    this.#passes.set(pass, kept);
    return kept;
  }
}
