/**
 * Text of others (ids, names of files, points and columns) as it may be printed: what would steer a terminal – escape
 * sequences, backspaces, overwritten lines, turned writing directions – is written out as `\x1b`. Line ends and tabs stay.
 */

/** Control characters but tab and line feed, C1 controls, and the marks that turn the direction of writing. */
const steering = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export function printable(text: string): string {
  return text.replace(steering, (mark) => {
    if (mark === '\n' || mark === '\t') return mark;
    const code = mark.codePointAt(0)!;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}
