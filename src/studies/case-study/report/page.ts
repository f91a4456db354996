/** The report as one HTML page that opens anywhere. */
import { escapeMarkup } from '../../../core/escape-markup.js';
import { drawing, htmlPage, type Markup, paragraph, picture } from '../../../report/html-page.js';
import { reportTitle, type Section } from './report-sections.js';
import type { StudyReport } from './study-report.js';
import type { ReportTable } from './tables.js';

export function reportPage(report: StudyReport, sections: readonly Section[]): string {
  return htmlPage(reportTitle(report), [style, ...sections.map(sectionMarkup)]);
}

const style: Markup = {
  html: `<style>
  body { max-width: 74rem; }
  .wide { overflow-x: auto; }
  .wide table { font-size: .82rem; margin: .4rem 0 1.6rem; }
  .wide th, .wide td { padding: .25rem .55rem; white-space: nowrap; }
  .wide td.words { white-space: normal; min-width: 12rem; text-align: left; overflow-wrap: anywhere; }
  .wide thead th { white-space: normal; vertical-align: bottom; max-width: 8rem; }
  .wide td small { color: var(--quiet); }
  .wide tr:hover { background: var(--hover); }
  .table-title { font-weight: 600; margin: 1.4rem 0 0; }
  .caption { color: var(--quiet); font-size: .85rem; margin: 0; max-width: 62rem; }
  .warning { background: var(--warning); border-left: 4px solid #e0a100; padding: .6rem 1rem; margin: .8rem 0; overflow-wrap: anywhere; }
  .faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.4rem, 1fr)); gap: 0 .5rem; }
  .faces figure { margin: .4rem 0; }
</style>`,
};

function sectionMarkup(section: Section): Markup {
  switch (section.kind) {
    case 'heading':
      return { html: `<h${section.level}>${escapeMarkup(section.text)}</h${section.level}>` };
    case 'text':
      return paragraph(section.text);
    case 'warning':
      return { html: `<p class="warning">${escapeMarkup(section.text)}</p>` };
    case 'table':
      return tableMarkup(section.table);
    case 'chart':
      return drawing(section.chart.svg, section.chart.caption);
    case 'faces': {
      const faces = section.overlays.faces.map(
        ({ jpeg, caption }) => picture(jpeg, 'image/jpeg', caption).html,
      );
      return {
        html: `<p class="table-title">${escapeMarkup(section.overlays.title)}</p><div class="faces">${faces.join('\n')}</div>`,
      };
    }
  }
}

const longText = 48;

function tableMarkup({ title, caption, head, rows, best }: ReportTable): Markup {
  const cell = (text: string, r: number, c: number): string => {
    if (c === 0) return `<th scope="row">${escapeMarkup(text)}</th>`;
    // The interval under the figure: tables stay narrow.
    const [figure = '', interval] = text.split(/ (?=\[)/, 2);
    const plain = interval === undefined ? escapeMarkup(text) : escapeMarkup(figure);
    const second = interval === undefined ? '' : `<br><small>${escapeMarkup(interval)}</small>`;
    const shown = best.some(([y, x]) => y === r && x === c)
      ? `<strong>${plain}</strong>${second}`
      : `${plain}${second}`;
    return `<td${text.length > longText ? ' class="words"' : ''}>${shown}</td>`;
  };
  return {
    html: `<p class="table-title">${escapeMarkup(title)}</p><p class="caption">${escapeMarkup(caption)}</p>
<div class="wide"><table><thead><tr>${head.map((name) => `<th>${escapeMarkup(name)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row, r) => `<tr>${row.map((text, c) => cell(text, r, c)).join('')}</tr>`).join('\n')}</tbody></table></div>`,
  };
}
