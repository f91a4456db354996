/** Self-contained HTML pages: one file that opens anywhere, with nothing to fetch; its scripts sort tables and show heads. */
import { escapeMarkup } from '../core/text/escape-markup.js';
import { tableSorting } from './table-sorting.js';

/** Markup that may stand in a page as it is. Made only by this room's functions, or from trusted SVG of our own. */
export interface Markup {
  readonly html: string;
}

export function heading(text: string, level: 2 | 3 = 2): Markup {
  return { html: `<h${level} id="${placeOf(text)}">${escapeMarkup(text)}</h${level}>` };
}

/** Links to headings of the page. @param headings – as they were given to {@link heading}. */
export function contents(headings: readonly string[]): Markup {
  const links = headings.map((text) => `<li><a href="#${placeOf(text)}">${escapeMarkup(text)}</a></li>`);
  return { html: `<nav class="contents" aria-label="Contents"><ol>${links.join('')}</ol></nav>` };
}

/** What a heading is reached by: its letters and digits. */
function placeOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function paragraph(text: string): Markup {
  return { html: `<p>${escapeMarkup(text)}</p>` };
}

/** What must not be overlooked. */
export function warning(text: string): Markup {
  return { html: `<p class="warning">${escapeMarkup(text)}</p>` };
}

/** A picture inside the page. @param link – address that it leads to. */
export function picture(
  bytes: Uint8Array,
  type: 'image/png' | 'image/jpeg',
  caption: string,
  link?: string,
): Markup {
  const source = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  const shown = `<img alt="${escapeMarkup(caption)}" src="${source}">`;
  const leading = link === undefined ? shown : `<a href="${escapeMarkup(link)}">${shown}</a>`;
  return { html: `<figure>${leading}<figcaption>${escapeMarkup(caption)}</figcaption></figure>` };
}

/** A head that the page's script shows. @param glb – binary glTF. */
export function turnableHead({
  glb,
  caption,
  rotation,
}: {
  glb: Uint8Array;
  caption: string;
  /** Row-major 3×3. */
  rotation?: readonly number[];
}): Markup {
  const data = Buffer.from(glb).toString('base64');
  const turn =
    rotation === undefined ? '' : ` data-turn="${rotation.map((value) => value.toFixed(5)).join(' ')}"`;
  return {
    html: `<figure><div class="head"${turn} data-head="${data}"></div><figcaption>${escapeMarkup(caption)}</figcaption></figure>`,
  };
}

/** A script of this package, run where it stands. */
export function script(code: string): Markup {
  return { html: `<script>${code.replaceAll('</script', '<\\/script')}</script>` };
}

/**
 * A drawing of our own as SVG text. @param narrow – takes its place on narrow pages; without it the drawing scrolls by itself where the page is
 * narrower than it can be read.
 */
export function drawing(svg: string, caption: string, narrow?: string): Markup {
  const drawn =
    narrow === undefined ? svg : `<div class="wide">${svg}</div><div class="narrow">${narrow}</div>`;
  return {
    html: `<figure><div class="drawing" tabindex="0">${drawn}</div><figcaption>${escapeMarkup(caption)}</figcaption></figure>`,
  };
}

/**
 * Pictures side by side, as many in a row as fit. @param side – pixels that each should have at least. @param strip – on a narrow page all
 * stay in one row, which scrolls.
 */
export function gallery(pictures: readonly Markup[], side: number, strip: boolean = false): Markup {
  const cells = pictures.map(({ html }) => html).join('\n');
  const kind = strip ? 'class="gallery strip" tabindex="0"' : 'class="gallery"';
  return { html: `<div ${kind} style="--side:${Math.round(side)}px">${cells}</div>` };
}

/** A smaller heading above tables and pictures. */
export function caption(text: string): Markup {
  return { html: `<p class="table-title">${escapeMarkup(text)}</p>` };
}

export function htmlPage(title: string, content: readonly Markup[]): string {
  const body = content.map(({ html }) => html).join('\n');
  const script = body.includes('class="sortable"') ? `<script>${tableSorting}</script>\n` : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeMarkup(title)}</h1>
${body}
${script}</body>
</html>
`;
}

/** Both schemes of colours: charts in the dark keep their hues, with light and dark turned round; those with pictures stay as they are. On narrow screens words wrap, tables and drawings scroll by themselves, the page never does; an edge beyond which a table goes on is shaded; head and first column of a table that is larger than the window stay in sight; on paper nothing is cut off. */
const style = `
  :root { color-scheme: light dark; --text: #1c2430; --page: #fff; --quiet: #51606f; --line: #d7dde5; --strong: #8794a5; --hover: #f4f6f9; --warning: #fff4d6; --frame: #e0a100; --shade: rgb(28 36 48 / .28); }
  @media (prefers-color-scheme: dark) { :root { --text: #e4e8ee; --page: #14181e; --quiet: #a3afbd; --line: #333c48; --strong: #6b7887; --hover: #1d232c; --warning: #40330e; --shade: rgb(163 175 189 / .3); } }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 74rem; padding: 0 1rem; color: var(--text); background: var(--page); overflow-wrap: break-word; }
  h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.2rem; } h3 { font-size: 1.05rem; margin-top: 1.6rem; }
  p { max-width: 62rem; }
  .table { overflow: auto; max-height: 85vh; margin: .4rem 0 1.6rem; width: fit-content; max-width: 100%; background: linear-gradient(to left, var(--page) 40%, transparent) right / 3rem 100% no-repeat local, linear-gradient(to top, var(--page) 40%, transparent) bottom / 100% 3rem no-repeat local, linear-gradient(to left, var(--shade), transparent) right / 1.4rem 100% no-repeat scroll, linear-gradient(to top, var(--shade), transparent) bottom / 100% 1.4rem no-repeat scroll; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .86rem; }
  th, td { padding: .28rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
  th:first-child { text-align: left; font-weight: 600; }
  thead th { position: sticky; top: 0; z-index: 1; background: var(--page); border-bottom: 0; box-shadow: inset 0 -2px var(--strong); vertical-align: bottom; white-space: normal; max-width: 9rem; }
  tbody th:first-child, thead th:first-child { position: sticky; left: 0; background: var(--page); } thead th:first-child { z-index: 2; }
  td.words { white-space: normal; min-width: 14rem; text-align: left; overflow-wrap: anywhere; }
  td small { color: var(--quiet); }
  tbody tr:hover > * { background: var(--hover); }
  th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
  th[aria-sort] button::after { content: ' \\2191'; } th[aria-sort=descending] button::after { content: ' \\2193'; }
  .table-title { font-weight: 600; margin: 1.4rem 0 0; }
  .caption { color: var(--quiet); font-size: .85rem; margin: 0; }
  .warning { background: var(--warning); border-left: 4px solid var(--frame); padding: .6rem 1rem; margin: .8rem 0; overflow-wrap: anywhere; }
  figure { margin: 1rem 0; } figure img { max-width: 100%; height: auto; } figcaption { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; }
  .drawing { overflow-x: auto; } .drawing svg { display: block; width: 100%; min-width: 38rem; max-width: 56rem; height: auto; border-radius: 4px; } .drawing .narrow { display: none; }
  @media screen and (prefers-color-scheme: dark) {
    .drawing svg:not(:has(image)) { filter: invert(1) hue-rotate(180deg); }
    .drawing svg:not(:has(image)) .ground { fill: none; }
    .drawing svg:not(:has(image)) .grid { stroke: #c9cfd7; }
  }
  .head { aspect-ratio: 1; touch-action: none; } .head canvas { max-width: 100%; }
  .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--side)), 1fr)); gap: 0 1.2rem; } .gallery figure { margin: .4rem 0; }
  .contents ol { columns: 16rem; column-gap: 2rem; margin: .8rem 0; padding-left: 1.4rem; font-size: .92rem; } .contents a { color: inherit; }
  @media print {
    :root { color-scheme: light; --text: #000; --page: #fff; --quiet: #444; --line: #bbb; --strong: #666; --warning: #fff; }
    body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
    h2, h3, .table-title, .caption { break-after: avoid; } figure, tr, .warning { break-inside: avoid; }
    .table, .drawing { overflow: visible; max-height: none; } .table { background: none; } .drawing svg { min-width: 0; max-width: 100%; }
    table { font-size: 7.5pt; } th, td { padding: .15rem .35rem; white-space: normal; } thead { display: table-header-group; } thead th, tbody th:first-child, thead th:first-child { position: static; }
    th[aria-sort] button::after { content: ''; }
  }
  @media screen and (max-width: 40rem) {
    body { margin: 1rem auto; }
    tbody th:first-child, thead th:first-child { white-space: normal; min-width: 6rem; max-width: 9rem; }
    .drawing .wide { display: none; } .drawing .narrow { display: block; } .drawing .narrow svg { min-width: 0; }
    .strip { display: flex; overflow-x: auto; scroll-snap-type: x proximity; } .strip figure { flex: 0 0 82%; scroll-snap-align: start; } .strip img { width: 100%; }
  }
`;
