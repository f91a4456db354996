/**
 * How far a run has come, as it lies in the header of its checkpoint, and whether a recipe may go on from it.
 */
import { isDeepStrictEqual } from 'node:util';
import { LineamentError } from '../../core/errors.js';
import type { Waiting } from './early-stopping.js';

/** Sums since the last training record. */
export interface PendingRecord {
  steps: number;
  loss: number;
  parts: Record<string, PendingPart>;
}

/** A part of a phase that does not run at every step has fewer than all. */
interface PendingPart {
  sum: number;
  steps: number;
}

export interface RunState {
  /** Steps done. */
  step: number;
  pending: PendingRecord;
  /** Least validation error so far. */
  best: { step: number; nme: number } | null;
  /** For early stopping. */
  waiting?: Waiting | undefined;
  /** Seconds of training so far, over all resumes. */
  seconds: number;
}

export const freshState: RunState = {
  step: 0,
  pending: { steps: 0, loss: 0, parts: {} },
  best: null,
  seconds: 0,
};

/** What a run is bound to: the recipe as read, and the size of its data. */
export type RunSettings = Record<string, unknown>;

/**
 * Keys that may change between a checkpoint and its resumption. The bending ones – the schedule, the data – make
 * another run of it from there on, so the log says it; the others change no result.
 */
const bending = ['steps', 'learningRate', 'schedule', 'data', 'trainingFaces', 'provider'];
const harmless = [
  'timeLimit',
  'checkpoint',
  'validation',
  'earlyStopping',
  'loaderWorkers',
  'description',
  'licence',
];

/**
 * Reads the state out of what a checkpoint remembers of its run. Refuses one that another recipe made.
 * @returns the state, and a line for each change that bends the schedule.
 */
export function resumeState(
  run: Record<string, unknown>,
  settings: RunSettings,
  file: string,
): { state: RunState; changes: string[] } {
  const { state, settings: before } = run as { state?: RunState; settings?: RunSettings };
  if (state === undefined || before === undefined) {
    throw new LineamentError('the checkpoint holds no training run', {
      file,
      hint: 'delete it to begin again',
    });
  }
  const changed = [...new Set([...Object.keys(before), ...Object.keys(settings)])].filter(
    (key) => !harmless.includes(key) && !isDeepStrictEqual(plain(before[key]), plain(settings[key])),
  );
  const forbidden = changed.filter((key) => !bending.includes(key));
  if (forbidden.length > 0) {
    const list = forbidden.map((key) => `${key} (${text(before[key])} → ${text(settings[key])})`).join(', ');
    throw new LineamentError(`the checkpoint was made with other settings: ${list}`, {
      file,
      hint: `put the recipe back, or train into another folder with --out; only ${[...bending, ...harmless].join(', ')} may change on the way`,
    });
  }
  const { pending } = state;
  // Checkpoints up to November 2026 hold sums alone, over all steps.
  const parts = Object.entries<PendingPart | number>(pending.parts).map(([name, part]) => [
    name,
    typeof part === 'number' ? { sum: part, steps: pending.steps } : part,
  ]);
  const changes = changed.map(
    (key) =>
      `${key} changed from ${text(before[key])} to ${text(settings[key])}: from step ${state.step} on this is another run than an unbroken one`,
  );
  return { state: { ...state, pending: { ...pending, parts: Object.fromEntries(parts) } }, changes };
}

/** As it looks after a round trip through JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
