/**
 * Work in progress: the last argument of every long operation. An operation asks it whether to stop, tells it what
 * people should know and how far it is; who runs the operation (a terminal, a server's queue, a page, a test) decides
 * what becomes of that. No operation touches a terminal or a signal of the process itself.
 */
import { type Log, silentLog } from './log.js';

export interface Work {
  /** Aborted where the work is to stop in good order: what is done is kept and a StoppedError is thrown. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** @param done – how many of the total are finished, those of earlier runs included. @param note – a short word on the state. */
  report(done: number, total: number, note?: string): void;
  /** A part with a progress of its own; where it is absent, parts report to the whole. Ask for it with {@link partOf}. */
  part?(name: string, unit: string): Work;
}

/** For callers that neither watch nor stop. */
export const silentWork: Work = {
  signal: new AbortController().signal,
  log: silentLog,
  report: () => {},
};

/** @param name – as on a progress bar: `calibrate`. @param unit – what is counted: `img`, `step`. */
export function partOf(work: Work, name: string, unit = 'img'): Work {
  return work.part?.(name, unit) ?? work;
}

/** @returns what the promise gives if it is settled by then; null once the work is stopped before. */
export function unlessStopped<T>(promise: Promise<T>, { signal }: Pick<Work, 'signal'>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(null);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    // Queued behind the promise's own answer, so that what is finished is not thrown away.
    if (signal.aborted) queueMicrotask(stop);
    else signal.addEventListener('abort', stop, { once: true });
  });
}
