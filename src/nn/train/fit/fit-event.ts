/** What a training hands its caller while it runs, beside the words and the progress of its `Work`: the moments to write files of one's own. */
import type { TrainerState } from '../../program/trainer-state.js';
import type { MetricsRecord } from './metrics-file.js';

export type FitEvent =
  /** The first: nothing was written yet, and it is sure that this run may begin or go on in its folder. */
  | { readonly kind: 'begin'; readonly step: number }
  /** Before the best checkpoint is written. */
  | { readonly kind: 'best'; readonly step: number; readonly state: TrainerState }
  /** Before the checkpoint is written, so that a file made of the state is never older than it. */
  | {
      readonly kind: 'checkpoint';
      readonly step: number;
      readonly state: TrainerState;
      /** All of the run. */
      readonly records: readonly MetricsRecord[];
    };
