/**
 * What a user writes as `--where`: a condition in SQL over the table's columns. LanceDB's parser ignores what follows
 * the first expression (`LIMIT`, a comment), takes double quotes for text, and overflows its stack on a long chain; so
 * the condition is cut into its tokens here, and only one that stays whole in brackets goes on to be joined with others.
 */
import { UsageError } from '../../core/errors.js';

/**
 * Comparisons in one condition, and as many other operators: LanceDB recurses once for each link of a chain and dies of
 * some 650. Brackets and signs it bounds itself.
 */
const mostOperators = 250;
const links = /^(and|or|not)$/i;
const comparisons = /^(=|<>|!=|<=?|>=?)$/;
/** Words that a sign may follow; after anything else a minus subtracts. */
const notOperands = /^(and|or|not|between|in|like|is|case|when|then|else)$/i;
/** Characters: room for a list of some ten thousand ids. */
const longest = 200_000;

/** One that every dataset can answer. */
export const conditionExample = "`beard <> 'none' AND abs(yaw) > 30`";

/** A piece of the condition: text, a quoted column, a word or number, an operator, a bracket or comma. */
const token =
  /\s+|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|`[^`]*`|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|(?<operator><>|!=|<=|>=|\|\||[=<>+*/%-])|(?<bracket>[(),[\]])/uy;

/**
 * @param columns – names that double quotes may hold.
 * @returns the condition in brackets, as LanceDB reads it.
 */
export function bracketCondition(where: string, columns: readonly string[]): string {
  const refused = (rule: string, hint: string): UsageError =>
    new UsageError(`the condition «${shortened(where)}» ${rule}`, { hint });
  if (where.length > longest)
    throw refused(`has ${where.length} characters`, `give at most ${longest}, or choose by a column`);
  const parts: string[] = [];
  let depth = 0;
  let [linked, compared] = [0, 0];
  let afterOperand = false;
  for (let at = 0; at < where.length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(where);
    const rest = where.slice(at, at + 20);
    if (match === null || /^(--|\/\*)/.test(rest))
      throw refused(`has «${rest}», which no condition may have`, syntaxHint(rest));
    const { quoted, word, operator, bracket } = match.groups!;
    parts.push(quoted === undefined ? match[0] : column(quoted));
    if (bracket === '(') depth++;
    if (bracket === ')' && --depth < 0)
      throw refused('closes a bracket that it did not open', 'open it first');
    if (comparisons.test(operator ?? '')) compared++;
    else if (operator === undefined ? links.test(word ?? '') : operator !== '-' || afterOperand) linked++;
    if (match[0].trim() !== '')
      afterOperand =
        operator === undefined && bracket !== '(' && bracket !== ',' && !notOperands.test(word ?? '');
  }
  if (depth > 0) throw refused('opens a bracket that it does not close', 'close it');
  if (parts.join('').trim() === '') throw refused('is empty', 'leave it out to choose all samples');
  if (Math.max(linked, compared) > mostOperators)
    throw refused(
      `has ${linked + compared} operators; at most ${mostOperators} comparisons and as many others can be answered`,
      "list values as `id IN ('a', 'b', …)`",
    );
  return `(${parts.join('')})`;

  function column(quoted: string): string {
    const name = quoted.slice(1, -1);
    if (columns.includes(name)) return `\`${name}\``;
    throw refused(`names a column ${quoted}`, `write text in single quotes; columns: ${columns.join(', ')}`);
  }
}

function syntaxHint(rest: string): string {
  if (/^(--|\/\*)/.test(rest)) return 'leave out comments';
  if (rest.startsWith(';')) return 'give one condition without an end mark';
  if (/^['"`]/.test(rest)) return 'close the quote; a quote inside of text is written twice';
  return `use columns, numbers, text in single quotes, comparisons, AND, OR, NOT, IN, LIKE and BETWEEN: ${conditionExample}`;
}

function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
