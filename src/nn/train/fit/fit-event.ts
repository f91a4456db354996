/** What a training says while it runs. Words, bars, pictures and model files are made of it by whoever called. */
import type { TrainerState } from '../../program/trainer-state.js';
import type { MetricsRecord, StopRecord, TrainingRecord, ValidationRecord } from './metrics-file.js';
import type { Best, SettingChange } from './run-state.js';

export type FitEvent =
  /** The first: nothing was written yet, and it is sure that this run may begin or go on in its folder. */
  | { readonly kind: 'begin'; readonly step: number; readonly resumed: boolean }
  /** A resumed run is another one from here on. */
  | { readonly kind: 'changed'; readonly step: number; readonly change: SettingChange }
  | { readonly kind: 'record'; readonly step: number; readonly record: TrainingRecord }
  /** Where it is the best so far, `best` follows before the next step. */
  | {
      readonly kind: 'validation';
      readonly step: number;
      readonly record: ValidationRecord;
      readonly best: boolean;
    }
  /** Before the best checkpoint is written. */
  | { readonly kind: 'best'; readonly step: number; readonly state: TrainerState }
  /** Before the checkpoint is written, so that a file made of the state is never older than it. */
  | {
      readonly kind: 'checkpoint';
      readonly step: number;
      readonly state: TrainerState;
      /** All of the run. */
      readonly records: readonly MetricsRecord[];
    }
  /** The last of a run that a time limit ended; the checkpoint is written. */
  | {
      readonly kind: 'time-limit';
      readonly step: number;
      readonly minutes: number;
      readonly learningRate: number;
    }
  | { readonly kind: 'early-stop'; readonly step: number; readonly record: StopRecord }
  /** The last of a run that came to its end. */
  | { readonly kind: 'done'; readonly step: number; readonly seconds: number; readonly best: Best | null };
