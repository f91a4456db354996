/**
 * An exported file holds what its answer needs: of the stacks before the last their heatmaps, which the next stack reads,
 * but not the decoder from anchors to points (`heads/low-rank.ts`). A training supervises every stack, and a decoder that begins
 * elsewhere pulls at the features of a trained network; each missing one begins as the last stack's instead, since anchors
 * mean the same at every stack. Mean distance of the first stack's points from the last's (`dense1001`, 8 synthetic faces
 * of 128 px): 17.7 px where each point begins as its nearest anchor, 2.1 px with the last stack's combinations of anchors,
 * 0.9 px with its corrections from the features' mean too, though these are those of another stack's features.
 *
 * Deviations of anchors stay as they are initialised: with the last stack's weights they come out no better.
 */
import { entryValues, extended } from '../../nn/program/parameter-layout.js';
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
      Array.from({ length: last }, (_, stack) => ({
        name: `stack${stack}.${part}`,
        shape: entry.shape,
        values: entryValues(parameters, entry),
      })),
    )
    .filter(({ name }) => !there.has(name));
  if (added.length === 0) return state;
  const [layout, values] = extended([parameterLayout, parameters], added);
  return { ...state, parameterLayout: layout, parameters: values };
}
