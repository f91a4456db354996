/** A training that begins with the weights of another one instead of random ones. */
import { LineamentError, UsageError } from '../../../core/errors.js';
import type { Log } from '../../../core/log.js';
import { listed } from '../../optimisers/name-pattern.js';
import { frozenBy, type ParameterGroup } from '../../optimisers/parameter-groups.js';
import { type MatchingState, matchingState } from '../../program/matching-state.js';
import type { TrainerState } from '../../program/trainer-state.js';
import { readCheckpoint } from './checkpoint.js';
import { readTrainerCheckpoint } from './trainer-checkpoint.js';

/** @param hint – what to do about a file that is no checkpoint. */
export async function checkpointWeights(file: string, hint: string): Promise<TrainerState> {
  return readTrainerCheckpoint(await readCheckpoint(file, hint), file, hint).state;
}

/** What the weights that a training begins with must hold. */
export interface NeededWeights {
  /** @param name – of a parameter or statistic. */
  isNeeded(name: string): boolean;
  /** What to do where it is missing. */
  hint: string;
}

interface InitialWeightsOptions {
  groups: readonly ParameterGroup[] | undefined;
  log: Log;
  needed?: NeededWeights | undefined;
}

/**
 * @param file – where `saved` comes from, for the log. @param own – the trainer's state before its first step.
 * @returns the state to begin with; the log says what was not found in the file.
 */
export function initialWeights(
  file: string,
  saved: TrainerState,
  own: TrainerState,
  { groups, log, needed }: InitialWeightsOptions,
): TrainerState {
  const { state, loaded, fresh } = matchingState(own, saved);
  if (loaded.length === 0)
    throw new LineamentError('from: nothing in it has the name and shape of a part of this network', {
      file,
      hint: 'name a run of the same kind of network',
    });
  const lacking = needed && fresh.find(({ name }) => needed.isNeeded(name));
  if (lacking !== undefined)
    throw new UsageError(`from: ${lacking.name.replaceAll('.', '/')} is not in it in this shape`, {
      file,
      hint: needed!.hint,
    });
  const isFrozen = frozenBy(groups ?? []);
  const random = fresh.filter(({ name }) => isFrozen(name)).map(({ name }) => name);
  if (random.length > 0)
    log.warn(`groups: ${listed(random)} is frozen and not in ${file}: it stays as it is initialised`);
  const total = loaded.length + fresh.length;
  log.info(
    `from ${file}: ${loaded.length} of ${total} tensors${fresh.length === 0 ? '' : `; new: ${list(fresh)}`}`,
  );
  return state;
}

const shown = 16;

/** With the reasons, as long as these are few. */
function list(fresh: MatchingState['fresh']): string {
  if (fresh.length > shown) return listed(fresh.map(({ name }) => name));
  return fresh.map(({ name, reason }) => `${name.replaceAll('.', '/')} (${reason})`).join(', ');
}
