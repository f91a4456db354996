/** Trainings of autoencoders that begin with values computed from their faces. */
import { internalError } from '../../../core/errors.js';
import { sizeOf } from '../../../nn/graph/shape.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';

/** The state with other values in its parameters of these names. */
export function withValues(
  state: TrainerState,
  values: Readonly<Record<string, ArrayLike<number>>>,
): TrainerState {
  const parameters = Float32Array.from(state.parameters);
  for (const [name, own] of Object.entries(values)) {
    const entry = state.parameterLayout.find((other) => other.name === name);
    if (entry === undefined || sizeOf(entry.shape) !== own.length)
      throw internalError(`no parameter '${name}' of ${own.length} numbers`);
    entryValues(parameters, entry).set(own);
  }
  return { ...state, parameters, averages: undefined };
}
