/** Stops training at the first loss or gradient that is no finite number, before it spoils the parameters. */
import { LineamentError } from '../../core/errors.js';
import { entryValues, type ParameterLayout } from '../program/parameter-layout.js';

/** Throws with the step and the parameter of the largest gradient unless loss and norm are finite. */
export function requireFinite(
  step: number,
  loss: number,
  gradientNorm: number,
  layout: ParameterLayout,
  gradient: Float32Array,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  let worst = { name: '', size: -1 };
  for (const entry of layout) {
    const size = largest(entryValues(gradient, entry));
    if (size > worst.size) worst = { name: entry.name, size };
    if (Number.isNaN(size)) {
      worst = { name: entry.name, size };
      break;
    }
  }
  throw new LineamentError(
    `training: step ${step} gave loss ${loss} and gradient norm ${gradientNorm}; ` +
      `the largest gradient is ${worst.size}, in ${worst.name}`,
    {
      mend: 'lower the learning rate, set clipNorm, or look for NaN in the batch; the state is that before the step',
    },
  );
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
