/** The report as Markdown; charts are files beside it. */
import { reportTitle, type Section } from './report-sections.js';
import type { StudyReport } from './study-report.js';
import type { ReportTable } from './tables.js';

export function reportMarkdown(report: StudyReport, sections: readonly Section[]): string {
  return `# ${reportTitle(report)}\n\n${sections.map(sectionMarkdown).filter(Boolean).join('\n\n')}\n`;
}

function sectionMarkdown(section: Section): string {
  switch (section.kind) {
    case 'heading':
      return `${'#'.repeat(section.level)} ${section.text}`;
    case 'text':
      return section.text;
    case 'warning':
      return `> **${section.text}**`;
    case 'table':
      return tableMarkdown(section.table);
    case 'chart':
      return `![${section.chart.caption}](${section.chart.name}.svg)\n\n${section.chart.caption}`;
    case 'faces':
      return `${section.overlays.title}: see report.html`;
  }
}

function tableMarkdown({ title, caption, head, rows, best }: ReportTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const body = rows.map((row, r) =>
    line(row.map((cell, c) => (best.some(([y, x]) => y === r && x === c) ? `**${cell}**` : cell))),
  );
  return [
    `**${title}.** ${caption}`,
    '',
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...body,
  ].join('\n');
}
