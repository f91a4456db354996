/** The example at the end of every help text, broken before options so that it fits 80 columns and can be pasted. */

const columns = 80;
const indent = '  ';

/** @param line – a command line as it is typed. @returns text for `addHelpText('after', …)`. */
export function exampleText(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const part of line.split(/ (?=--)/)) {
    const longer = current === '' ? indent + part : `${current} ${part}`;
    // Two columns are left for the backslash.
    if (current !== '' && longer.length > columns - 2) {
      lines.push(`${current} \\`);
      current = `${indent}${indent}${part}`;
    } else current = longer;
  }
  return `\nExample:\n${[...lines, current].join('\n')}`;
}
