/** A session that runs no more once it is to stop: whatever loops over it ends there, however deep the loop lies. */
import { StoppedError } from '../../core/errors.js';
import type { Session } from './runtime.js';

/** @param signal – without one it is the session itself. */
export function stoppableSession(session: Session, signal: AbortSignal | undefined): Session {
  if (signal === undefined) return session;
  return {
    run: async (feeds, results) => {
      if (signal.aborted) throw new StoppedError('the model is to run no more');
      return session.run(feeds, results);
    },
    release: () => session.release(),
  };
}
