/** Self-contained HTML pages: one file that opens anywhere, with no script and nothing to fetch. */
import { escapeMarkup } from '../core/escape-markup.js';

/** Markup that may stand in a page as it is. Made only by this file's functions, or from trusted SVG of our own. */
export interface Markup {
  readonly html: string;
}

export function heading(text: string): Markup {
  return { html: `<h2>${escapeMarkup(text)}</h2>` };
}

export function paragraph(text: string): Markup {
  return { html: `<p>${escapeMarkup(text)}</p>` };
}

/** @param rows – the first cell of a row is its label; numbers align to the right. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Markup {
  const head = columns.map((column) => `<th>${escapeMarkup(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return { html: `<table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>` };
}

function cell(value: string | number, column: number): string {
  const text = typeof value === 'number' ? value.toFixed(2) : value;
  return column === 0 ? `<th scope="row">${escapeMarkup(text)}</th>` : `<td>${escapeMarkup(text)}</td>`;
}

/** A picture inside the page. */
export function picture(bytes: Uint8Array, type: 'image/png' | 'image/jpeg', caption: string): Markup {
  const source = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  return {
    html: `<figure><img alt="${escapeMarkup(caption)}" src="${source}"><figcaption>${escapeMarkup(caption)}</figcaption></figure>`,
  };
}

/** A drawing of our own as SVG text. */
export function drawing(svg: string, caption: string): Markup {
  return { html: `<figure>${svg}<figcaption>${escapeMarkup(caption)}</figcaption></figure>` };
}

export function htmlPage(title: string, content: readonly Markup[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
  :root { color-scheme: light dark; --text: #1c2430; --page: #fff; --quiet: #51606f; --line: #d7dde5; --strong: #8794a5; --hover: #f4f6f9; --warning: #fff4d6; }
  @media (prefers-color-scheme: dark) { :root { --text: #e4e8ee; --page: #14181e; --quiet: #a3afbd; --line: #333c48; --strong: #6b7887; --hover: #1d232c; --warning: #40330e; } }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: var(--text); background: var(--page); }
  h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0; }
  th, td { padding: .3rem .8rem; border-bottom: 1px solid var(--line); text-align: right; } th:first-child { text-align: left; font-weight: 600; }
  thead th { border-bottom: 2px solid var(--strong); }
  figure { margin: 1rem 0; } figure img, figure svg { max-width: 100%; height: auto; } figure > svg { background: #fff; border-radius: 4px; } figcaption { color: var(--quiet); font-size: .9rem; }
</style>
</head>
<body>
<h1>${escapeMarkup(title)}</h1>
${content.map(({ html }) => html).join('\n')}
</body>
</html>
`;
}
