/** A quantile of what was seen in the last while, learned as it comes: samples at a steady pace, so that any frame rate does. */

/** Seconds between samples that are kept. */
const pace = 0.25;

export class Baseline {
  readonly #quantile: number;
  readonly #window: number;
  readonly #samples: { time: number; value: number }[] = [];
  #value: number | undefined;
  #sortedAt = Number.NEGATIVE_INFINITY;

  constructor(quantile: number, window: number) {
    this.#quantile = quantile;
    this.#window = window;
  }

  add(value: number, time: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && time - last.time < pace) return;
    this.#samples.push({ time, value });
    // Sorting is what costs: every second is enough, more often at the start.
    const count = this.#samples.length;
    if (count > 40 && time - this.#sortedAt < 1) return;
    this.#sortedAt = time;
    const old = this.#samples.findIndex((sample) => sample.time >= time - this.#window);
    if (old > 0) this.#samples.splice(0, old);
    const sorted = this.#samples.map((sample) => sample.value).sort((a, b) => a - b);
    this.#value = sorted[Math.floor(this.#quantile * (sorted.length - 1))];
  }

  /** undefined before enough was seen. @param least – seconds of samples. */
  value(least: number): number | undefined {
    return this.#samples.length * pace >= least ? this.#value : undefined;
  }
}
