/** What the training loop draws its images from: a dataset's loader, or arrays in memory. B batch, K landmarks, S side. */

export interface LandmarkBatch {
  /** `[B, 3, S, S]`, normalised. */
  images: Float32Array;
  /** `[B, K, 2]`, pixels of the crop. */
  points: Float32Array;
  /** `[B, K]`: 0 where a point has no label. */
  weights: Float32Array;
}

export interface BatchSource {
  /** The batch of a step: a pure function of the step, whatever was asked for before. */
  batch(step: number): Promise<LandmarkBatch>;
  close(): Promise<void>;
}

/** Asks a source for a few batches ahead, so that they are ready when training wants them. */
export class Prefetch implements BatchSource {
  readonly #source: BatchSource;
  readonly #ahead: number;
  readonly #end: number;
  readonly #waiting = new Map<number, Promise<LandmarkBatch>>();

  /** @param ahead – how many batches are prepared beside the one asked for. @param end – no step from here on. */
  constructor(source: BatchSource, ahead: number, end: number) {
    this.#source = source;
    this.#ahead = ahead;
    this.#end = end;
  }

  async batch(step: number): Promise<LandmarkBatch> {
    for (let next = step; next <= Math.min(step + this.#ahead, this.#end - 1); next++) this.#ask(next);
    const wanted = this.#ask(step);
    this.#waiting.delete(step);
    return wanted;
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #ask(step: number): Promise<LandmarkBatch> {
    const known = this.#waiting.get(step);
    if (known !== undefined) return known;
    const asked = this.#source.batch(step);
    // A batch that fails is reported when training reaches it; until then no one listens.
    asked.catch(() => {});
    this.#waiting.set(step, asked);
    return asked;
  }
}

/** The batches of a step: with accumulation, those that follow each other in the source. */
export async function stepBatches(
  sources: readonly (readonly [string, BatchSource])[],
  step: number,
  count: number,
): Promise<Record<string, Record<string, Float32Array>[]>> {
  const lists = sources.map(async ([name, source]) => {
    const batches: Record<string, Float32Array>[] = [];
    for (let i = 0; i < count; i++) batches.push(feeds(await source.batch(step * count + i)));
    return [name, batches] as const;
  });
  return Object.fromEntries(await Promise.all(lists));
}

function feeds({ images, points, weights }: LandmarkBatch): Record<string, Float32Array> {
  return { image: images, points, weights };
}
