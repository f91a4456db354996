/** Photographs that came in, detected or described in threads of their own; what is too much at once is refused. */
import { LineamentError, UsageError } from '../../core/errors.js';
import { StandingPool } from '../../node/standing-pool.js';
import { BusyError } from '../../orders/desk/preview.js';
import type { PictureAnswer, PictureTask } from './picture-worker.js';

export interface PictureDesk {
  look(task: PictureTask): Promise<PictureAnswer>;
  close(): Promise<void>;
}

const mostWaiting = 8;

/** @param threads – one by default: each holds its own networks. */
export function openPictureDesk({ threads = 1 }: { threads?: number } = {}): PictureDesk {
  // Threads start with the first picture: a server of orders alone has none.
  const pool = new StandingPool<PictureTask, PictureAnswer>('./picture-worker', import.meta.url, {
    workers: threads,
  });
  let waiting = 0;
  return {
    async look(task) {
      if (waiting >= mostWaiting)
        throw new BusyError('pictures: too many at once', { hint: 'try again in a few seconds' });
      waiting++;
      try {
        return await pool.run(task).catch((error: unknown) => {
          // What a thread refuses is about what was asked: pictures that fail are in the answer.
          throw error instanceof LineamentError ? new UsageError(error.message) : error;
        });
      } finally {
        waiting--;
      }
    },
    close: () => pool.close(),
  };
}
