/** Stops training at the first loss or gradient that is no finite number, before it spoils the parameters. */
import { LineamentError } from '../../core/errors.js';
import { entryValues, type ParameterLayout } from '../program/parameter-layout.js';

export interface StepOutcome {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly gradient: Float32Array;
  readonly layout: ParameterLayout;
  /** What the step was given, by input: the samples one behind the other. */
  readonly batch: Readonly<Record<string, Float32Array>>;
  /** How many samples. */
  readonly samples: number;
}

/** Throws unless loss and gradient are finite: with the step, and the sample or the parameter to look at. */
export function requireFinite(outcome: StepOutcome): void {
  const { step, loss, gradientNorm } = outcome;
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const kept = 'the parameters are those before the step';
  const spoilt = spoiltInput(outcome);
  throw new LineamentError(
    `training: step ${step} gave loss ${loss} and gradient norm ${gradientNorm}; ${spoilt ?? largestGradient(outcome)}`,
    {
      mend:
        spoilt === undefined
          ? `the batch is finite, so lower the learning rate or clipNorm; ${kept}`
          : `correct or leave out that sample; ${kept}`,
    },
  );
}

/** The first value of the batch that is no finite number. */
function spoiltInput({ batch, samples }: StepOutcome): string | undefined {
  for (const [name, values] of Object.entries(batch)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index < 0) continue;
    const sample = Math.floor((index * samples) / values.length);
    return `input '${name}' holds ${values[index]}, first in sample ${sample} of the batch`;
  }
  return undefined;
}

/** Where the gradient is largest; NaN and infinity before any number. */
function largestGradient({ layout, gradient }: StepOutcome): string {
  let worst = { name: '', size: -1 };
  for (const entry of layout) {
    const size = largest(entryValues(gradient, entry));
    if (size > worst.size || Number.isNaN(size)) worst = { name: entry.name, size };
    if (Number.isNaN(size)) break;
  }
  return `the largest gradient is ${worst.size}, in ${worst.name}`;
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
