/** The weights of a CLIP as a training over clips begins with them. */
import { LineamentError } from '../../../core/errors.js';
import type { Log } from '../../../core/log.js';
import type { TrainedValues } from '../../../nn/program/export-inference.js';
import { entryValues, type LayoutEntry, layoutOf, layoutSize } from '../../../nn/program/parameter-layout.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { initialWeights } from '../../../nn/train/fit/initial-weights.js';

/**
 * Tables that have grown, of words and of places in a sentence, keep what they have: their new rows come last.
 * @param file – where `saved` comes from, for the log.
 */
export function videoStart(file: string, saved: TrainerState, own: TrainerState, log: Log): TrainerState {
  const { state: grown, parameterLayout } = {
    state: averagedState(saved),
    parameterLayout: own.parameterLayout,
  };
  const entries = grown.parameterLayout.map((entry) => {
    const wanted = parameterLayout.find(({ name }) => name === entry.name);
    return { entry, wanted: wanted !== undefined && hasGrown(entry, wanted) ? wanted : undefined };
  });
  const layout = layoutOf(entries.map(({ entry, wanted }) => wanted ?? entry));
  const parameters = new Float32Array(layoutSize(layout));
  for (const [i, { entry, wanted }] of entries.entries()) {
    const place = entryValues(parameters, layout[i]!);
    if (wanted !== undefined) place.set(entryValues(own.parameters, wanted));
    place.set(entryValues(grown.parameters, entry));
  }
  return initialWeights(file, { ...grown, parameterLayout: layout, parameters }, own, undefined, log);
}

function hasGrown(saved: LayoutEntry, own: LayoutEntry): boolean {
  return (
    saved.shape.length === own.shape.length &&
    saved.shape[0]! < own.shape[0]! &&
    saved.shape.slice(1).every((side, axis) => side === own.shape[axis + 1])
  );
}

/** What was trained, and of the CLIP what was not. */
export function withFrozenLevels(trained: TrainedValues, clip: TrainedValues): TrainedValues {
  const known = new Set([...trained.parameterLayout, ...trained.statisticLayout].map(({ name }) => name));
  const others = <Entry extends LayoutEntry>(layout: readonly Entry[]): Entry[] =>
    layout.filter(({ name }) => name.startsWith('image.') && !known.has(name));
  const joined = (
    [own, values]: [readonly LayoutEntry[], Float32Array],
    [more, moreValues]: [readonly LayoutEntry[], Float32Array],
  ): [readonly LayoutEntry[], Float32Array] => {
    const rest = others(more);
    const layout = layoutOf([...own, ...rest]);
    const result = new Float32Array(layoutSize(layout));
    result.set(values);
    for (const [i, entry] of rest.entries())
      entryValues(result, layout[own.length + i]!).set(entryValues(moreValues, entry));
    return [layout, result];
  };
  const [parameterLayout, parameters] = joined(
    [trained.parameterLayout, trained.parameters],
    [clip.parameterLayout, clip.parameters],
  );
  const [statisticLayout, statistics] = joined(
    [trained.statisticLayout, trained.statistics],
    [clip.statisticLayout, clip.statistics],
  );
  return { parameterLayout, parameters, statisticLayout, statistics };
}

/** Refuses a checkpoint that lacks what is to stay as it is. */
export function requireLevels(file: string, clip: TrainedValues, frozen: number): void {
  for (let level = 0; level < frozen; level++)
    if (!clip.parameterLayout.some(({ name }) => name.startsWith(`image.level${level}.`)))
      throw new LineamentError(`from: no level ${level} of a picture encoder is in it`, {
        file,
        hint: 'name the best-checkpoint.bin of a recipe with task: clip, or freeze fewer levels',
      });
}
