import { expect, it } from 'vitest';
import { StoppedError } from '../../core/errors.js';
import type { Session } from './runtime.js';
import { stoppableSession } from './stoppable-session.js';

it('A session runs until it is to stop, and is freed afterwards too', async () => {
  let [runs, released] = [0, 0];
  const session: Session = {
    run: async () => {
      runs++;
      return {};
    },
    release: async () => void released++,
  };
  const stop = new AbortController();
  const stoppable = stoppableSession(session, stop.signal);
  await stoppable.run({});
  stop.abort();
  await expect(stoppable.run({})).rejects.toThrow(StoppedError);
  await stoppable.release();
  expect([runs, released]).toEqual([1, 1]);
});
