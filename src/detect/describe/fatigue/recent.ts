/** What was seen in the last seconds, frame by frame: kept sorted, as quantiles of it are asked for in every frame. */
import { sortedQuantile } from '../../../core/numbers/statistics.js';

export class Recent {
  readonly #seconds: number;
  readonly #values: { time: number; value: number }[] = [];
  readonly #sorted: number[] = [];

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  add(value: number, time: number): void {
    this.#values.push({ time, value });
    this.#sorted.splice(this.#place(value), 0, value);
    while (this.#values[0]!.time <= time - this.#seconds)
      this.#sorted.splice(this.#place(this.#values.shift()!.value), 1);
  }

  clear(): void {
    this.#values.length = 0;
    this.#sorted.length = 0;
  }

  /** NaN where nothing was seen. */
  quantile(share: number): number {
    return sortedQuantile(this.#sorted, share);
  }

  /** Of the first that is not less. */
  #place(value: number): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
