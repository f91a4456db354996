/** Stops training at the first loss or gradient that is no finite number, before it spoils the parameters. */
import { LineamentError } from '../../../core/errors.js';
import { entryValues, type ParameterLayout } from '../../program/parameter-layout.js';

/** What a phase was given and gave. */
export interface PhaseOutcome {
  /** Empty in a training without a plan. */
  readonly phase: string;
  readonly loss: number;
  /** Its batches, more than one where gradients are accumulated: for each input the samples one behind the other. */
  readonly batches: readonly Readonly<Record<string, Float32Array>>[];
  /** How many samples each has. */
  readonly samples: number;
}

export interface StepOutcome {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly gradient: Float32Array;
  readonly layout: ParameterLayout;
  readonly phases: readonly PhaseOutcome[];
}

/** Throws unless loss and gradient are finite: with the step, and the sample or the parameters to look at. */
export function requireFinite(outcome: StepOutcome): void {
  const { step, loss, gradientNorm, phases } = outcome;
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const kept = 'parameters and statistics are those before the step';
  const spoilt = phases.map(spoiltInput).find((found) => found !== undefined);
  const faulty = phases.find((phase) => !Number.isFinite(phase.loss) && phase.phase !== '');
  const where = faulty === undefined ? '' : `phase '${faulty.phase}' gave loss ${faulty.loss}; `;
  throw new LineamentError(
    `training: step ${step} gave loss ${loss} and gradient norm ${gradientNorm}; ${where}${spoilt ?? largestGradients(outcome)}`,
    {
      hint:
        spoilt === undefined
          ? `the batch is finite, so lower the learning rate or clipNorm; ${kept}`
          : `correct or leave out that sample; ${kept}`,
    },
  );
}

/** The first value of the batches that is no finite number. */
function spoiltInput({ phase, batches, samples }: PhaseOutcome): string | undefined {
  for (const [number, batch] of batches.entries())
    for (const [name, values] of Object.entries(batch)) {
      const index = values.findIndex((value) => !Number.isFinite(value));
      if (index < 0) continue;
      const sample = Math.floor((index * samples) / values.length);
      const which = batches.length === 1 ? 'the batch' : `batch ${number} of ${batches.length}`;
      const whose = phase === '' ? '' : ` of phase '${phase}'`;
      return `input '${name}'${whose} holds ${values[index]}, first in sample ${sample} of ${which}`;
    }
  return undefined;
}

const shownGradients = 3;

/** Where the gradient is largest; NaN and infinity before any number. */
function largestGradients({ layout, gradient }: StepOutcome): string {
  const order = (size: number): number => (Number.isNaN(size) ? Number.POSITIVE_INFINITY : size);
  const parts = layout
    .map((entry) => ({ name: entry.name, size: largest(entryValues(gradient, entry)) }))
    // A stable sort of ±infinity must not subtract them.
    .sort((a, b) => (order(a.size) === order(b.size) ? 0 : order(b.size) - order(a.size)))
    .slice(0, shownGradients);
  return `the largest gradients are ${parts.map(({ name, size }) => `${size} in ${name}`).join(', ')}`;
}

/** The largest absolute value; NaN if there is any. */
function largest(values: Float32Array): number {
  let size = 0;
  for (const value of values) {
    if (Number.isNaN(value)) return value;
    size = Math.max(size, Math.abs(value));
  }
  return size;
}
