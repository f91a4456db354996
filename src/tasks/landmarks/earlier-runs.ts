/** Checkpoints of earlier versions, as today's would say it, so that their runs can be gone on with. */
import { networkSchema } from '../../networks/registry.js';
import { optimiserSchema } from '../../nn/optimisers/optimiser.js';
import type { SavedRun } from '../../nn/train/fit/run-state.js';
import { defaultVisibilityLoss } from './recipe.js';

/**
 * Until November 2026 every score was an NME, every network an hourglass that the recipe did not name, and none learnt what
 * can be seen.
 */
export function upgradeRun(run: SavedRun): SavedRun {
  const { state, settings } = run;
  if (!isObject(state) || !isObject(settings)) return run;
  const model = networkSchema.safeParse(settings.model);
  const optimiser = optimiserSchema.safeParse(settings.optimiser);
  return {
    ...run,
    state: {
      ...state,
      best: valued(state.best),
      ...(isObject(state.waiting) && { waiting: valued(state.waiting) }),
    },
    settings: {
      ...settings,
      ...(model.success && { model: model.data }),
      ...(optimiser.success && { optimiser: optimiser.data }),
      ...(isObject(settings.loss) && { loss: { visibility: defaultVisibilityLoss, ...settings.loss } }),
    },
  };
}

/** `nme` under its new name. */
function valued(score: unknown): unknown {
  if (!isObject(score) || !('nme' in score)) return score;
  const { nme: value, ...rest } = score;
  return { ...rest, value };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
