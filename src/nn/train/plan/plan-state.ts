/** The state of a step plan's training: its first values, a copy of it, and the way back. */
import { LineamentError } from '../../../core/errors.js';
import { type SlotName, slotNames } from '../../optimisers/parameter-vectors.js';
import { layoutSize, requireSameLayout } from '../../program/parameter-layout.js';
import type { TrainerState } from '../../program/trainer-state.js';
import type { SharedVectors } from '../replicas/replica-protocol.js';
import { sharedRanges } from '../replicas/shared-layout.js';
import type { CompiledPlan } from './compile-plan.js';

/** Each name's values as the first program that has it makes them: a function of the seed and the name. */
export function initialState({ programs, parameters, statistics }: CompiledPlan, seed: number): TrainerState {
  const state = {
    step: 0,
    parameterLayout: parameters.layout,
    parameters: new Float32Array(layoutSize(parameters.layout)),
    firstMoments: new Float32Array(0),
    secondMoments: new Float32Array(0),
    statisticLayout: statistics,
    statistics: new Float32Array(layoutSize(statistics)),
  };
  for (const { program } of programs.toReversed()) {
    const own = program.initialState(seed);
    for (const { own: from, shared, length } of sharedRanges(parameters.layout, program.parameters))
      state.parameters.set(own.parameters.subarray(from, from + length), shared);
    for (const { own: from, shared, length } of sharedRanges(statistics, program.statistics))
      state.statistics.set(own.statistics.subarray(from, from + length), shared);
  }
  return state;
}

/** A copy; with the averages where they are kept. */
export function stateOf(
  { parameters: { layout }, statistics: statisticLayout }: CompiledPlan,
  { parameters, firstMoments, secondMoments, statistics, averages }: SharedVectors,
  { step, updates }: { step: number; updates: readonly number[] },
): TrainerState {
  return {
    step,
    parameterLayout: layout,
    updates: [...updates],
    // Float32Array.from copies out of shared memory, which slice() would keep.
    parameters: Float32Array.from(parameters),
    firstMoments: Float32Array.from(firstMoments),
    secondMoments: Float32Array.from(secondMoments),
    statisticLayout,
    statistics: Float32Array.from(statistics),
    ...(averages.parameters.length > 0 && {
      averages: {
        parameters: Float32Array.from(averages.parameters),
        statistics: Float32Array.from(averages.statistics),
      },
    }),
  };
}

/** Throws before anything is written where the state is not of this plan or not whole. */
export function restoreVectors(plan: CompiledPlan, vectors: SharedVectors, state: TrainerState): void {
  requireSameLayout('restore', plan.parameters.layout, state.parameterLayout);
  requireSameLayout('restore', plan.statistics, state.statisticLayout);
  const { averages } = vectors;
  // A state without averages begins them with its parameters.
  const saved = state.averages ?? state;
  const pairs: Pair[] = [
    ['parameters', vectors.parameters, state.parameters],
    ...slotNames.map((name) => slotPair(name, vectors[name], state)),
    ['statistics', vectors.statistics, state.statistics],
  ];
  if (averages.parameters.length > 0)
    pairs.push(
      ['averages.parameters', averages.parameters, saved.parameters],
      ['averages.statistics', averages.statistics, saved.statistics],
    );
  for (const [name, { length }, values] of pairs)
    if (length !== values.length)
      throw new LineamentError(`restore: ${name} must hold ${length} numbers, got ${values.length}`, {
        hint: 'the saved state is damaged; take an earlier one',
      });
  for (const [, own, values] of pairs) own.set(values);
}

type Pair = [name: string, own: Float32Array, saved: Float32Array];

/** Before the first step slots hold zeros, which no state needs to spell out. One that the optimiser does not keep is passed over. */
function slotPair(name: SlotName, own: Float32Array, state: TrainerState): Pair {
  const saved = state[name];
  const begins = state.step === 0 && saved.length === 0;
  return [name, own, own.length === 0 || begins ? new Float32Array(own.length) : saved];
}
