/** How far a run has come, as it lies in the header of its checkpoint, and whether it may go on with other settings. */
import { isDeepStrictEqual } from 'node:util';
import { LineamentError } from '../../../core/errors.js';
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

/** The best score so far. */
export interface Best {
  step: number;
  value: number;
}

export interface RunState {
  /** Steps done. */
  step: number;
  pending: PendingRecord;
  best: Best | null;
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

/** What a run is bound to, as JSON: all that decides its steps, and what does not. */
export type RunSettings = Readonly<Record<string, unknown>>;

/** The settings that may change between a checkpoint and its resumption. */
export interface Changeable {
  /** Those that make another run of it from there on: the schedule, the data. */
  readonly bending: readonly string[];
  /** Those that change no step. */
  readonly harmless: readonly string[];
}

/** A setting that bends the run from here on. */
export interface SettingChange {
  readonly key: string;
  readonly before: unknown;
  readonly now: unknown;
}

/** What a checkpoint remembers of its run. */
export type SavedRun = Record<string, unknown>;

/**
 * Reads the state out of what a checkpoint remembers of its run. Refuses one that other settings made.
 * @returns the state, and each change that bends the run.
 */
export function resumeState(
  run: SavedRun,
  settings: RunSettings,
  { bending, harmless }: Changeable,
  file: string,
): { state: RunState; changes: SettingChange[] } {
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
    // Of a run of another kind every setting differs.
    const told = forbidden.includes('task') ? ['task'] : forbidden;
    const list = told
      .map((key) => `${key} (${settingText(before[key])} → ${settingText(settings[key])})`)
      .join(', ');
    throw new LineamentError(`the checkpoint was made with other settings: ${list}`, {
      file,
      hint: `put them back, or train into another folder; only ${[...bending, ...harmless].join(', ')} may change on the way`,
    });
  }
  const { pending } = state;
  // Checkpoints up to November 2026 hold sums alone, over all steps.
  const parts = Object.entries<PendingPart | number>(pending.parts).map(([name, part]) => [
    name,
    typeof part === 'number' ? { sum: part, steps: pending.steps } : part,
  ]);
  return {
    state: { ...state, pending: { ...pending, parts: Object.fromEntries(parts) } },
    changes: changed.map((key) => ({ key, before: before[key], now: settings[key] })),
  };
}

/** As it looks after a round trip through JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** For people. */
export function settingText(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
