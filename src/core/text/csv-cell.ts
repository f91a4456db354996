/**
 * A cell of a CSV file (RFC 4180): quoted where it holds commas, quotes or line ends. Text that a spreadsheet would take for a
 * formula begins with an apostrophe: names come from outside. A dash alone, as standard input is called, is none.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^(?:[=+@\t\r]|-.)/s.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
