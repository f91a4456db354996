/**
 * The embedded queue: a journal in a folder, for one process. What was running when the process died waits again when the
 * folder is opened; a task that takes its process along does not do so for ever.
 */
import { join } from 'node:path';
import { internalError, LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { makeFolder, removeLeftovers } from '../../node/files.js';
import { type FolderLock, lockFolder } from '../../node/folder-lock.js';
import { Journal } from './journal.js';
import {
  backoffOf,
  isTaskId,
  type NewTask,
  type Queue,
  type QueueCounts,
  type QueueWorker,
  type TaskEnd,
  type TaskHandler,
  type TaskState,
  taskDefaults,
} from './queue.js';

interface Kept {
  task: NewTask;
  state: TaskState;
  failures: number;
  /** Processes that died while they worked on it, and when the first did, milliseconds since 1970. */
  deaths: number;
  dyingSince: number;
  /** Not before this time, milliseconds since 1970. */
  at: number;
  reason: string | null;
}

/** What a line of the journal says of a task. */
type Entry =
  | { add: Omit<Kept, 'state'> }
  | { take: string }
  /** Given back untried. */
  | { give: string }
  | { died: string; at: number }
  | { retry: string; at: number }
  | { end: string }
  | { fail: string; reason: string };

/**
 * A task that takes so many processes along in so many milliseconds at least is the reason for it; a machine that is switched off
 * often, or on which nothing gets done between two kills, is not.
 */
const mostDeaths = 30;
const dyingFor = 3600_000;

export async function openDiskQueue(folder: string): Promise<Queue> {
  makeFolder(folder);
  const lock = await lockFolder(folder, {
    name: 'queue.lock',
    what: 'queue',
    hint: 'one process works on a folder; stop the other, or use Redis for several',
  });
  try {
    await removeLeftovers(folder);
    const { journal, entries } = await Journal.open<Entry>(join(folder, 'queue.jsonl'));
    const kept = new Map<string, Kept>();
    for (const entry of entries) replay(kept, entry);
    const queue = new DiskQueue(journal, kept, lock);
    await queue.settleInterrupted();
    return queue;
  } catch (error) {
    lock.release();
    throw error;
  }
}

const fresh = (task: NewTask): Omit<Kept, 'state'> => ({
  task,
  failures: 0,
  deaths: 0,
  dyingSince: 0,
  at: 0,
  reason: null,
});

function replay(kept: Map<string, Kept>, entry: Entry): void {
  if ('add' in entry) {
    kept.set(entry.add.task.id, { ...entry.add, state: entry.add.reason === null ? 'waiting' : 'failed' });
    return;
  }
  const [id] = Object.values(entry) as [string];
  const one = kept.get(id);
  if (one === undefined) return;
  if ('end' in entry) kept.delete(id);
  else if ('take' in entry) one.state = 'running';
  else if ('fail' in entry) Object.assign(one, { state: 'failed', reason: entry.reason });
  else {
    one.state = 'waiting';
    if ('died' in entry && ++one.deaths === 1) one.dyingSince = entry.at;
    if ('retry' in entry) Object.assign(one, { failures: one.failures + 1, at: entry.at });
  }
}

class DiskQueue implements Queue {
  readonly #journal: Journal<Entry>;
  readonly #kept: Map<string, Kept>;
  readonly #lock: FolderLock;
  readonly #workers = new Set<DiskWorker>();
  readonly #listeners = new Set<(end: TaskEnd) => void>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(journal: Journal<Entry>, kept: Map<string, Kept>, lock: FolderLock) {
    this.#journal = journal;
    this.#kept = kept;
    this.#lock = lock;
  }

  /** What a killed process was working on waits again, or has failed where it took too many along. */
  async settleInterrupted(): Promise<void> {
    for (const [id, one] of this.#kept) {
      if (one.state !== 'running') continue;
      const at = Date.now();
      replay(this.#kept, { died: id, at });
      if (one.deaths >= mostDeaths && at - one.dyingSince >= dyingFor)
        replay(this.#kept, { fail: id, reason: `${one.deaths} processes died while they worked on it` });
    }
    await this.#journal.rewrite(this.#entries());
  }

  async add(tasks: readonly NewTask[]): Promise<void> {
    this.#checkOpen();
    const entries = tasks.filter(({ id }) => !this.#kept.has(id)).map((task) => ({ add: fresh(task) }));
    for (const entry of entries) {
      const { id } = entry.add.task;
      if (!isTaskId(id)) throw internalError(`a task has the id ${JSON.stringify(id)}`);
      replay(this.#kept, entry);
    }
    await this.#journal.append(entries, true);
    this.#wake();
  }

  async remove(ids: readonly string[]): Promise<void> {
    const known = ids.filter((id) => ['waiting', 'failed'].includes(this.#kept.get(id)?.state ?? ''));
    for (const id of known) this.#kept.delete(id);
    await this.#journal.append(known.map((end) => ({ end })));
  }

  async state(id: string): Promise<TaskState | undefined> {
    return this.#kept.get(id)?.state;
  }

  async failure(id: string): Promise<string | undefined> {
    return this.#kept.get(id)?.reason ?? undefined;
  }

  async counts(): Promise<QueueCounts> {
    const counts = { waiting: 0, running: 0, failed: 0 };
    for (const { state } of this.#kept.values()) counts[state]++;
    return counts;
  }

  work(handler: TaskHandler, concurrency = 1): QueueWorker {
    this.#checkOpen();
    const worker = new DiskWorker(this, handler, concurrency);
    this.#workers.add(worker);
    this.#wake();
    return worker;
  }

  onEnd(listener: (end: TaskEnd) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#journal.close();
    this.#lock.release();
  }

  /** For workers: the next task whose time has come, urgent ones first. */
  take(): Kept | undefined {
    const now = Date.now();
    let chosen: Kept | undefined;
    for (const one of this.#kept.values()) {
      if (one.state !== 'waiting' || one.at > now) continue;
      chosen ??= one;
      if (one.task.urgent) {
        chosen = one;
        break;
      }
    }
    if (chosen !== undefined) void this.#say(chosen.task.id, { take: chosen.task.id });
    return chosen;
  }

  /** For workers: what became of a task. */
  async settle({ task, failures }: Kept, error: unknown): Promise<void> {
    const { id, attempts = taskDefaults.attempts } = task;
    if (error === undefined) {
      await this.#say(id, { end: id });
      this.#tell({ id, reason: null });
    } else if (error instanceof StoppedError) await this.#say(id, { give: id });
    else if (failures + 1 >= attempts) {
      const reason = messageOf(error);
      await this.#say(id, { fail: id, reason });
      this.#tell({ id, reason });
    } else await this.#say(id, { retry: id, at: Date.now() + backoffOf(task, failures + 1) });
    if (this.#journal.length > 1000 + 4 * this.#kept.size) await this.#journal.rewrite(this.#entries());
    this.#wake();
  }

  forget(worker: DiskWorker): void {
    this.#workers.delete(worker);
  }

  #tell(end: TaskEnd): void {
    for (const listener of this.#listeners) listener(end);
  }

  async #say(id: string, entry: Exclude<Entry, { add: unknown }>): Promise<void> {
    if (!this.#kept.has(id)) return;
    replay(this.#kept, entry);
    await this.#journal.append([entry]);
  }

  #wake(): void {
    if (this.#closed) return;
    for (const worker of this.#workers) worker.fill();
    clearTimeout(this.#timer);
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const { state, at } of this.#kept.values())
      if (state === 'waiting' && at > now) next = Math.min(next, at);
    if (next < Number.POSITIVE_INFINITY)
      this.#timer = setTimeout(() => this.#wake(), Math.min(next - now, 2 ** 30)).unref();
  }

  #entries(): Entry[] {
    return [...this.#kept.values()].flatMap(({ state, ...add }): Entry[] =>
      state === 'running' ? [{ add }, { take: add.task.id }] : [{ add }],
    );
  }

  #checkOpen(): void {
    if (this.#closed) throw new LineamentError('the queue is closed');
  }
}

class DiskWorker implements QueueWorker {
  readonly #queue: DiskQueue;
  readonly #handler: TaskHandler;
  readonly #concurrency: number;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(queue: DiskQueue, handler: TaskHandler, concurrency: number) {
    this.#queue = queue;
    this.#handler = handler;
    this.#concurrency = concurrency;
  }

  fill(): void {
    while (!this.#stop.signal.aborted && this.#running.size < this.#concurrency) {
      const kept = this.#queue.take();
      if (kept === undefined) return;
      const run = this.#run(kept).finally(() => {
        this.#running.delete(run);
        this.fill();
      });
      this.#running.add(run);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
    this.#queue.forget(this);
  }

  async #run(kept: Kept): Promise<void> {
    const { task, failures } = kept;
    let error: unknown;
    try {
      await this.#handler(
        { id: task.id, kind: task.kind, data: task.data, attempt: failures + 1 },
        this.#stop.signal,
      );
    } catch (thrown) {
      error = thrown ?? new Error('unknown');
    }
    await this.#queue.settle(kept, error);
  }
}
