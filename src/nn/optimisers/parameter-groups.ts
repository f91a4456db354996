/** Parts of a network that learn at their own rate, decay in their own way or stay as they are. */
import { LineamentError } from '../../core/errors.js';
import { namePattern } from './name-pattern.js';

export interface ParameterGroup {
  /** Names of parameters and statistics, see name-pattern.ts; the first group that matches a name has it. */
  readonly match: string;
  /** Multiplies the learning rate; default 1. */
  readonly rate?: number | undefined;
  /** Instead of the optimiser's. */
  readonly weightDecay?: number | undefined;
  /** Neither gradient nor update nor decay, and batch normalisation by the running statistics, which stay too. */
  readonly frozen?: boolean | undefined;
}

/** Whether the parameter or statistic of that name stays as it is. */
export type Frozen = (name: string) => boolean;

export interface Treatment {
  readonly rate: number;
  readonly weightDecay: number;
}

/** Throws at a rate or decay that is no number from 0. @param what – e.g. `groups`. */
export function checkGroups(what: string, groups: readonly ParameterGroup[]): void {
  for (const { match, rate = 1, weightDecay = 0 } of groups)
    for (const [name, value] of Object.entries({ rate, weightDecay }))
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
        throw new LineamentError(`${what}: '${match}' has ${name} ${value}; allowed: a finite number from 0`);
}

/** What the groups say of a name: rate 1 and the optimiser's decay where no group matches. */
export function treatmentBy(
  groups: readonly ParameterGroup[],
  weightDecay: number,
): (name: string) => Treatment {
  const groupOf = finder(groups);
  return (name) => {
    const group = groupOf(name);
    return { rate: group?.rate ?? 1, weightDecay: group?.weightDecay ?? weightDecay };
  };
}

export function frozenBy(groups: readonly ParameterGroup[]): Frozen {
  const groupOf = finder(groups);
  return (name) => groupOf(name)?.frozen ?? false;
}

function finder(groups: readonly ParameterGroup[]): (name: string) => ParameterGroup | undefined {
  const tests = groups.map(({ match }) => namePattern(match));
  return (name) => groups[tests.findIndex((test) => test(name))];
}
