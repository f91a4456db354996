/**
 * An exported file holds what its answer needs: of the stacks before the last their heatmaps, which the next stack reads,
 * but not the decoder from anchors to points (`heads/low-rank.ts`). A training supervises every stack. With a random decoder
 * the first stack's points would begin far off and pull at the features of a trained network; each missing one
 * begins as the last stack's instead: anchors mean the same at every stack. (`dense1001`, 8 synthetic faces of 128 px: mean
 * distance of the first stack's points from the last's 17.7 px with a random decoder, 0.9 px so.)
 *
 * Deviations of anchors stay as they are initialised: read off another stack's features they come out no better.
 */
import { entryValues, layoutOf } from '../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';

const ofDecoder = /^stack(\d+)\.(decoder\..+)$/;

/** @param state – as a file gives it. @returns the same where every stack has its decoder, or none has. */
export function withEarlierDecoders(state: TrainerState): TrainerState {
  const { parameterLayout, parameters } = state;
  const decoders = parameterLayout.flatMap((entry) => {
    const [, stack, part] = ofDecoder.exec(entry.name) ?? [];
    return stack === undefined ? [] : [{ entry, stack: Number(stack), part: part! }];
  });
  const last = Math.max(...decoders.map(({ stack }) => stack));
  const there = new Set(decoders.map(({ entry }) => entry.name));
  const added = decoders
    .filter(({ stack }) => stack === last)
    .flatMap(({ entry, part }) =>
      Array.from({ length: last }, (_, stack) => ({ name: `stack${stack}.${part}`, from: entry })),
    )
    .filter(({ name }) => !there.has(name));
  if (added.length === 0) return state;
  const layout = layoutOf([
    ...parameterLayout,
    ...added.map(({ name, from }) => ({ name, shape: from.shape })),
  ]);
  const values = [parameters, ...added.map(({ from }) => entryValues(parameters, from))];
  const all = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of values) {
    all.set(part, offset);
    offset += part.length;
  }
  return { ...state, parameterLayout: layout, parameters: all };
}
