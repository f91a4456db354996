/**
 * One step plan out of the source faces' own loss and the parts of the adaptation methods: an update of the source's
 * phase and the methods' phases, then the methods' own updates in the order of the recipe.
 *
 * A method's losses on the source faces lie in the source's own program, so that these go through the network once.
 * Before its `start` a method runs nothing: a training that has not come so far has the bits of one without it.
 */

import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import type { Frozen } from '../../../nn/optimisers/parameter-groups.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import type { Phase, PlannedUpdate, PlanProgram, StepPlan } from '../../../nn/train/plan/step-plan.js';
import { buildObjective, type ObjectiveOptions, type TrainingGraph } from '../objective.js';
import type { AdaptationPart, SourceLoss } from './adaptation-method.js';

/** The data of the source's phase: labelled faces of the set that is trained. */
export const sourceFaces = 'faces';

/** The phase of the source's loss, once all methods have begun: what it gives to later phases is named after it. */
export const sourcePhase = 'source';

/** A method's part, and the step with which it begins. */
export interface StartedPart {
  readonly start: number;
  readonly part: AdaptationPart;
}

export interface ComposedPlan {
  readonly plan: StepPlan;
  /** Beside the source faces. */
  readonly sources: Readonly<Record<string, StepSource>>;
  /** Of the source faces' batch `number`, beside images and labels. */
  sourceInputs(number: number): Record<string, Float32Array>;
  /** What the methods change of the source faces' images of batch `number`, in place. */
  restyle(images: Float32Array, number: number): Promise<void>;
}

interface ComposeOptions {
  readonly objective: Omit<ObjectiveOptions, 'frozen'>;
  /** Source faces. */
  readonly batch: number;
  readonly accumulate: number;
}

export function composePlan(parts: readonly StartedPart[], options: ComposeOptions): ComposedPlan {
  const source = sourcePhases(parts, options);
  const updates: PlannedUpdate[] = [
    { phases: [...source.phases, ...parts.flatMap(({ part, start }) => begun(part.phases ?? [], start))] },
  ];
  for (const { part, start } of parts)
    for (const update of part.updates ?? []) updates.push({ ...update, phases: begun(update.phases, start) });
  const stepOf = (number: number): number => Math.floor(number / options.accumulate);
  return {
    plan: {
      programs: Object.assign({ ...source.programs }, ...parts.map(({ part }) => part.programs ?? {})),
      updates,
    },
    sources: Object.fromEntries(
      parts.flatMap(({ part, start }) =>
        Object.entries(part.sources ?? {}).map(([name, own]): [string, StepSource] => [
          name,
          {
            batch: (number) => own.batch(number),
            isTaken: (number) => stepOf(number) >= start && (own.isTaken?.(number) ?? true),
          },
        ]),
      ),
    ),
    sourceInputs: (number) =>
      Object.assign({}, ...parts.map(({ part }) => part.onSource?.inputs?.(stepOf(number)))),
    restyle: async (images, number) => {
      for (const { part, start } of parts) if (stepOf(number) >= start) await part.restyle?.(images, number);
    },
  };
}

/** Weight 0 before the start. */
function begun(phases: readonly Phase[], start: number): Phase[] {
  if (start === 0) return [...phases];
  return phases.map((phase) => {
    const { weight = 1 } = phase;
    const own = typeof weight === 'number' ? () => weight : weight;
    return { ...phase, weight: (step) => (step < start ? 0 : own(step)) };
  });
}

/** One phase for each span of steps with the same losses on the source faces; only one of them runs at a step. */
function sourcePhases(
  parts: readonly StartedPart[],
  options: ComposeOptions,
): { phases: Phase[]; programs: Record<string, PlanProgram> } {
  const losses = parts.flatMap(({ part, start }) => (part.onSource ? [{ loss: part.onSource, start }] : []));
  const starts = [...new Set([0, ...losses.map(({ start }) => start)])].sort((a, b) => a - b);
  const phases: Phase[] = [];
  const programs: Record<string, PlanProgram> = {};
  starts.forEach((from, index) => {
    const until = starts[index + 1];
    const name = until === undefined ? sourcePhase : `${sourcePhase} before step ${until}`;
    const active = losses.filter(({ start }) => start <= from).map(({ loss }) => loss);
    programs[name] = { build: sourceProgram(active, options), batch: options.batch };
    phases.push({
      name,
      program: name,
      data: sourceFaces,
      ...(starts.length > 1 && {
        weight: (step: number) => (step >= from && step < (until ?? Number.POSITIVE_INFINITY) ? 1 : 0),
      }),
    });
  });
  return { phases, programs };
}

function sourceProgram(
  losses: readonly SourceLoss[],
  { objective }: ComposeOptions,
): (batch: number, frozen: Frozen) => TrainingGraph & { outputs: Record<string, Tensor> } {
  return (batch, frozen) => {
    const source = buildObjective({ ...objective, frozen }, batch);
    const added = losses.map(({ build }) => build(source, batch));
    return {
      ...source,
      loss: added.reduce((sum, { loss }) => (loss === undefined ? sum : add(sum, loss)), source.loss),
      outputs: Object.assign({}, ...added.map(({ outputs }) => outputs ?? {})),
      metrics: Object.assign({ ...source.metrics }, ...added.map(({ metrics }) => metrics)),
    };
  };
}
