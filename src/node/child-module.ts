/**
 * A module of ours in a process of its own: what may use a processor for minutes beside something that has to answer at once.
 * It has the lowest priority and ends with its parent, however that ends. From TypeScript sources or from the build, as
 * worker threads. Node only.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { loaderUrl } from './typescript-loader.js';
import { builtTwin } from './worker-pool.js';

/** @param module – without its ending, relative to `base`. @param base – `import.meta.url`. */
export function forkModule(module: string, base: string): ChildProcess {
  const fromSource = base.endsWith('.ts');
  const built = fromSource ? builtTwin(module, base) : undefined;
  if (built !== undefined) return forkModule(module, built);
  const file = fileURLToPath(new URL(`${module}${fromSource ? '.ts' : '.js'}`, base));
  return fork(file, [], {
    execArgv: fromSource ? ['--import', loaderUrl()] : [],
    serialization: 'advanced',
    // It answers by messages; what it says of its own death is for who asks.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Called by such a module once. @param handle – gets what the parent sends first, and answers by `tell`. */
export function serveParent<Order, Message>(
  handle: (order: Order, tell: (message: Message) => void) => Promise<void>,
): void {
  setPriority(constants.priority.PRIORITY_LOW);
  // Ctrl-C reaches every process of a terminal: this one ends with its parent.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
  process.once('message', (order) => {
    const tell = (message: Message): void => {
      process.send?.(message);
    };
    void handle(order as Order, tell).finally(() => process.disconnect?.());
  });
}
