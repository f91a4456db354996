/**
 * Writes `report/`: report.json with all figures, report.md with its charts as files, report.html with everything in it. Another study's
 * report that lay there is kept as `report-<that study>/`.
 */
import { join } from 'node:path';
import { writeFileWhole } from '../../../node/files.js';
import { reportMarkdown } from '../../../report/section-markdown.js';
import { reportPage } from '../../../report/section-page.js';
import { studyCharts } from './charts.js';
import { keepEarlierReport } from './earlier-report.js';
import { rowOverlays } from './overlays.js';
import { reportSections, reportTitle } from './report-sections.js';
import { rowLosses } from './row-losses.js';
import { type ReportParts, studyReport } from './study-report.js';

export interface ReportFiles {
  markdown: string;
  html: string;
  json: string;
}

export function reportFolder(out: string): string {
  return join(out, 'report');
}

export async function writeStudyReport(
  parts: Omit<ReportParts, 'losses'> & { out: string },
): Promise<ReportFiles> {
  const folder = reportFolder(parts.out);
  const losses = await rowLosses(parts.plan, parts.ends, parts.out);
  const report = studyReport({ ...parts, losses });
  const charts = studyCharts(report);
  const title = reportTitle(report);
  const sections = reportSections(report, parts.study.recipe.report, {
    charts,
    faces: await rowOverlays(report, parts.plan, parts.ends),
  });
  const files = {
    markdown: join(folder, 'report.md'),
    html: join(folder, 'report.html'),
    json: join(folder, 'report.json'),
  };
  await keepEarlierReport(folder, report.study.name);
  await writeFileWhole(files.json, `${JSON.stringify(report)}\n`);
  for (const { name, svg } of charts) await writeFileWhole(join(folder, `${name}.svg`), svg);
  await writeFileWhole(files.markdown, reportMarkdown(title, sections, 'report.html'));
  await writeFileWhole(files.html, reportPage(title, sections));
  return files;
}
