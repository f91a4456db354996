/**
 * The applications study: heads reconstructed from 5 to 1001 points, exact and detected, one picture and several, with
 * the true head from another head model. One job for each pair of heads, so that a stopped study goes on.
 */
import { freedAfter } from '../../core/opened-together.js';
import { silentWork, type Work } from '../../core/work.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { modelFile } from '../../detect/node/shipped-model-file.js';
import { loadHead } from '../../face/heads/registry.js';
import { defineJob } from '../../jobs/job.js';
import { lockJobs } from '../../jobs/lock-jobs.js';
import { outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { readTextOr, writeFileWhole } from '../../node/files.js';
import { reportMarkdown } from '../../report/section-markdown.js';
import { reportPage } from '../../report/section-page.js';
import { fileDigest } from '../job-kinds/jsonl-job.js';
import { reportFilesIn, type StudyReportFiles } from '../job-kinds/report-files.js';
import { type ApplicationsRecipe, parseApplications } from './applications-recipe.js';
import { applicationsSections } from './applications-report.js';
import { type MeasuredHeads, measureHeads } from './measure-heads.js';

export interface ApplicationsOptions {
  /** The recipe. */
  file: string;
  scale: string;
  out: string;
}

export interface ApplicationsResult {
  measured: MeasuredHeads[];
  files: StudyReportFiles;
}

export async function runApplications(
  { file, scale, out }: ApplicationsOptions,
  work: Work = silentWork,
): Promise<ApplicationsResult> {
  const recipe = parseApplications(await readTextOr(file, 'the study'), scale, file);
  const model = recipe.model === undefined ? undefined : modelFile(recipe.model);
  const digest = model === undefined ? null : await fileDigest(model);
  const files = await reportFilesIn(out, 'applications');
  const lock = await lockJobs(out, 'applications');
  try {
    const jobs = recipe.heads.map(({ truth, fit }) =>
      defineJob<MeasuredHeads>({
        name: `heads of ${truth} with ${fit}`,
        kind: 'reconstruction',
        settings: { ...withoutHeads(recipe), truth, fit, model: digest },
        seconds: secondsAPicture * recipe.persons * Math.max(...recipe.views),
        run: ({ work: own }) =>
          freedAfter(async (keep) => {
            const detector = model === undefined ? undefined : await openLandmarkDetector(model, {}, keep);
            return measureHeads(await loadHead(truth), await loadHead(fit), recipe, detector, own);
          }),
      }),
    );
    const ends = await runJobs(jobs, { out }, work);
    requireDone(ends);
    const measured = jobs.map((job) => outcomeOf(ends, job));
    const title = 'From points to heads';
    const sections = applicationsSections(measured, recipe);
    await writeFileWhole(files.json, `${JSON.stringify({ recipe, measured }, null, 1)}\n`);
    await writeFileWhole(files.markdown, reportMarkdown(title, sections, 'applications.html'));
    await writeFileWhole(files.html, reportPage(title, sections));
    return { measured, files };
  } finally {
    lock.release();
  }
}

const secondsAPicture = 1.2;

function withoutHeads({ heads: _, model: __, ...settings }: ApplicationsRecipe): object {
  return settings;
}
