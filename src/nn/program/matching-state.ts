/**
 * A training that begins with the weights of another one, perhaps of another network: what has the same name and shape
 * in both is taken over, the rest keeps its first values. The optimiser starts fresh: its moments belong to the other
 * training's rate and place.
 */
import { sameShape, shapeText } from '../graph/shape.js';
import { entryValues, type ParameterLayout } from './parameter-layout.js';
import { averagedState, type TrainerState } from './trainer-state.js';

export interface MatchingState {
  /** Step 0 of the new training. */
  readonly state: TrainerState;
  /** Names of parameters and statistics that were taken over. */
  readonly loaded: readonly string[];
  /** Those that keep their first values, each with the reason. */
  readonly fresh: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * @param own – a trainer's state before its first step.
 * @param saved – where it has moving averages, they are taken: they are what was validated and exported.
 * @example
 * trainer.restore(matchingState(trainer.state(), saved).state);
 */
export function matchingState(own: TrainerState, saved: TrainerState): MatchingState {
  const source = averagedState(saved);
  const loaded: string[] = [];
  const fresh: { name: string; reason: string }[] = [];
  const taken = (
    layout: ParameterLayout,
    values: Float32Array,
    savedLayout: ParameterLayout,
    savedValues: Float32Array,
  ): Float32Array => {
    const result = Float32Array.from(values);
    for (const entry of layout) {
      const other = savedLayout.find(({ name }) => name === entry.name);
      if (other !== undefined && sameShape(other.shape, entry.shape)) {
        entryValues(result, entry).set(entryValues(savedValues, other));
        loaded.push(entry.name);
      } else {
        const reason = other === undefined ? 'not there' : `there ${shapeText(other.shape)}`;
        fresh.push({ name: entry.name, reason: `${shapeText(entry.shape)}, ${reason}` });
      }
    }
    return result;
  };
  const { parameterLayout, statisticLayout } = own;
  const state: TrainerState = {
    step: 0,
    parameterLayout,
    parameters: taken(parameterLayout, own.parameters, source.parameterLayout, source.parameters),
    firstMoments: new Float32Array(0),
    secondMoments: new Float32Array(0),
    statisticLayout,
    statistics: taken(statisticLayout, own.statistics, source.statisticLayout, source.statistics),
  };
  return { state, loaded, fresh };
}
