/** A run: an evaluation, a training or a study, as it is kept. It never changes; its status lies beside it. */
import { randomBytes } from 'node:crypto';
import type { NewTask } from '../../jobs/queue/queue.js';
import type { MadeFile } from '../../orders/work/assemble.js';
import type { RunRequest } from './run-request.js';

export interface Run {
  id: string;
  /** Id of the token that asked for it; null on a server without tokens. */
  owner: string | null;
  /** ISO time. */
  created: string;
  request: RunRequest;
  version: string;
}

export const runStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];
export const finalRunStates: readonly RunState[] = ['done', 'failed', 'cancelled'];

export interface RunStatus {
  state: RunState;
  /** ISO time. */
  since: string;
  /** Why it failed. */
  reason: string | null;
}

export interface RunResult {
  /** In figures; what they are is the kind's. */
  summary: Record<string, unknown>;
  files: MadeFile[];
}

/** A line of a run's events. */
export type RunEvent =
  | { kind: 'log'; at: string; level: 'info' | 'warn'; line: string }
  | { kind: 'metric'; at: string; [key: string]: unknown }
  | { kind: 'progress'; at: string; part: string; done: number; total: number; note: string };

const name = (file: string) => (id: string) => `runs/${id}/${file}`;
export const runName: (id: string) => string = name('run.json');
export const runStatusName: (id: string) => string = name('status.json');
export const resultName: (id: string) => string = name('result.json');
export const failureName: (id: string) => string = name('failure.json');
export const eventsName: (id: string) => string = name('events.jsonl');
export const outName: (id: string) => string = name('out');

const newId = (letter: string): string => {
  const digits = BigInt(`0x${randomBytes(14).toString('hex')}`).toString(36);
  return `${letter}${digits.padStart(20, '0').slice(-20)}`;
};
export const newRunId = (): string => newId('r');
export const newUploadId = (): string => newId('u');
export const isRunId = (text: string): boolean => /^r[0-9a-z]{20}$/.test(text);
export const isUploadId = (text: string): boolean => /^u[0-9a-z]{20}$/.test(text);

export const runTask = (run: string): NewTask => ({
  id: `${run}.run`,
  kind: 'run',
  data: { run },
  attempts: 5,
});

/** Told to the thread of a run that is to stop in good order. */
export const stopWord = 'stop';
