/**
 * A study from its recipe to its report: the photographs are looked at, the plan is made and shown with the time it will
 * take, its jobs are run (what is done is never repeated), and the report is written.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { parseJsonOrNone } from '../../core/settings/parse-json-as.js';
import { formatDuration } from '../../core/text/duration.js';
import { silentWork, type Work } from '../../core/work.js';
import type { ImportFailure } from '../../dataset/import/import-dataset.js';
import { type DatasetManifest, readManifest } from '../../dataset/store/manifest.js';
import { canonicalJson, type Job, jobKey } from '../../jobs/job.js';
import { lockJobs } from '../../jobs/lock-jobs.js';
import { contextOf, doneJobs, endsSoFar, outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { writeFileWhole } from '../../node/files.js';
import { type DatasetOutcome, datasetFolder, type Refused, refusedIn } from '../job-kinds/dataset-job.js';
import { type MeasuredStep, measureStep } from '../job-kinds/estimate.js';
import { landmarkCount } from '../job-kinds/landmark-set-key.js';
import { type PlannedWork, plannedWork, planText } from '../job-kinds/planned-work.js';
import { anywhere, type Patch, placeRecipe, readRawRecipe } from '../job-kinds/training-job.js';
import { planStudy, type StudyPlan } from './plan-study.js';
import { realDataJobs } from './real-data.js';
import { inSplits, requireSplits } from './real-splits.js';
import { refuseForeignReport } from './report/earlier-report.js';
import { reportFolder, writeStudyReport } from './report/write-report.js';
import { rowsThatNeedTraining } from './row-needs.js';
import { type StudyDataOptions, studyData } from './study-data.js';
import { type ReadStudy, readStudy, recipeFile, type ScaleName, withRows } from './study-recipe.js';

export interface StudyOptions {
  /** The study's recipe, a YAML file. */
  file: string;
  scale: ScaleName;
  /** Folder of everything that the study makes. */
  out: string;
  /** Photographs: a 300-W folder, one with labelled.jsonl, or a dataset. Without, the simulated domain. */
  real?: string | undefined;
  /** Pictures without labels: a dataset or a list; by default what lies beside the labelled ones. */
  unlabelled?: string | undefined;
  /** Measure on simulated faces too. */
  simulated?: boolean;
  /** Laid over the recipe. */
  overrides?: Patch;
  /** Of its rows these alone, and its reference. */
  rows?: readonly string[] | undefined;
  /** Only say what would be done. */
  dryRun?: boolean;
  /** Run nothing: write the report of what is done so far. */
  reportOnly?: boolean;
  /** For the report. */
  command?: string;
}

export interface StudyResult {
  /** Jobs of the plan, and those that were done before. */
  jobs: number;
  reused: number;
  /** As it was before this run. */
  plan: PlannedWork;
  /** What nobody must overlook who reads figures of these photographs, such as that most of a collection is missing. */
  warnings: string[];
  failed: { job: string; reason: string }[];
  /** Photographs that could not be imported. */
  refused: ImportFailure[];
  /** Of so many; 0 where nothing was refused. */
  samples: number;
  /** Seconds of this run. */
  seconds: number;
  /** Files of the report; none for a dry run. */
  report: { markdown: string; html: string; json: string } | null;
}

export async function runStudy(options: StudyOptions, work: Work = silentWork): Promise<StudyResult> {
  const { file, scale, out, dryRun = false, reportOnly = false } = options;
  const { log } = work;
  const began = performance.now();
  const whole = await readStudy(file, scale, options.overrides);
  const study = options.rows === undefined ? whole : withRows(whole, options.rows);
  if (!dryRun) await refuseForeignReport(reportFolder(out), study.recipe.name);
  // The report of what is done so far may be wanted while the rest is still running.
  const lock = reportOnly ? undefined : await lockJobs(out, 'study');
  try {
    const { plan, warnings, refused } = await preparePlan(study, options, work);
    const done = await doneJobs(out, plan.jobs);
    const planned = plannedWork(plan, done);
    for (const line of planText(planned)) log.info(line);
    for (const line of warnings) log.warn(line);
    const known = { jobs: plan.jobs.length, reused: done.size, plan: planned, warnings };
    if (dryRun) return { ...known, failed: [], ...refused, seconds: secondsSince(began), report: null };
    const ends = reportOnly ? await endsSoFar(out, plan.jobs) : await runJobs(plan.jobs, { out }, work);
    const failed = plan.jobs.flatMap((job) => {
      const end = ends.get(job);
      return end?.state === 'failed' ? [{ job: job.name, reason: end.reason }] : [];
    });
    const report = await writeStudyReport({
      study,
      plan,
      ends,
      out,
      command: options.command ?? '',
    });
    log.info(`report: ${report.html}, after ${formatDuration(secondsSince(began))}`);
    return { ...known, failed, ...refusedIn(ends), seconds: secondsSince(began), report };
  } finally {
    lock?.release();
  }
}

/** Photographs are imported first: how many there are decides what is planned. */
async function preparePlan(
  study: ReadStudy,
  options: StudyOptions,
  work: Work,
): Promise<{ plan: StudyPlan; warnings: string[]; refused: Refused }> {
  const { out, real: folder } = options;
  let real: StudyDataOptions['real'];
  let warnings: string[] = [];
  let refused: Refused = { refused: [], samples: 0 };
  if (folder !== undefined) {
    const jobs = await realDataJobs(folder, {
      ...{ study: study.file, unlabelled: options.unlabelled },
      signal: work.signal,
    });
    const found = await imported([jobs.labelled], options, work);
    const labelled = inSplits(jobs.labelled, found.splits);
    const { splits, warnings: said } =
      labelled === jobs.labelled ? found : await imported([jobs.labelled, labelled], options, work);
    warnings = said;
    refused = found.refused;
    const { landmarks, origin } = found.manifest;
    const there = { unlabelled: jobs.unlabelled !== undefined, validation: splits.validation !== undefined };
    requireSplits(splits, {
      folder,
      is300W: origin.format === '300w',
      training: await rowsThatNeedTraining(study, there),
      rows: Object.keys(study.recipe.rows),
    });
    real = { ...jobs, labelled, counts: splits, landmarks, generated: origin.kind === 'generated' };
  }
  const data = await studyData(study.recipe, { real, simulated: options.simulated ?? false });
  const plan = await planStudy(study, data, await timedStep(study, out, work.log));
  return { plan, warnings, refused };
}

/** What the last of the jobs made, what all of them warn of, and the manifest of the first. */
async function imported(
  jobs: readonly [Job<DatasetOutcome>, ...Job<DatasetOutcome>[]],
  { out, reportOnly = false }: Pick<StudyOptions, 'out' | 'reportOnly'>,
  work: Work,
): Promise<{
  splits: Record<string, number>;
  warnings: string[];
  refused: Refused;
  manifest: DatasetManifest;
}> {
  const ends = reportOnly ? await endsSoFar(out, jobs) : await runJobs(jobs, { out }, work);
  if (reportOnly && ends.size < jobs.length)
    throw new UsageError('nothing is done yet of this study', {
      file: out,
      hint: 'run it without --report-only, or name the folder of --out that it was run in',
    });
  requireDone(ends);
  const { splits } = outcomeOf(ends, jobs.at(-1)!);
  const warnings = jobs.flatMap((job) => outcomeOf(ends, job).warnings ?? []);
  const refused = refusedIn(ends);
  return {
    splits,
    warnings,
    refused,
    manifest: await readManifest(datasetFolder(contextOf(ends, out), jobs[0])),
  };
}

/** A training step of the base on this machine, timed once. */
async function timedStep(study: ReadStudy, out: string, log: Log): Promise<MeasuredStep> {
  const { recipe } = study;
  const file = recipeFile(study, recipe.base.recipe);
  const raw = await readRawRecipe(file, [recipe.training, recipe.base.set]);
  const placed = placeRecipe(raw, anywhere, recipe.landmarks, file);
  const points = await landmarkCount(recipe.landmarks);
  const { model, batch, replicas, threads } = placed;
  const key = jobKey(
    'training',
    { model, batch, replicas, threads, points, cores: availableParallelism() },
    [],
  );
  const kept = join(out, 'step-seconds.json');
  // Missing, cut off or damaged: it is measured again.
  const known = parseJsonOrNone(keptSchema, await readFile(kept, 'utf8').catch(() => ''));
  if (known?.key === key) return { ...known, batch };
  log.info('timing a few training steps for the estimate');
  const step = await measureStep(placed, points);
  const { seconds, busy, cores } = step;
  await writeFileWhole(kept, `${canonicalJson({ key, seconds, busy, cores })}\n`);
  return step;
}

const keptSchema = z.object({
  key: z.string(),
  seconds: z.number().positive(),
  busy: z.number().optional(),
  cores: z.number().optional(),
});

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
