/**
 * Patterns over the names of parameters and statistics. A name's scopes are its levels, divided by dots; a pattern may
 * write them with dots or slashes: `*` is any text within a level, `**` any number of levels.
 *
 * @example
 * namePattern('stack0/**')('stack0.features.weight'); // true
 */
import { UsageError } from '../../core/errors.js';

export function namePattern(pattern: string): (name: string) => boolean {
  const levels = pattern.replaceAll('.', '/').split('/');
  const source = levels.map((level) =>
    level === '**' ? '**' : level.replace(/[\\^$+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^.]*'),
  );
  // A leading or inner '**' stands for any number of levels with their dots, none included; a last one for at least one.
  const expression = source.reduce((text, level, index) => {
    const last = index === source.length - 1;
    if (level === '**') return text + (last ? '.+' : '(?:[^.]+\\.)*');
    return `${text}${level}${last ? '' : '\\.'}`;
  }, '');
  const whole = new RegExp(`^${expression}$`);
  return (name) => whole.test(name);
}

/** Throws unless each pattern is the first to match some name. @param what – e.g. `groups`. */
export function requireMatches(what: string, patterns: readonly string[], names: readonly string[]): void {
  const tests = patterns.map(namePattern);
  const first = names.map((name) => tests.findIndex((test) => test(name)));
  patterns.forEach((pattern, index) => {
    if (first.includes(index)) return;
    const taken = names.find((name) => tests[index]!(name));
    if (taken !== undefined)
      throw new UsageError(
        `${what}: '${pattern}' has nothing left; '${patterns[first[names.indexOf(taken)]!]}' before it takes ${taken} and all else that it matches`,
        { hint: 'the first pattern that matches a name decides: put the narrower one first' },
      );
    throw new UsageError(`${what}: '${pattern}' matches no parameter; there are ${listed(names)}`, {
      hint: "levels are divided by '/', '*' is any text within one, '**' any number of levels",
    });
  });
}

const shownNames = 24;

/** The names, or where they are many the scopes of their first two levels. */
export function listed(names: readonly string[]): string {
  if (names.length <= shownNames) return names.map((name) => name.replaceAll('.', '/')).join(', ');
  const scopes = names.map((name) => {
    const levels = name.split('.');
    return levels.length <= 2 ? levels.join('/') : `${levels.slice(0, 2).join('/')}/**`;
  });
  return [...new Set(scopes)].join(', ');
}
