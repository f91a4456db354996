/** The report as Markdown; charts are files beside it. */
import { reportTitle, type Section } from './report-sections.js';
import type { StudyReport } from './study-report.js';
import type { ReportTable } from './tables.js';

export function reportMarkdown(report: StudyReport, sections: readonly Section[]): string {
  return `# ${plain(reportTitle(report))}\n\n${sections.map(sectionMarkdown).filter(Boolean).join('\n\n')}\n`;
}

/** Text that no reader of Markdown takes for HTML. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function sectionMarkdown(section: Section): string {
  switch (section.kind) {
    case 'heading':
      return `${'#'.repeat(section.level)} ${plain(section.text)}`;
    case 'text':
      return plain(section.text);
    case 'warning':
      return `> **${plain(section.text)}**`;
    case 'table':
      return tableMarkdown(section.table);
    case 'chart':
      return `![${plain(section.chart.caption)}](${section.chart.name}.svg)\n\n${plain(section.chart.caption)}`;
    case 'faces':
      return `${plain(section.overlays.title)}: see report.html`;
  }
}

function tableMarkdown({ title, caption, head, rows, best }: ReportTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => plain(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const body = rows.map((row, r) =>
    line(row.map((cell, c) => (best.some(([y, x]) => y === r && x === c) ? `**${cell}**` : cell))),
  );
  return [
    `**${plain(title)}.** ${plain(caption)}`,
    '',
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...body,
  ].join('\n');
}
