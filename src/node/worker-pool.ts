/**
 * A pool of worker threads that run one kind of task each, in any order; results come back by index, so callers
 * keep their own order. A worker module calls {@link serveTasks} with its function. Node only.
 *
 * Under tsx and vitest the module is a .ts file: the thread then registers tsx first. From dist it is plain .js.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parentPort, type Transferable, Worker, workerData } from 'node:worker_threads';
import { internalError, LineamentError } from '../core/errors.js';
import { importingCode } from './typescript-loader.js';

interface Request<Task> {
  id: number;
  task: Task;
}

/** Asks a thread to say when nothing of it is at work any more. */
const finishUp = 'finish up';
const finished = 'finished';

type Reply<Result> =
  | { id: number; result: Result }
  | { id: number; error: { message: string; lineament: boolean } }
  | typeof finished;

export interface WorkerPoolOptions {
  /** Number of threads; by default one for each core. */
  workers?: number;
  /** Given to each worker once, as its set-up. */
  setup?: unknown;
  /**
   * Closing ends the threads in the middle of their tasks. Of native libraries these may then use sharp alone, which is made
   * to endure it: a thread that is ended inside ONNX Runtime takes the whole process with it. By default what runs is waited for.
   */
  interruptible?: boolean;
}

/** All that are open. */
const openPools = new Set<{ close(): Promise<void> }>();

/** Before the process is left on purpose: a thread that Node ends inside a native library aborts it. */
export async function closeWorkerPools(): Promise<void> {
  await Promise.all([...openPools].map((pool) => pool.close()));
}

export class WorkerPool<Task, Result> {
  readonly size: number;
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #queue: Request<Task>[] = [];
  readonly #waiting = new Map<
    number,
    { resolve: (result: Result) => void; reject: (error: Error) => void }
  >();
  readonly #interruptible: boolean;
  readonly #ended = new Set<Worker>();
  #next = 0;
  #broken: Error | undefined;

  /** @param module – the worker module without its ending, relative to `base`. @param base – `import.meta.url`. */
  constructor(module: string, base: string, options: WorkerPoolOptions = {}) {
    this.size = Math.max(1, options.workers ?? availableParallelism());
    this.#interruptible = options.interruptible ?? false;
    openPools.add(this);
    for (let i = 0; i < this.size; i++) {
      const worker = spawnWorker(module, base, options.setup);
      worker.on('message', (reply: Reply<Result>) => this.#settle(worker, reply));
      worker.on('error', (error: Error) => this.#fail(error));
      // A thread that ends by itself, whatever its code, would leave its task waiting for ever.
      worker.on('exit', (code) => {
        this.#ended.add(worker);
        this.#fail(internalError(`a worker thread ended with code ${code}`));
      });
      this.#workers.push(worker);
      this.#idle.push(worker);
    }
  }

  /** Whether a thread of it died, or it was closed: it takes no further task. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** Runs one task on the next free thread. */
  run(task: Task): Promise<Result> {
    if (this.#broken) return Promise.reject(this.#broken);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#queue.push({ id, task });
      this.#dispatch();
    });
  }

  /** What waits for a thread is refused; for what runs see {@link WorkerPoolOptions.interruptible}. */
  async close(): Promise<void> {
    this.#broken = new LineamentError('the worker pool is closed');
    for (const { id } of this.#queue.splice(0)) this.#take(id)?.reject(this.#broken);
    await Promise.all(this.#workers.map((worker) => this.#end(worker)));
    for (const { reject } of this.#waiting.values()) reject(this.#broken);
    this.#waiting.clear();
    openPools.delete(this);
  }

  async #end(worker: Worker): Promise<void> {
    if (!this.#interruptible && !this.#ended.has(worker)) {
      await new Promise<void>((resolve) => {
        worker.on('exit', () => resolve());
        worker.on('message', (reply: Reply<Result>) => reply === finished && resolve());
        worker.postMessage(finishUp);
      });
    }
    await worker.terminate();
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.pop() as Worker;
      worker.postMessage(this.#queue.shift());
    }
  }

  #settle(worker: Worker, reply: Reply<Result>): void {
    if (reply === finished) return;
    this.#idle.push(worker);
    const waiting = this.#take(reply.id);
    if ('error' in reply) {
      waiting?.reject(
        reply.error.lineament ? new LineamentError(reply.error.message) : new Error(reply.error.message),
      );
    } else waiting?.resolve(reply.result);
    this.#dispatch();
  }

  #take(id: number): { resolve: (result: Result) => void; reject: (error: Error) => void } | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #fail(error: Error): void {
    if (this.#broken) return;
    this.#broken = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/**
 * Room for young objects, megabytes: with twice V8's own, less of what one task makes outlives it and has to be collected
 * from old space, where compiled code goes too. Generating is 2 % faster; with four times as much it is slower again.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 96 } as const;

/**
 * Tests of the sources begin a hundred threads. Where the test command has built the package just before, and says so, they
 * begin from the build: compiled code is there at once, and the same.
 */
export function builtTwin(module: string, base: string): string | undefined {
  if (process.env.LINEAMENT_BUILT_WORKERS !== '1') return undefined;
  const twin = base.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  return existsSync(new URL(`${module}.js`, twin)) ? twin : undefined;
}

/** Starts a worker thread on a module of ours, from TypeScript sources or from the build. */
export function spawnWorker(module: string, base: string, setup?: unknown): Worker {
  const fromSource = base.endsWith('.ts');
  const built = fromSource ? builtTwin(module, base) : undefined;
  if (built !== undefined) return spawnWorker(module, built, setup);
  const url = new URL(`${module}${fromSource ? '.ts' : '.js'}`, base);
  if (!fromSource) return new Worker(url, { workerData: setup, resourceLimits });
  return new Worker(importingCode(url), { eval: true, workerData: setup, resourceLimits });
}

/**
 * Called by a worker module: answers each task with `handle`. Buffers named by `transfer` move without a copy.
 * @param handle – gets the task and the set-up that the pool gave.
 */
export function serveTasks<Task, Result, Setup = unknown>(
  handle: (task: Task, setup: Setup) => Result | Promise<Result>,
  transfer: (result: Result) => readonly Transferable[] = () => [],
): void {
  const port = parentPort;
  if (port === null) throw internalError('serveTasks runs in worker threads only');
  const atWork = new Set<Promise<void>>();
  const answer = async ({ id, task }: Request<Task>): Promise<void> => {
    try {
      const result = await handle(task, workerData as Setup);
      port.postMessage({ id, result } satisfies Reply<Result>, transfer(result));
    } catch (error) {
      const message =
        error instanceof Error
          ? error instanceof LineamentError
            ? error.message
            : (error.stack ?? error.message)
          : String(error);
      port.postMessage({
        id,
        error: { message, lineament: error instanceof LineamentError },
      } satisfies Reply<Result>);
    }
  };
  port.on('message', (request: Request<Task> | typeof finishUp) => {
    if (request === finishUp) {
      void Promise.all(atWork).then(() => port.postMessage(finished satisfies Reply<Result>));
      return;
    }
    const answered = answer(request).finally(() => atWork.delete(answered));
    atWork.add(answered);
  });
}
