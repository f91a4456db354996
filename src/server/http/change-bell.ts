/** Wakes whoever waits for a change of an order; nothing is kept for those who are slow: they look for themselves. */

export class ChangeBell {
  readonly #waiting = new Map<string, Set<() => void>>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  ring(id: string): void {
    for (const wake of this.#waiting.get(id) ?? []) wake();
  }

  /** Until it rings, so many milliseconds have passed, or the signal says so. */
  wait(id: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  close(): void {
    this.#closed = true;
    for (const waiting of [...this.#waiting.values()]) for (const wake of [...waiting]) wake();
  }
}
