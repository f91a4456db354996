/** What the report is made of, in its order: words, tables, charts and faces. Markdown and the page only set it. */

import { formatDuration } from '../../../core/duration.js';
import type { Chart } from './charts.js';
import type { RowOverlays } from './overlays.js';
import type { StudyReport } from './study-report.js';
import {
  curveTable,
  detailTable,
  domainText,
  errorTable,
  partTitle,
  type ReportTable,
  regionTable,
  seedTable,
  testTable,
} from './tables.js';

export type Section =
  | { kind: 'heading'; text: string; level: 2 | 3 }
  | { kind: 'text'; text: string }
  | { kind: 'warning'; text: string }
  | { kind: 'table'; table: ReportTable }
  | { kind: 'chart'; chart: Chart }
  | { kind: 'faces'; overlays: RowOverlays };

export function reportSections(
  report: StudyReport,
  charts: readonly Chart[],
  overlays: readonly RowOverlays[],
): Section[] {
  const chart = (name: string): Section[] =>
    charts.filter((one) => one.name === name).map((one): Section => ({ kind: 'chart', chart: one }));
  const table = (one: ReportTable | null): Section[] =>
    one === null || one.rows.length === 0 ? [] : [{ kind: 'table', table: one }];
  const heading = (text: string, level: 2 | 3 = 2): Section => ({ kind: 'heading', text, level });
  const other = report.mainPoints === 'direct' ? 'all' : null;
  const pair = (title: string, ways: Parameters<typeof errorTable>[2]): Section[] => [
    ...table(errorTable(report, title, ways, 'pupils', report.mainPoints)),
    ...table(errorTable(report, title, ways, 'outer-eye-corners', report.mainPoints)),
  ];
  return [
    ...introduction(report),
    heading('At a glance'),
    ...chart('bars'),
    heading('Table 1: nearest subset'),
    {
      kind: 'text',
      text: "The predicted points that correspond most closely to the 68 on the template, as they are; beside them, what a row predicts by a head of its own (tested against the reference's nearest subset, for the reference has no such head). Biased, since the two sets define their points differently. On the train column, rows with real labels are measured on faces that they were trained on.",
    },
    ...pair('Table 1', ['nearest-subset', 'own-head']),
    heading('Table 2: adaptation of labels at test time'),
    {
      kind: 'text',
      text: adapterText(report),
    },
    ...pair('Table 2', ['mlp', 'ridge-affine']),
    heading('Table 3: auxiliary network'),
    {
      kind: 'text',
      text: 'A network trained on synthetic pairs of both sets and then frozen turns predicted points into the 68: no real label is used.',
    },
    ...pair('Table 3', ['auxiliary']),
    ...(report.tests.length > 0 ? [heading('Which differences are more than noise')] : []),
    ...table(testTable(report, 'against the reference')),
    ...table(testTable(report, 'between the best rows')),
    ...table(seedTable(report)),
    ...(report.curve.length > 0 ? [heading('How many real labels it takes')] : []),
    ...chart('label-curve'),
    ...(report.curve.length > 0 ? table(curveTable(report)) : []),
    heading('Distribution and regions'),
    ...chart('error-curves'),
    ...table(detailTable(report)),
    ...table(regionTable(report)),
    ...(overlays.length > 0 ? [heading('Best, median and worst faces')] : []),
    ...(overlays.length > 0
      ? [
          {
            kind: 'text',
            text: `${partTitle(report, report.mainPart)}. Green: labelled. Red: predicted. White lines join the two. Chosen by the error over all labelled points.`,
          } satisfies Section,
        ]
      : []),
    ...overlays.map((one): Section => ({ kind: 'faces', overlays: one })),
    ...(other === null
      ? []
      : [
          heading('The tables over all labelled points'),
          ...table(errorTable(report, 'Table 1', ['nearest-subset', 'own-head'], 'pupils', other)),
          ...table(errorTable(report, 'Table 1', ['nearest-subset', 'own-head'], 'outer-eye-corners', other)),
          ...table(errorTable(report, 'Table 2', ['mlp', 'ridge-affine'], 'pupils', other)),
          ...table(errorTable(report, 'Table 2', ['mlp', 'ridge-affine'], 'outer-eye-corners', other)),
          ...table(errorTable(report, 'Table 3', ['auxiliary'], 'pupils', other)),
          ...table(errorTable(report, 'Table 3', ['auxiliary'], 'outer-eye-corners', other)),
        ]),
    heading('The dense points themselves'),
    ...table(
      errorTable(report, `Points of ${report.study.landmarks}`, ['own-set'], 'outer-eye-corners', 'all'),
    ),
    ...provenance(report),
  ];
}

/** What the adapters of table 2 are fitted on. */
function adapterText(report: StudyReport): string {
  return [
    `Predicted points are turned into the 68 by a small network (MLP) or a ridge-regressed affine map, fitted on the train split of ${domainText(report)}.`,
    'Rows whose training has seen those labels are fitted on predictions of fold models that have not: two for each row, of its first seed, which serve all of its seeds. On the train column itself every face is measured by an adapter that has not seen its person, though the measured network of such a row has.',
  ].join(' ');
}

function introduction(report: StudyReport): Section[] {
  const { study, machine, domain, failures } = report;
  const sections: Section[] = [];
  if (domain === 'simulated')
    sections.push({
      kind: 'warning',
      text: 'SIMULATED: no photographs were given. The domain that rows adapt to and are measured on is rendered by our own generator with another head style, camera and labelling convention. These figures compare methods; they say nothing of photographs.',
    });
  if (study.scale === 'tiny')
    sections.push({
      kind: 'warning',
      text: 'Scale tiny: this run shows that everything works. Its networks have learnt nothing and its figures mean nothing.',
    });
  sections.push({
    kind: 'text',
    text: `${study.description} Points: ${study.landmarks}. Scale: ${study.scale}. ${report.rows.length} rows; made by Lineament ${machine.lineament} on ${machine.date.slice(0, 10)}, ${formatDuration(report.jobSeconds)} of work on ${machine.processor}, ${machine.cores} cores.`,
  });
  for (const { job, reason } of failures)
    sections.push({ kind: 'warning', text: `Failed: ${job}: ${reason}` });
  if (report.unmeasured.length > 0)
    sections.push({
      kind: 'warning',
      text: `${report.unmeasured.length} faces could not be measured, the first: ${report.unmeasured[0]!.part}, ${report.unmeasured[0]!.reason}`,
    });
  return sections;
}

function provenance(report: StudyReport): Section[] {
  return [
    { kind: 'heading', text: 'How it was made', level: 2 },
    {
      kind: 'text',
      text: `Command: ${report.study.command || 'none (called as a library)'}. Models are those of the last step: nothing was chosen on a test split, nor on validation. Intervals are percentile bootstraps over persons; nothing in them knows of other trainings, which the seeds show.`,
    },
    {
      kind: 'table',
      table: {
        title: 'Rows',
        caption: 'Training time is of one run, without its base.',
        head: [
          '',
          'recipe',
          'real labels in training',
          'seeds',
          'steps',
          'training time',
          'adapters fitted on',
        ],
        rows: report.rows.map(({ title, recipe, labelled, seeds, failures, foldModelsSeed }) => [
          title,
          recipe,
          labelled ? 'yes' : 'no',
          [...seeds.map(({ seed }) => String(seed)), ...failures].join(', '),
          seeds[0] === undefined ? '–' : String(seeds[0].steps),
          seeds[0] === undefined ? '–' : formatDuration(seeds[0].seconds),
          fitText(seeds[0]?.fit ?? null, foldModelsSeed),
        ]),
        best: [],
      },
    },
    {
      kind: 'table',
      table: {
        title: 'Data',
        caption: 'SHA-256 over ids, persons, splits, points, boxes and pictures.',
        head: ['', 'faces', 'digest', 'notes'],
        rows: report.data.map(({ name, splits, digest, notes }) => [
          name,
          Object.entries(splits)
            .map(([split, count]) => `${split} ${count}`)
            .join(', '),
          digest.slice(0, 16),
          notes.join('; '),
        ]),
        best: [],
      },
    },
    {
      kind: 'table',
      table: {
        title: 'Jobs',
        caption: `All: ${formatDuration(report.jobSeconds)}.`,
        head: ['', 'time', 'state'],
        rows: report.jobs.map(({ name, seconds, state, reason }) => [
          name,
          seconds === null ? '–' : formatDuration(seconds),
          reason === null ? state : `${state}: ${reason}`,
        ]),
        best: [],
      },
    },
  ];
}

function fitText(
  fit: StudyReport['rows'][number]['seeds'][number]['fit'],
  foldModelsSeed: number | null,
): string {
  if (fit === null) return '–';
  return `${fit.faces} faces, ${fit.outOfFold ? `out of fold, by fold models of seed ${foldModelsSeed} for every seed` : 'labels unseen in training'}`;
}

export function reportTitle(report: StudyReport): string {
  return `${report.study.name}: ${report.domain === 'simulated' ? 'SIMULATED domain' : 'photographs'}, scale ${report.study.scale}`;
}
