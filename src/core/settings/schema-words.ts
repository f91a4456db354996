/**
 * What is allowed where a schema's field has no message of its own, in the words of `value-kinds.ts`: "a list", not
 * "Invalid input: expected array". Given to every parse whose refusals people read: `schema.safeParse(value, inOurWords)`.
 */
import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

export const inOurWords: { error: (issue: RawIssue) => string } = { error: allowed };

/** The first thing that was wrong, with its place. @param whole – names the place where the value itself is meant. */
export function firstFault(error: z.ZodError, whole: string): string {
  const issue = error.issues[0]!;
  return `${issue.path.join('.') || whole}: ${issue.message}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys with their values',
  record: 'keys with their values',
  null: 'null',
  undefined: 'nothing',
  never: 'nothing',
};

function allowed(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? `a value of another kind (${issue.expected})`;
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return limit(
        issue.origin,
        issue.exact ? 'exactly' : bound(issue.inclusive, 'at least', 'more than'),
        issue.minimum,
      );
    case 'too_big':
      return limit(
        issue.origin,
        issue.exact ? 'exactly' : bound(issue.inclusive, 'at most', 'less than'),
        issue.maximum,
      );
    case 'unrecognized_keys':
      return `no such key: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return 'a text of another form';
    case 'invalid_union':
      return unionWords(issue);
    default:
      return 'a value of another kind';
  }
}

/** Of several forms that may stand in one place, what each asks for. */
function unionWords(issue: Extract<RawIssue, { code: 'invalid_union' }>): string {
  const forms = (issue.errors ?? []).flatMap((errors) => errors.slice(0, 1).map(({ message }) => message));
  return [...new Set(forms)].join(', or ') || 'a value of another kind';
}

function bound(inclusive: boolean | undefined, within: string, beyond: string): string {
  return inclusive === false ? beyond : within;
}

function limit(origin: string, how: string, size: number | bigint): string {
  if (origin === 'string') return `a text of ${how} ${size} characters`;
  if (origin === 'array' || origin === 'set') return `a list of ${how} ${size}`;
  return `${how === 'exactly' ? '' : 'a number of '}${how} ${size}`;
}
