/**
 * Long computations without a pause in them, written as generators that say now and then how far they are: the same
 * computation is done at once where it is short, and in steps, watched and stopped, where people wait for it.
 */
import { StoppedError } from './errors.js';
import type { Work } from './work.js';

/** Yields the share that is done, 0 to 1. */
export type Steps<Result> = Generator<number, Result, void>;

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** Steps as a part of others. @param before – the share that is done, @param share – that these are. */
export function* shareOf<Result>(steps: Steps<Result>, before: number, share: number): Steps<Result> {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    yield before + share * next.value;
  }
}

/** Milliseconds after which others get their turn: an interrupt is not seen before. */
const turn = 50;

/** Reports percents. @param what – is done, for the message of one who stops it. */
export async function inSteps<Result>(steps: Steps<Result>, what: string, work: Work): Promise<Result> {
  work.report(0, 100);
  for (let last = performance.now(); ; ) {
    const next = steps.next();
    if (next.done) {
      work.report(100, 100);
      return next.value;
    }
    if (performance.now() - last < turn) continue;
    const percent = Math.floor(100 * next.value);
    work.report(percent, 100);
    await new Promise((resolve) => setTimeout(resolve));
    if (work.signal.aborted)
      throw new StoppedError(`${what}: ${percent} % were done`, {
        hint: 'nothing is kept of it: run the same command again',
      });
    last = performance.now();
  }
}
