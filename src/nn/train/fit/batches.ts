/** What `fit` draws the inputs of its steps from. */

/** What the training loop draws the inputs of a step from, by their names in the graph. */
export interface StepSource {
  /** Batch `number` of the run: with accumulation a step takes several that follow each other. */
  batch(number: number): Promise<Record<string, Float32Array>>;
  /** False for a batch that no phase of its step takes: it is not asked for. Default: each is taken. */
  isTaken?(number: number): boolean;
}

/** Asks a source for a few batches ahead, so that they are ready when training wants them. */
export class Prefetch {
  readonly #source: StepSource;
  readonly #ahead: number;
  readonly #end: number;
  readonly #waiting = new Map<number, Promise<Record<string, Float32Array>>>();

  /** @param ahead – how many batches are prepared beside the one asked for. @param end – no batch from here on. */
  constructor(source: StepSource, ahead: number, end: number) {
    this.#source = source;
    this.#ahead = ahead;
    this.#end = end;
  }

  isTaken(number: number): boolean {
    return this.#source.isTaken?.(number) ?? true;
  }

  async batch(number: number): Promise<Record<string, Float32Array>> {
    for (let next = number; next <= Math.min(number + this.#ahead, this.#end - 1); next++)
      if (this.isTaken(next)) this.#ask(next);
    const wanted = this.#ask(number);
    this.#waiting.delete(number);
    return wanted;
  }

  #ask(number: number): Promise<Record<string, Float32Array>> {
    const known = this.#waiting.get(number);
    if (known !== undefined) return known;
    const asked = this.#source.batch(number);
    // A batch that fails is reported when training reaches it; until then no one listens.
    asked.catch(() => {});
    this.#waiting.set(number, asked);
    return asked;
  }
}

/** The batches of a step: with accumulation, those that follow each other in the source. */
export async function stepBatches(
  sources: readonly (readonly [string, Prefetch])[],
  step: number,
  count: number,
): Promise<Record<string, Record<string, Float32Array>[]>> {
  const taken = sources.filter(([, source]) => source.isTaken(step * count));
  const lists = taken.map(async ([name, source]) => {
    const batches: Record<string, Float32Array>[] = [];
    for (let i = 0; i < count; i++) batches.push(await source.batch(step * count + i));
    return [name, batches] as const;
  });
  return Object.fromEntries(await Promise.all(lists));
}
