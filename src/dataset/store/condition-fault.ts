/** What LanceDB says of a condition that it cannot use, in our words: it reports a chain of its own layers, as text. */
import { messageOf } from '../../core/errors.js';

/** Of what it says the innermost part counts; the first that fits tells. */
const told: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /No field named ("?)(.+?)\1\.(?: Did you mean '(.+?)'\?)?/,
    (_, name = '', meant) =>
      `there is no column '${name.slice(0, 60)}'${meant === undefined ? '' : `; did you mean '${meant}'?`}`,
  ],
  [/Invalid function '(.+?)'/, (name) => `there is no function '${name}'`],
  [
    /sql parser error: Expected: (.+?), found: (.+?)\)/,
    // The brackets around all of it are ours.
    (wanted, found) =>
      found === '' || found === ')'
        ? `${wanted} is missing at its end`
        : `${wanted} is missing before «${found}»`,
  ],
  [
    /Received literal \w+\((.+?)\) and could not convert to literal of type '(\w+)/,
    (value = '', type = '') => `${value.replaceAll('"', "'")} is compared with ${kindOf(type)}`,
  ],
  [/sql parser error/, () => 'it cannot be read as SQL'],
  [/does not return a boolean/, () => 'it compares nothing'],
  [/Expression '(.+?)' is not supported/, (part) => `«${part}» is not supported`],
  [/coerce|common (?:argument )?type/, () => 'it joins or compares numbers with text'],
];

function kindOf(type: string): string {
  if (/^(Float|U?Int)/.test(type)) return 'a column of numbers';
  if (/Utf8/.test(type)) return 'a column of text';
  return type === 'Boolean' ? 'a column of true and false' : 'a column that cannot be compared';
}

/** What is wrong with it, as the end of a sentence. */
export function conditionFault(cause: unknown): string {
  const text = messageOf(cause);
  for (const [pattern, words] of told) {
    const match = pattern.exec(text);
    if (match !== null) return words(...match.slice(1));
  }
  return text
    .split('\n')[0]!
    .replace(/,? ?\S*\.rs:\d+:\d+.*/, '')
    .replace(/^.*(?:Invalid user input|lance error|Error during planning): /, '')
    .slice(0, 200);
}
