/**
 * What each group of variety is worth: detectors on faces with everything and on faces with each group left out
 * (`generate --without`), with the same recipe, seeds, number of faces and steps, measured on the same photographs and on
 * the same held-out faces with everything. A row of the table is the mean over the seeds and their standard deviation.
 */
import { join } from 'node:path';
import { mean, standardDeviation } from '../../core/numbers/statistics.js';
import { lineamentVersion } from '../../core/version.js';
import { silentWork, type Work } from '../../core/work.js';
import type { Evaluation } from '../../evaluation/evaluate-model.js';
import { lockJobs } from '../../jobs/lock-jobs.js';
import { outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { writeFileWhole } from '../../node/files.js';
import { type Section, tableSections, textSection } from '../../report/section.js';
import { reportMarkdown } from '../../report/section-markdown.js';
import { reportPage } from '../../report/section-page.js';
import { jsonlJob } from '../job-kinds/jsonl-job.js';
import { type AblationSettings, ablationRecipe, planAblation } from './plan-ablation.js';

export interface AblationOptions extends AblationSettings {
  /** Folder with `labelled.jsonl`. */
  photos: string;
  /** Everything it makes. */
  out: string;
}

/** NME × 100 by the outer eye corners. */
export interface AblationRow {
  name: string;
  seed: number;
  /** Points placed by hand. */
  direct: number;
  all: number;
  contour: number;
  synthetic: number;
}

export interface AblationResult {
  rows: AblationRow[];
  markdown: string;
  files: { json: string; markdown: string; html: string };
}

export async function runAblation(
  options: AblationOptions,
  work: Work = silentWork,
): Promise<AblationResult> {
  const { photos, out } = options;
  const lock = await lockJobs(out, 'ablation');
  try {
    const photographs = await jsonlJob({ file: join(photos, 'labelled.jsonl'), split: 'test' });
    const plan = await planAblation(options, photographs);
    const ends = await runJobs(plan.jobs, { out }, work);
    requireDone(ends);
    const rows = plan.runs.map(({ row, seed, photographs: real, synthetic }): AblationRow => {
      const measured = outcomeOf(ends, real);
      return {
        name: row,
        seed,
        direct: errorOf(measured, 'direct'),
        all: errorOf(measured, 'all'),
        contour: errorOf(measured, 'contour (all)'),
        synthetic: errorOf(outcomeOf(ends, synthetic)),
      };
    });
    const title = 'What each group of variety is worth';
    const sections = ablationSections(rows, options);
    const markdown = reportMarkdown(title, sections, 'ablation.html');
    const files = {
      json: join(out, 'ablation.json'),
      markdown: join(out, 'ablation.md'),
      html: join(out, 'ablation.html'),
    };
    await writeFileWhole(files.json, `${JSON.stringify({ options, rows }, null, 2)}\n`);
    await writeFileWhole(files.markdown, markdown);
    await writeFileWhole(files.html, reportPage(title, sections));
    return { rows, markdown, files };
  } finally {
    lock.release();
  }
}

/** @param label – of the points; by default the first figure. */
function errorOf({ figures }: Evaluation, label?: string): number {
  const found = label === undefined ? figures[0] : figures.find((figure) => figure.label === label);
  return found?.nme['outer-eye-corners'] ?? Number.NaN;
}

const columns = ['direct', 'all', 'contour', 'synthetic'] as const;

export function ablationSections(rows: readonly AblationRow[], settings: AblationSettings): Section[] {
  const { seeds, faces, head, size, steps } = settings;
  const cell = (name: string, figure: (typeof columns)[number]): string => {
    const values = rows.filter((row) => row.name === name).map((row) => row[figure]);
    const deviation = standardDeviation(values);
    return `${mean(values).toFixed(2)}${deviation === null ? '' : ` ± ${deviation.toFixed(2)}`}`;
  };
  return [
    textSection(
      `NME × 100 by the outer eye corners, mean ± standard deviation over ${seeds} seeds. ${faces} faces of ${head} at ${size} px and ${steps} steps of recipes/${ablationRecipe} a training; Lineament ${lineamentVersion}.`,
    ),
    ...tableSections({
      head: ['training faces', 'photographs, direct', 'all 68', 'jaw', 'held-out faces with everything'],
      rows: [...new Set(rows.map(({ name }) => name))].map((name) => [
        name,
        ...columns.map((figure) => cell(name, figure)),
      ]),
      sortable: true,
    }),
  ];
}
