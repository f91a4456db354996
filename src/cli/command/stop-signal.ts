/** Ctrl-C as an AbortSignal: the first stops the work in good order, the second ends the process at once, as the signal itself does. */

export function stopOnInterrupt(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      release();
      // Not process.exit, which waits for the threads and ends them inside native libraries, so that the process aborts.
      process.kill(process.pid, name);
      return;
    }
    process.stderr.write('\nstopping in good order; press Ctrl-C again to stop at once\n');
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const release = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  return { signal: controller.signal, release };
}
