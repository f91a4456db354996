import type { FeatureGap } from '../../../evaluation/features/feature-gap.js';
import type {
  FittedAdapter,
  RowNormaliser,
  RowResult,
  RowSubset,
} from '../../../evaluation/rows/row-result.js';
import { type JobEnds, outcomeOf } from '../../../jobs/run-jobs.js';
import { describeMachine, type Machine } from '../../../node/machine.js';
import type { DatasetOutcome } from '../../job-kinds/dataset-job.js';
import type { ChoiceOutcome } from '../choice-job.js';
import type { PartConditions } from '../conditions-job.js';
import type { PartConsistency } from '../consistency-job.js';
import type { Column } from '../measuring-job.js';
import type { StudyPlan } from '../plan-study.js';
import { type RowTest, type SummaryCell, summarise, testRows } from '../results.js';
import type { ReadStudy } from '../study-recipe.js';
import { adapterFigures, type CurveFigure, curveFigures } from './curve-figures.js';
import type { RowLosses } from './row-losses.js';

export interface ReportedRow {
  name: string;
  title: string;
  /** Of its training; null for the base as it is. */
  recipe: string | null;
  /** Whether real labels were read in training. */
  labelled: boolean;
  show: boolean;
  seeds: { seed: number; steps: number; seconds: number; adapters: FittedAdapter[]; fit: RowResult['fit'] }[];
  /** Seed of the fold models, which serve all seeds of the row; null without. */
  foldModelsSeed: number | null;
  /** Why the row, or some of its seeds, is missing. */
  failures: string[];
}

export interface StudyReport {
  format: 1;
  study: {
    name: string;
    description: string;
    file: string;
    scale: string;
    landmarks: string;
    command: string;
  };
  /** What rows adapt to; the figures of a simulated domain say nothing of photographs. */
  domain: 'real' | 'simulated';
  columns: {
    name: string;
    domain: Column['domain'];
    split: string;
    /** Faces of the split of the published collection, where only a part of them is there. */
    published: number | null;
  }[];
  /** The part that charts, details and overlays are about. */
  mainPart: string;
  /** The points that the main tables are about. */
  mainPoints: RowSubset;
  normaliser: RowNormaliser;
  reference: string;
  rows: ReportedRow[];
  cells: SummaryCell[];
  tests: RowTest[];
  curve: CurveFigure[];
  /** What rows were chosen from, by validation. */
  trials: (Pick<ChoiceOutcome, 'chosen' | 'trials'> & { row: string; seed: number })[];
  /** What the faces of the test columns are like; empty where that was not looked at. */
  conditions: PartConditions[];
  /** How steady points are in other views, by model. */
  consistency: { title: string; parts: PartConsistency[] }[];
  /** How far photographs lie from synthetic faces in the features of rows. */
  features: (FeatureGap & { row: string })[];
  /** What the losses of rows with methods of adaptation did. */
  losses: RowLosses[];
  data: {
    name: string;
    splits: Record<string, number>;
    digest: string;
    notes: string[];
    warnings: string[];
  }[];
  jobs: { name: string; kind: string; seconds: number | null; state: string; reason: string | null }[];
  failures: { job: string; reason: string }[];
  /** Faces that could not be measured. */
  unmeasured: { row: string; part: string; id: string; reason: string }[];
  machine: Machine;
  /** Of all jobs, over all runs. */
  jobSeconds: number;
}

export interface ReportParts {
  study: ReadStudy;
  plan: StudyPlan;
  ends: JobEnds;
  command: string;
  losses: RowLosses[];
}

export function studyReport({ study, plan, ends, command, losses }: ReportParts): StudyReport {
  const { recipe } = study;
  const normaliser: RowNormaliser = 'outer-eye-corners';
  const rows: ReportedRow[] = [];
  const cells: SummaryCell[] = [];
  const unmeasured: StudyReport['unmeasured'] = [];
  for (const row of plan.rows) {
    const failures: string[] = [];
    const runs = row.runs.flatMap((run) => {
      const end = ends.get(run.measuring);
      if (end?.state === 'done')
        return [
          { seed: run.seed, result: outcomeOf(ends, run.measuring), training: outcomeOf(ends, run.training) },
        ];
      const reason = reasonOf(run.training, ends) ?? reasonOf(run.measuring, ends) ?? 'not run yet';
      failures.push(`seed ${run.seed}: ${reason}`);
      return [];
    });
    if (runs.length > 0) cells.push(...summarise(row.name, runs, recipe.evaluation));
    for (const { result } of runs)
      unmeasured.push(...result.failures.map((failure) => ({ row: row.name, ...failure })));
    rows.push({
      name: row.name,
      title: row.title,
      recipe: row.recipe,
      labelled: row.labelled,
      show: row.show,
      foldModelsSeed: row.foldModelsSeed,
      seeds: runs.map(({ seed, result, training }) => ({
        seed,
        steps: training.steps,
        seconds: training.seconds,
        adapters: result.adapters,
        fit: result.fit,
      })),
      failures,
    });
  }
  const tests = plan.columns.filter(
    (column) => column.domain === plan.domain.kind && !['train', 'validation'].includes(column.split),
  );
  const mainPart = tests[0]!.name;
  const isDirect = cells.some(
    (cell) => cell.part === mainPart && cell.points === 'direct' && cell.figures[normaliser] !== null,
  );
  const mainPoints: RowSubset = isDirect ? 'direct' : 'all';
  return {
    format: 1,
    study: {
      name: recipe.name,
      description: recipe.description,
      file: study.file,
      scale: study.scale,
      landmarks: recipe.landmarks,
      command,
    },
    domain: plan.domain.kind,
    columns: plan.columns.map(({ name, domain, split, data, faces }) => {
      const end = ends.get(data);
      const published = end?.state === 'done' ? outcomeOf(ends, data).published?.[split] : undefined;
      return {
        name,
        domain,
        split,
        published: published !== undefined && published > faces ? published : null,
      };
    }),
    mainPart,
    mainPoints,
    normaliser,
    reference: recipe.reference,
    rows,
    cells,
    tests: testRows(cells, {
      reference: recipe.reference,
      parts: tests.map(({ name }) => name),
      best: 3,
      normaliser,
      points: mainPoints,
    }),
    curve: [
      ...curveFigures(plan, ends, { part: mainPart, points: mainPoints, normaliser }),
      ...adapterFigures(plan, ends, { part: mainPart, points: mainPoints, normaliser }),
    ],
    trials: plan.rows.flatMap(({ name, runs }) =>
      runs.flatMap(({ seed, choice }) => {
        if (choice === undefined || !isDone(choice, ends)) return [];
        const { chosen, trials } = outcomeOf(ends, choice);
        return [{ row: name, seed, chosen, trials }];
      }),
    ),
    conditions: isDone(plan.conditions, ends) ? outcomeOf(ends, plan.conditions) : [],
    consistency: plan.consistency.flatMap(({ title, measuring }) =>
      isDone(measuring, ends) ? [{ title, parts: outcomeOf(ends, measuring) }] : [],
    ),
    features: plan.features.flatMap(({ row, measuring }) =>
      isDone(measuring, ends) ? [{ row, ...outcomeOf(ends, measuring) }] : [],
    ),
    losses,
    data: plan.jobs.flatMap((job) => {
      const end = ends.get(job);
      if (end?.state !== 'done' || (job.kind !== 'faces' && job.kind !== 'photographs')) return [];
      const { splits, digest, notes, warnings = [] } = end.outcome as DatasetOutcome;
      return [{ name: job.name, splits, digest, notes, warnings }];
    }),
    jobs: plan.jobs.map((job) => {
      const end = ends.get(job);
      return {
        name: job.name,
        kind: job.kind,
        seconds: end?.state === 'done' ? end.seconds : null,
        state: end?.state ?? 'not run',
        reason: end?.state === 'failed' ? end.reason : null,
      };
    }),
    failures: plan.jobs.flatMap((job) => {
      const reason = reasonOf(job, ends);
      return reason === undefined ? [] : [{ job: job.name, reason }];
    }),
    unmeasured,
    machine: describeMachine(),
    jobSeconds: plan.jobs.reduce((sum, job) => {
      const end = ends.get(job);
      return sum + (end?.state === 'done' ? end.seconds : 0);
    }, 0),
  };
}

export function isDone(job: StudyPlan['jobs'][number], ends: JobEnds): boolean {
  return ends.get(job)?.state === 'done';
}

function reasonOf(job: StudyPlan['jobs'][number], ends: JobEnds): string | undefined {
  const end = ends.get(job);
  return end?.state === 'failed' ? end.reason : undefined;
}
