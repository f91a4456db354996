/**
 * The main job in miniature: faces → detector → tables → report. A study of one row: every step is a job, so that a
 * stopped demo goes on where it was.
 */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { formatDuration } from '../../core/text/duration.js';
import { silentWork, type Work } from '../../core/work.js';
import { datasetContactSheet } from '../../dataset/contact-sheet.js';
import type { ImportFailure } from '../../dataset/import/import-dataset.js';
import { openDataset } from '../../dataset/store/store.js';
import type { Evaluation } from '../../evaluation/evaluate-model.js';
import { evaluationFiles } from '../../evaluation/report.js';
import { evaluationText } from '../../evaluation/table.js';
import { lockJobs } from '../../jobs/lock-jobs.js';
import { contextOf, type JobEnds, outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { exists, writeFileWhole } from '../../node/files.js';
import { refuseOverwriting } from '../../node/refuse-overwriting.js';
import { reportFiles } from '../../tasks/landmarks/run-files.js';
import { refuseForeignRun } from '../../tasks/own-run.js';
import { datasetFolder } from '../job-kinds/dataset-job.js';
import { runFolder } from '../job-kinds/training-job.js';
import { demoPage, demoTitle } from './demo-page.js';
import { type DemoPlan, demoPlaces, planDemo } from './plan-demo.js';

export interface DemoOptions {
  /** Folder of everything the demo makes. */
  out: string;
  head: string;
  seed: number;
  /** A small version, under 2 minutes, that shows that everything works and not how well. */
  quick: boolean;
  /** A folder with `labelled.jsonl`, or such a file: photographs to measure on. */
  photos?: string | undefined;
}

export interface DemoResult {
  report: string;
  seconds: number;
  synthetic: Evaluation;
  photographs: Evaluation | null;
  /** Photographs that could not be imported, which the figures leave out. */
  refused: ImportFailure[];
}

export async function runDemo(options: DemoOptions, work: Work = silentWork): Promise<DemoResult> {
  const { out, head, seed, quick, photos } = options;
  const { log } = work;
  const began = performance.now();
  const report = join(out, 'report.html');
  // Looked for first: what is missing is not to be told after ten minutes.
  const labels = photos === undefined ? undefined : await labelFile(photos);
  // The quick version keeps to a folder of its own, so that the full one can follow in the same place.
  const folder = quick ? join(out, 'quick') : out;
  const places = demoPlaces(folder);
  await refuseOverwriting(
    'demo',
    [],
    [
      { path: report, shownBy: report, mark: `<title>${demoTitle}` },
      ...evaluationFiles(places.syntheticTest),
      ...(photos === undefined ? [] : evaluationFiles(places.photographsTest)),
    ],
  );
  await refuseForeignRun(places.run, [reportFiles.curve], 'demo');
  const lock = await lockJobs(folder, 'demo');
  try {
    const plan = await planDemo({ folder, head, seed, quick, labels });
    const ends = await runJobs(plan.jobs, { out: folder }, work);
    requireDone(ends);
    const synthetic = outcomeOf(ends, plan.synthetic);
    const photographs = plan.photographs && outcomeOf(ends, plan.photographs.measuring);
    for (const evaluation of [synthetic, ...(photographs === null ? [] : [photographs])])
      log.info(evaluationText(evaluation));
    await writeFileWhole(report, await reportPage(plan, ends, folder, { head, quick }));
    const seconds = (performance.now() - began) / 1000;
    log.info(`${report} is ready after ${formatDuration(seconds)}`);
    const refused = plan.photographs && outcomeOf(ends, plan.photographs.data).refused;
    return { report, seconds, synthetic, photographs, refused: refused ?? [] };
  } finally {
    lock.release();
  }
}

async function labelFile(photos: string): Promise<string> {
  const isFolder = (await stat(photos).catch(() => null))?.isDirectory() === true;
  const file = isFolder ? join(photos, 'labelled.jsonl') : photos;
  if (await exists(file)) return file;
  throw new LineamentError('no such file or folder', {
    file,
    hint: 'give --photos a folder that holds labelled.jsonl, or such a file',
  });
}

async function reportPage(
  plan: DemoPlan,
  ends: JobEnds,
  folder: string,
  shown: { head: string; quick: boolean },
): Promise<string> {
  const context = contextOf(ends, folder);
  const faces = await openDataset(datasetFolder(context, plan.faces));
  const photos = plan.photographs && (await openDataset(datasetFolder(context, plan.photographs.data)));
  try {
    return await demoPage({
      ...shown,
      faces,
      sheet: await datasetContactSheet(faces, { rows: 5, columns: 8, tile: 128 }),
      training: outcomeOf(ends, plan.training),
      run: runFolder(context, plan.training),
      synthetic: outcomeOf(ends, plan.synthetic),
      photos,
      photographs: plan.photographs && outcomeOf(ends, plan.photographs.measuring),
    });
  } finally {
    faces.close();
    photos?.close();
  }
}
