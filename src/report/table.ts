/** A table of text, and its three forms: on a page, in Markdown, on a terminal. */
import { escapeMarkup } from '../core/text/escape-markup.js';
import type { Markup } from './html-page.js';
import { plainMarkdown } from './plain-markdown.js';

export interface Table {
  title?: string;
  caption?: string;
  head: readonly string[];
  /** The first cell of a row is its label. */
  rows: readonly (readonly string[])[];
  /** Cells that stand out, as row and column: the least error of a column. */
  best?: readonly (readonly [number, number])[];
  /** Whether a reader of the page may sort it; not where neighbouring rows belong together. */
  sortable?: boolean;
}

/** Characters above which a cell is words, set to the left and broken into lines, and no figure. */
const longText = 48;

/** For a page: it scrolls by itself where the page is narrower, and is sorted by a click on a column's head. */
export function tableMarkup({ title, caption, head, rows, best = [], sortable = false }: Table): Markup {
  const titles = [
    ...(title === undefined ? [] : [`<p class="table-title">${escapeMarkup(title)}</p>`]),
    ...(caption === undefined || caption === '' ? [] : [`<p class="caption">${escapeMarkup(caption)}</p>`]),
  ];
  const columns = head.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join('');
  const body = rows.map(
    (row, r) => `<tr>${row.map((text, c) => cellMarkup(text, c, isBest(best, r, c))).join('')}</tr>`,
  );
  // Reached by the keyboard too, so that it can be scrolled without a mouse.
  return {
    html: `${titles.join('')}<div class="table" tabindex="0"><table${sortable ? ' class="sortable"' : ''}><thead><tr>${columns}</tr></thead>
<tbody>${body.join('\n')}</tbody></table></div>`,
  };
}

function cellMarkup(text: string, column: number, best: boolean): string {
  if (column === 0) return `<th scope="row">${escapeMarkup(text)}</th>`;
  // An interval goes under its figure: tables stay narrow.
  const [figure = '', interval] = text.split(/ (?=\[)/, 2);
  const second = interval === undefined ? '' : `<br><small>${escapeMarkup(interval)}</small>`;
  const first = escapeMarkup(interval === undefined ? text : figure);
  const kind = text.length > longText ? ' class="words"' : '';
  return `<td${kind}>${best ? `<strong>${first}</strong>` : first}${second}</td>`;
}

function isBest(best: readonly (readonly [number, number])[], row: number, column: number): boolean {
  return best.some(([r, c]) => r === row && c === column);
}

export function tableMarkdown({ title, caption, head, rows, best = [] }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => plainMarkdown(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const above = [
    ...(title === undefined ? [] : [`**${plainMarkdown(title)}.**`]),
    ...(caption === undefined || caption === '' ? [] : [plainMarkdown(caption)]),
  ].join(' ');
  return [
    ...(above === '' ? [] : [above, '']),
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map((row, r) => line(row.map((cell, c) => (isBest(best, r, c) ? `**${cell}**` : cell)))),
  ].join('\n');
}

/** For a terminal: the first `words` columns to the left, figures to the right. */
export function tableText({ head, rows }: Pick<Table, 'head' | 'rows'>, words = 1): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i < words ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
