/** The optimisers by name, what they share, and the clipping of gradients that comes before them. */
import { LineamentError } from '../../core/errors.js';
import { type AdamOptions, adamUpdate } from './adam.js';
import type { ParameterVectors, UpdateStep } from './parameter-vectors.js';
import { type SgdOptions, sgdUpdate } from './sgd.js';

/** Adam with decoupled weight decay where no `kind` is named. */
export type OptimiserOptions = (AdamOptions | SgdOptions) & {
  /** Gradients whose norm over all that an update moves is above this are scaled down to it; off by default. */
  clipNorm?: number;
};

const rates = ['beta1', 'beta2', 'momentum'];
const known = {
  adamw: ['kind', 'weightDecay', 'clipNorm', 'beta1', 'beta2', 'epsilon'],
  adam: ['kind', 'weightDecay', 'clipNorm', 'beta1', 'beta2', 'epsilon'],
  sgd: ['kind', 'weightDecay', 'clipNorm', 'momentum', 'nesterov'],
};

/** Throws at an option that the optimiser does not have or that would spoil the parameters. */
export function checkOptimiser(options: OptimiserOptions): void {
  const { kind = 'adamw' } = options;
  if (!Object.hasOwn(known, kind))
    throw new LineamentError(
      `optimiser: there is no kind '${kind}'; there are ${Object.keys(known).join(', ')}`,
    );
  for (const [name, value] of Object.entries(options)) {
    if (!known[kind].includes(name))
      throw new LineamentError(`optimiser: '${kind}' has no ${name}; it has ${known[kind].join(', ')}`);
    if (typeof value !== 'number') continue;
    if (!(value >= 0)) refuse(name, value, 'a number from 0');
    if (rates.includes(name) && value >= 1) refuse(name, value, 'from 0 to below 1');
    if (name === 'clipNorm' && value === 0) refuse(name, value, 'above 0');
  }
}

function refuse(name: string, value: number, allowed: string): never {
  throw new LineamentError(`optimiser: ${name}: ${value}; allowed: ${allowed}`);
}

/** Updates elements [start, end) in place. */
export function updateParameters(
  vectors: ParameterVectors,
  options: OptimiserOptions,
  step: UpdateStep,
  start: number,
  end: number,
): void {
  if (options.kind === 'sgd') sgdUpdate(vectors, options, step, start, end);
  else adamUpdate(vectors, options, step, start, end);
}

/** Clipping by the global norm (Pascanu et al., ICML 2013): the factor that makes the norm at most `limit`. */
export function clippingScale(norm: number, limit: number = Number.POSITIVE_INFINITY): number {
  return norm > limit ? limit / norm : 1;
}
