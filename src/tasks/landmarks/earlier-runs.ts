/** Checkpoints of earlier versions, as today's would say it, so that their runs can be gone on with. */
import { isRecord } from '../../core/settings/is-record.js';
import { networkSchema } from '../../networks/registry.js';
import { optimiserSchema } from '../../nn/optimisers/optimiser.js';
import type { SavedRun } from '../../nn/train/fit/run-state.js';
import { lossSchema } from './losses/registry.js';

/**
 * Until November 2026 every score was an NME, every network an hourglass that the recipe did not name, and none learnt what
 * can be seen.
 */
export function upgradeRun(run: SavedRun): SavedRun {
  const { state, settings } = run;
  if (!isRecord(state) || !isRecord(settings)) return run;
  const model = networkSchema.safeParse(settings.model);
  const optimiser = optimiserSchema.safeParse(settings.optimiser);
  const loss = lossSchema.safeParse(settings.loss);
  return {
    ...run,
    state: {
      ...state,
      best: valued(state.best),
      ...(isRecord(state.waiting) && { waiting: valued(state.waiting) }),
    },
    settings: {
      ...settings,
      ...(model.success && { model: model.data }),
      ...(optimiser.success && { optimiser: optimiser.data }),
      ...(loss.success && { loss: loss.data }),
    },
  };
}

/** `nme` under its new name. */
function valued(score: unknown): unknown {
  if (!isRecord(score) || !('nme' in score)) return score;
  const { nme: value, ...rest } = score;
  return { ...rest, value };
}
