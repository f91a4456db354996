/**
 * A queue of tasks, each done at least once by whichever worker is free. Two implementations behind one interface, held to the
 * same suite (`queue.suite.ts`): `disk-queue.ts` in a folder, for one process, and `redis-queue.ts` on Redis, for as many
 * machines as there are. A task must be a thing that may be done twice: a worker that dies in the middle leaves its task
 * to another. What is done is forgotten; whoever adds tasks knows by the results what is still to do.
 */
import type { z } from 'zod';

export type TaskData = z.core.util.JSONType;

export interface NewTask {
  /** Adding a task that is known already changes nothing. Letters, digits, `.`, `_` and `-`. */
  id: string;
  /** What is to be done, such as `shard`: the handler's choice. */
  kind: string;
  /** All that the work needs, plain JSON. */
  data: TaskData;
  /** Before all that is not urgent; otherwise tasks start in the order in which they were added. */
  urgent?: boolean;
  /** How often it is tried (3 by default) before it stays as failed. A worker that dies counts as a try. */
  attempts?: number;
  /** Milliseconds before the second try (1000 by default); twice as many before each further one. */
  backoff?: number;
}

export interface TakenTask {
  id: string;
  kind: string;
  data: TaskData;
  /** 1 for the first try. */
  attempt: number;
}

/**
 * @param signal – aborted when the worker is closed: the task may throw a StoppedError then, which gives it back untried.
 */
export type TaskHandler = (task: TakenTask, signal: AbortSignal) => Promise<void>;

/** `waiting` includes what waits for its next try. */
export type TaskState = 'waiting' | 'running' | 'failed';

export interface TaskEnd {
  id: string;
  /** Why it failed for the last time; null where it was done. */
  reason: string | null;
}

export type QueueCounts = Readonly<Record<TaskState, number>>;

export interface QueueWorker {
  /** Takes no further task, aborts the signal of those that run and waits for them. */
  close(): Promise<void>;
}

export interface Queue {
  /** When this is answered the tasks are kept, whatever happens to this process. */
  add(tasks: readonly NewTask[]): Promise<void>;
  /** Forgets tasks that wait or have failed; those that run go on. */
  remove(ids: readonly string[]): Promise<void>;
  /** Undefined: not known, or done. */
  state(id: string): Promise<TaskState | undefined>;
  /** Of a task that has failed for the last time. */
  failure(id: string): Promise<string | undefined>;
  counts(): Promise<QueueCounts>;
  /** @param concurrency – tasks at a time (1 by default). */
  work(handler: TaskHandler, concurrency?: number): QueueWorker;
  /** Tells of tasks that ended, at any worker; a word may be lost where a process or Redis dies. @returns how to stop it. */
  onEnd(listener: (end: TaskEnd) => void): () => void;
  /** Closes its workers too. */
  close(): Promise<void>;
}

export const taskDefaults = { attempts: 3, backoff: 1000 } as const;

/** Of the queue on Redis, milliseconds. */
export const redisDefaults = { lock: 30_000, patience: 5000 } as const;

/** Milliseconds before the next try. @param attempt – the one that failed. */
export function backoffOf(
  { backoff = taskDefaults.backoff }: Pick<NewTask, 'backoff'>,
  attempt: number,
): number {
  return backoff * 2 ** (attempt - 1);
}

const idForm = /^[\w.-]{1,200}$/;

export function isTaskId(id: string): boolean {
  return idForm.test(id);
}
