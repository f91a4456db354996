/** A cell of a CSV file (RFC 4180): quoted where it holds commas, quotes or line ends. */
export function quotedCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
