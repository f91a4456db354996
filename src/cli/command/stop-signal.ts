/** Ctrl-C as an AbortSignal: the first stops the work in good order, the second ends the process at once, as the signal itself does. */
import { constants } from 'node:os';
import { StoppedError } from '../../core/errors.js';

/** Work that a signal stopped. */
export class InterruptedError extends StoppedError {
  /** What shells expect of a process that a signal ended: 130 of Ctrl-C, 143 of SIGTERM. */
  readonly exitCode: number;

  constructor(message: string, by: NodeJS.Signals, cause: StoppedError) {
    super(message, { cause });
    this.exitCode = 128 + constants.signals[by];
  }
}

export interface Interrupt {
  signal: AbortSignal;
  /** What is thrown in the place of an error: where it stands for a stop by a signal, it says so. */
  told(error: unknown): unknown;
  release(): void;
}

export function stopOnInterrupt(): Interrupt {
  const controller = new AbortController();
  let by: NodeJS.Signals | undefined;
  const interrupt = (name: NodeJS.Signals): void => {
    if (by !== undefined) {
      release();
      // Not process.exit, which waits for the threads and ends them inside native libraries, so that the process aborts.
      process.kill(process.pid, name);
      return;
    }
    by = name;
    process.stderr.write('\nstopping in good order; press Ctrl-C again to stop at once\n');
    controller.abort();
  };
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((name) => [name, () => interrupt(name)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  const release = (): void => {
    for (const [name, listener] of listeners) process.off(name, listener);
  };
  const told = (error: unknown): unknown =>
    by !== undefined && error instanceof StoppedError
      ? new InterruptedError(error.message, by, error)
      : error;
  return { signal: controller.signal, told, release };
}
