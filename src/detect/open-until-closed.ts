/** What holds networks and is asked by many: after `close` it answers nothing, and `close` waits for what was asked before. */
import { LineamentError } from '../core/errors.js';

export interface OpenUntilClosed {
  /** @returns the answer; rejects once `close` was called. */
  ask<Answer>(answer: () => Promise<Answer>): Promise<Answer>;
  /** Frees the networks, once; may be called again. */
  close(): Promise<void>;
}

/** @param method – what is asked, and @param name – of whom, as in messages: `detect`, `detector`. @param free – frees the networks. */
export function openUntilClosed(method: string, name: string, free: () => Promise<void>): OpenUntilClosed {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  return {
    async ask(answer) {
      if (closing !== undefined)
        throw new LineamentError(`${method}: the ${name} is closed`, {
          hint: `call close() after the last ${method}, or open another ${name}`,
        });
      const asked = answer();
      running.add(asked);
      try {
        return await asked;
      } finally {
        running.delete(asked);
      }
    },
    close() {
      closing ??= Promise.allSettled(running).then(free);
      return closing;
    },
  };
}
