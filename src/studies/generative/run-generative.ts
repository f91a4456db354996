/**
 * The generative study: autoencoders, pictures and sentences, judges and drawings trained on the same faces, measured and told in one
 * report. Each training and each measurement is a job, so that a stopped study goes on.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { silentWork, type Work } from '../../core/work.js';
import type { Job } from '../../jobs/job.js';
import { lockJobs } from '../../jobs/lock-jobs.js';
import { doneJobs, jobFolder, outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { readTextOr, writeFileWhole } from '../../node/files.js';
import { reportMarkdown } from '../../report/section-markdown.js';
import { reportPage } from '../../report/section-page.js';
import { type PlannedWork, plannedWork, planText } from '../job-kinds/planned-work.js';
import { reportFilesIn, type StudyReportFiles } from '../job-kinds/report-files.js';
import { trainingLog } from '../job-kinds/training-log.js';
import { type GenerativeRecipe, parseGenerative } from './generative-recipe.js';
import { generativeSections, type MeasuredStudy, type SeenStrip } from './generative-report.js';
import { nameOf, type Strip } from './measurements/measuring.js';
import { measuringJobs, planMeasurements, type StudyMeasurements } from './measurements/plan-measurements.js';
import { planClips } from './plan-clips.js';
import { planFaces, planModels, type StudyModel, type Validated } from './plan-models.js';

export interface GenerativeOptions {
  /** The recipe. */
  file: string;
  scale: string;
  out: string;
  /** Only says what would be done. */
  dryRun?: boolean;
}

export interface GenerativeResult {
  files: StudyReportFiles | null;
  /** As it was before this run. */
  plan: PlannedWork;
}

export async function planGenerative(
  recipe: GenerativeRecipe,
  folder: string,
): Promise<{ jobs: Job[]; models: StudyModel[]; measurements: StudyMeasurements }> {
  const faces = await planFaces(recipe);
  const clips = await planClips(recipe);
  const models = await planModels(recipe, faces, clips, folder);
  const measurements = await planMeasurements({ recipe, faces, clips, models });
  const jobs: Job[] = [
    ...Object.values(faces).flat(),
    ...(clips === undefined ? [] : [...clips.training, clips.test]),
    ...models.flatMap(({ training }) => (training === undefined ? [] : [training])),
    ...measuringJobs(measurements),
  ];
  return { jobs, models, measurements };
}

export async function runGenerative(
  { file, scale, out, dryRun = false }: GenerativeOptions,
  work: Work = silentWork,
): Promise<GenerativeResult> {
  const recipe = parseGenerative(await readTextOr(file, 'the study'), scale, file);
  const { jobs, models, measurements } = await planGenerative(recipe, dirname(file));
  const plan = plannedWork({ jobs }, await doneJobs(out, jobs));
  for (const line of planText(plan, 'two cores with nothing else to do')) work.log.info(line);
  if (dryRun) return { files: null, plan };
  const files = await reportFilesIn(out, 'generative');
  const lock = await lockJobs(out, 'generative');
  try {
    const ends = await runJobs(jobs, { out }, work);
    requireDone(ends);
    const seen = async (job: Job, strips: readonly Strip[]): Promise<SeenStrip[]> =>
      Promise.all(
        strips.map(async ({ caption, file: name }) => ({
          caption,
          png: await readFile(join(jobFolder(out, job), name)),
        })),
      );
    const { baselines, codes, samples, judges, clips, drawn, videos } = measurements;
    const measured: MeasuredStudy = {
      trainings: await Promise.all(
        models.flatMap(({ row, seed, task, training }) =>
          training === undefined
            ? []
            : [
                (async () => ({
                  ...{ row, seed: seed ?? 0, task },
                  ...outcomeOf(ends, training),
                  curve: await curveOf(jobFolder(out, training)),
                }))(),
              ],
        ),
      ),
      baselines: outcomeOf(ends, baselines).measured,
      codes: codes.map(({ model, job }) => ({ row: model.row, measured: outcomeOf(ends, job).measured[0]! })),
      samples: samples === undefined ? [] : outcomeOf(ends, samples).distances,
      judges: outcomeOf(ends, judges).figures,
      clips: clips.map(({ model, job }) => ({
        row: model.row,
        name: nameOf(model),
        ...outcomeOf(ends, job),
      })),
      drawn: drawn.map(({ model, job }) => {
        const { seen: own, unseen } = outcomeOf(ends, job);
        return { name: nameOf(model), seen: own, unseen };
      }),
      videos: videos.map(({ model, job }) => ({ name: nameOf(model), ...outcomeOf(ends, job) })),
    };
    const strips = {
      codes: [
        ...(await seen(baselines, outcomeOf(ends, baselines).strips)),
        ...(await Promise.all(codes.map(({ job }) => seen(job, outcomeOf(ends, job).strips)))).flat(),
      ],
      samples: samples === undefined ? [] : await seen(samples, outcomeOf(ends, samples).strips),
      drawn: (await Promise.all(drawn.map(({ job }) => seen(job, outcomeOf(ends, job).strips)))).flat(),
    };
    const title = 'From faces to pictures of words';
    const sections = generativeSections(recipe, measured, strips, scale);
    await writeFileWhole(files.json, `${JSON.stringify({ recipe, scale, measured }, null, 1)}\n`);
    await writeFileWhole(files.markdown, reportMarkdown(title, sections, 'generative.html'));
    await writeFileWhole(files.html, reportPage(title, sections));
    return { files, plan };
  } finally {
    lock.release();
  }
}

/** The validations of a run, as its log has them. */
async function curveOf(folder: string): Promise<Validated[]> {
  return (await trainingLog(folder)).flatMap((record) => {
    if (record.kind !== 'validation') return [];
    const { step, name, value } = record;
    return [{ step, name, value }];
  });
}
