/** Writes `report/`: report.json with all figures, report.md with its charts as files, report.html with everything in it. */
import { join } from 'node:path';
import { writeFileWhole } from '../../../node/files.js';
import { studyCharts } from './charts.js';
import { reportMarkdown } from './markdown.js';
import { rowOverlays } from './overlays.js';
import { reportPage } from './page.js';
import { reportSections } from './report-sections.js';
import { type ReportParts, studyReport } from './study-report.js';

export interface ReportFiles {
  markdown: string;
  html: string;
  json: string;
}

export async function writeStudyReport(parts: ReportParts & { out: string }): Promise<ReportFiles> {
  const folder = join(parts.out, 'report');
  const report = studyReport(parts);
  const charts = studyCharts(report);
  const sections = reportSections(report, charts, await rowOverlays(report, parts.plan, parts.ends));
  const files = {
    markdown: join(folder, 'report.md'),
    html: join(folder, 'report.html'),
    json: join(folder, 'report.json'),
  };
  await writeFileWhole(files.json, `${JSON.stringify(report)}\n`);
  for (const { name, svg } of charts) await writeFileWhole(join(folder, `${name}.svg`), svg);
  await writeFileWhole(files.markdown, reportMarkdown(report, sections));
  await writeFileWhole(files.html, reportPage(report, sections));
  return files;
}
