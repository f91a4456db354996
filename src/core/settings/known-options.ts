/**
 * Options of a function, by their names: in plain JavaScript a misspelt one would count as left out, and nobody would be told.
 * Names are written once, beside the interface, and the compiler holds them against it.
 */
import { UsageError } from '../errors.js';
import { nearest } from '../text/nearest.js';
import { isRecord } from './is-record.js';

/** Every option of an interface. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses options that nobody reads; undefined ones count as left out.
 * @param operation – named in the error: `openDetector`. @param elsewhere – what people give here and belongs somewhere else, each
 * with the hint that says where.
 */
export function checkOptions<Options extends object>(
  operation: string,
  given: Options,
  allowed: OptionNames<Options>,
  elsewhere: Readonly<Record<string, string>> = {},
): void {
  const names = Object.keys(allowed);
  if (!isRecord(given))
    throw new UsageError(
      `${operation}: the options are ${Array.isArray(given) ? 'a list' : String(given)}; allowed: an object of ${names.join(', ')}`,
    );
  const unknown = Object.keys(given).filter((name) => !(name in allowed) && given[name] !== undefined);
  if (unknown.length === 0) return;
  const hints = unknown.flatMap((name) => {
    const meant = nearest(name, [...names, ...Object.keys(elsewhere)]);
    if (meant === undefined) return [];
    const about = unknown.length > 1 ? ` for ${name}` : '';
    const place = elsewhere[meant];
    return place ?? `perhaps ${meant} is meant${about}`;
  });
  throw new UsageError(
    `${operation}: ${unknown.join(', ')}: no such option; allowed: ${names.join(', ') || 'none'}`,
    hints.length > 0 ? { hint: [...new Set(hints)].join('; ') } : {},
  );
}

/** Of more options than that those of an interface, such as what only the network's runtime reads. */
export function optionsOf<Options extends object>(given: Options, names: OptionNames<Options>): Options {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in names)) as Options;
}
