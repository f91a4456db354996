/**
 * What the losses of a row's training did, from its log (`metrics.jsonl`): that of the task on synthetic faces, and the parts of
 * each method of adaptation beside it. Where a method changes nothing, this shows whether its own loss moved.
 */
import { mean } from '../../../core/numbers/statistics.js';
import { contextOf, type JobEnds, outcomeOf } from '../../../jobs/run-jobs.js';
import type { MetricsRecord } from '../../../nn/train/fit/metrics-file.js';
import type { Recipe } from '../../../tasks/landmarks/recipe.js';
import { runFolder, type TrainingOutcome } from '../../job-kinds/training-job.js';
import { trainingLog } from '../../job-kinds/training-log.js';
import { chosenTraining } from '../choice-job.js';
import type { PlannedRow, PlannedRun } from '../plan-measurements.js';
import type { StudyPlan } from '../plan-study.js';

/** A part of a loss over the training. */
export interface LossPart {
  /** Of the log, such as `dann.right`; `task` for the loss on synthetic faces. */
  name: string;
  /** Of the method in the recipe; 1 for the task. */
  weight: number;
  /** Means over the first and the last tenth of the log's readings, at least one, each a mean over its steps. */
  beginning: number;
  end: number;
  /** Means over ten stretches of equal length, fewer where there are fewer readings. */
  course: number[];
}

export interface RowLosses {
  row: string;
  seed: number;
  /** Methods of adaptation; none for a row that is trained further on synthetic faces alone, which stands beside them. */
  methods: string[];
  parts: LossPart[];
}

/** Of the first seed of each row that is trained on synthetic faces. @param out – of the study. */
export async function rowLosses({ rows }: StudyPlan, ends: JobEnds, out: string): Promise<RowLosses[]> {
  const context = contextOf(ends, out);
  const found: RowLosses[] = [];
  for (const { name, on, recipe, runs } of rows) {
    const run = runs[0];
    if (on !== 'synthetic' || recipe === null || run === undefined) continue;
    const training = trainingOf(run, ends);
    if (ends.get(training)?.state !== 'done') continue;
    const settings = (outcomeOf(ends, training) as TrainingOutcome).recipe;
    const parts = lossParts(await trainingLog(runFolder(context, training)), settings);
    const methods = (settings.adaptation ?? []).map(({ method }) => method);
    if (parts.length > 0) found.push({ row: name, seed: run.seed, methods, parts });
  }
  return found;
}

function trainingOf({ training, choice }: PlannedRun, ends: JobEnds): PlannedRow['runs'][number]['training'] {
  return choice === undefined || ends.get(choice)?.state !== 'done'
    ? training
    : chosenTraining(choice, outcomeOf(ends, choice));
}

/** Of the task first, then of each method in the order of the recipe. */
export function lossParts(
  records: readonly MetricsRecord[],
  { adaptation = [], loss }: Pick<Recipe, 'adaptation' | 'loss'>,
): LossPart[] {
  const readings = records.flatMap((record) => (record.kind === 'training' ? [record.parts] : []));
  const names = [...new Set(readings.flatMap((parts) => Object.keys(parts)))];
  const part = (name: string, weight: number, of: (parts: Parts) => number | undefined): LossPart[] => {
    const values = readings.flatMap((parts) => of(parts) ?? []);
    return values.length === 0 ? [] : [{ name, weight, ...courseOf(values) }];
  };
  return [
    ...part('task', 1, (parts) => taskLoss(parts, loss)),
    ...adaptation.flatMap(({ method, weight }) =>
      names
        .filter((name) => name.startsWith(`${method}.`) || name.startsWith(`source.${method}.`))
        .flatMap((name) => part(name, weight, (parts) => parts[name])),
    ),
  ];
}

type Parts = Readonly<Record<string, number>>;

/** On synthetic faces, without what methods add there. */
function taskLoss(parts: Parts, loss: Recipe['loss']): number | undefined {
  const of = (name: string): number | undefined => parts[`source.${name}`] ?? parts[name];
  const likelihood = of('likelihood');
  if (likelihood === undefined) return undefined;
  return likelihood + loss.heatmaps * (of('heatmaps') ?? 0) + loss.visibility * (of('visibility') ?? 0);
}

/** Stretches of a course. */
const stretches = 10;

function courseOf(values: readonly number[]): Pick<LossPart, 'beginning' | 'end' | 'course'> {
  const tenth = Math.max(1, Math.round(values.length / stretches));
  const count = Math.min(stretches, values.length);
  const bound = (i: number): number => Math.round((i * values.length) / count);
  return {
    beginning: mean(values.slice(0, tenth)),
    end: mean(values.slice(-tenth)),
    course: Array.from({ length: count }, (_, i) => mean(values.slice(bound(i), bound(i + 1)))),
  };
}
