/** What the study's report is made of: the sections that its recipe names, between what no report may leave out. */

import { formatDuration } from '../../../core/text/duration.js';
import type { AdapterName } from '../../../evaluation/adapters/registry.js';
import { type RowSubset, rowNormalisers } from '../../../evaluation/rows/row-result.js';
import {
  type Chart,
  headingSection,
  type Section,
  tableSections,
  textSection,
} from '../../../report/section.js';
import { conditionTable } from './condition-table.js';
import { consistencyTable } from './consistency-table.js';
import { featureTable } from './feature-table.js';
import { lossTable } from './loss-table.js';
import type { ComparisonSettings, plainSections, SectionSettings } from './section-settings.js';
import type { StudyReport } from './study-report.js';
import {
  curveTable,
  detailTable,
  domainText,
  errorTable,
  partTitle,
  regionTable,
  seedTable,
  testTable,
} from './tables.js';
import { trialTable } from './trial-table.js';

/** What of a report is drawn: its charts, and faces with their points. */
export interface Drawn {
  charts: readonly Chart[];
  faces: readonly Section[];
}

/** @param settings – of the study's recipe. */
export function reportSections(
  report: StudyReport,
  settings: readonly SectionSettings[],
  drawn: Drawn,
): Section[] {
  return [
    ...introduction(report),
    ...settings.flatMap((one) =>
      one.section === 'comparison'
        ? comparison(report, one)
        : sectionsOf[one.section](report, drawn, settings),
    ),
    ...provenance(report),
  ];
}

/** Every kind of section; one that has nothing to show is left out with its heading. */
const sectionsOf: Record<
  (typeof plainSections)[number],
  (report: StudyReport, drawn: Drawn, all: readonly SectionSettings[]) => Section[]
> = {
  bars: (_report, drawn) => under('At a glance', chart(drawn, 'bars')),
  trials: (report) => under('What was tried, and chosen on validation', tableSections(trialTable(report))),
  tests: (report) =>
    under('Which differences are more than noise', [
      ...tableSections(testTable(report, 'against the reference')),
      ...tableSections(testTable(report, 'between the best rows')),
      ...tableSections(seedTable(report)),
    ]),
  'label-curve': (report, drawn) =>
    under('How many real labels it takes', [
      ...chart(drawn, 'label-curve'),
      ...(report.curve.length > 0 ? tableSections(curveTable(report)) : []),
    ]),
  distribution: (report, drawn) =>
    under('Distribution and regions', [
      ...chart(drawn, 'error-curves'),
      ...tableSections(detailTable(report)),
      ...tableSections(regionTable(report)),
    ]),
  conditions: (report) =>
    under('Turned, open, hidden: which faces are hard', tableSections(conditionTable(report))),
  features: (report) =>
    under('What adapting did to features and losses', [
      ...tableSections(featureTable(report)),
      ...tableSections(lossTable(report)),
    ]),
  consistency: (report) => under('How steady the points are', tableSections(consistencyTable(report))),
  faces: (report, { faces }) =>
    under(
      'Best, median and worst faces',
      faces.length === 0
        ? []
        : [
            textSection(
              `${partTitle(report, report.mainPart)}. Green: labelled. Red: predicted. White lines join the two. Chosen by the error over all labelled points.`,
            ),
            ...faces,
          ],
    ),
  'all-points': (report, _drawn, all) =>
    report.mainPoints === 'all'
      ? []
      : under(
          'The tables over all labelled points',
          all.flatMap((one) => (one.section === 'comparison' ? errorTables(report, one, 'all') : [])),
        ),
  'own-points': (report) =>
    under(
      'The dense points themselves',
      tableSections(
        errorTable(report, `Points of ${report.study.landmarks}`, ['own-set'], 'outer-eye-corners', 'all'),
      ),
    ),
};

function under(title: string, sections: readonly Section[]): Section[] {
  return sections.length === 0 ? [] : [headingSection(title), ...sections];
}

function chart({ charts }: Drawn, name: string): Section[] {
  return charts.filter((one) => one.name === name).map((one): Section => ({ kind: 'chart', chart: one }));
}

function comparison(report: StudyReport, settings: ComparisonSettings): Section[] {
  const { table, title, ways } = settings;
  const tables = errorTables(report, settings, report.mainPoints);
  // A way that no row has, such as the auxiliary network of models of the very set that is measured.
  if (tables.length === 0) return [];
  return [
    headingSection(title === undefined ? table : `${table}: ${title}`),
    textSection([...new Set(ways.map((way) => wayTexts[way](report)))].join(' ')),
    ...tables,
  ];
}

/** By both normalisers: no constant turns one into the other. */
function errorTables(report: StudyReport, { table, ways }: ComparisonSettings, points: RowSubset): Section[] {
  return rowNormalisers.flatMap((normaliser) =>
    tableSections(errorTable(report, table, ways, normaliser, points)),
  );
}

/** How figures of each way come about, and what is to be kept in mind with them. */
const wayTexts: Record<AdapterName, (report: StudyReport) => string> = {
  'nearest-subset': () =>
    'The predicted points that correspond most closely to the 68 on the template, as they are. Biased, since the two sets define their points differently.',
  'own-head': () =>
    "Beside them stands what a row predicts by a head of its own (tested against the reference's nearest subset, for the reference has no such head). On the train column, rows with real labels are measured on faces that they were trained on.",
  mlp: adapterText,
  'ridge-affine': adapterText,
  'ridge-features': (report) =>
    `${adapterText(report)} The ridge of features also reads what the network saw around the points.`,
  auxiliary: () =>
    'A network trained on synthetic pairs of both sets and then frozen turns predicted points into the 68: no real label is used.',
};

/** What the adapters to real labels are fitted on. */
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
  for (const { warnings } of report.data)
    for (const text of warnings) sections.push({ kind: 'warning', text });
  if (report.rows.every(({ seeds }) => seeds.every(({ fit }) => fit === null)))
    sections.push({
      kind: 'warning',
      text: `No adapter was fitted: ${domainText(report)} have too few faces for training, so no row reads their labels.`,
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
    headingSection('How it was made'),
    {
      kind: 'text',
      text: `Command: ${report.study.command || 'none (called as a library)'}. Models are those of the last step: nothing was chosen on a test split${report.trials.length > 0 ? '; rows with trials were chosen on validation' : ', nor on validation'}. Intervals are percentile bootstraps over persons; nothing in them knows of other trainings, which the seeds show.`,
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
          recipe ?? 'none: the base as it is',
          labelled ? 'yes' : 'no',
          [...seeds.map(({ seed }) => String(seed)), ...failures].join(', '),
          seeds[0] === undefined ? '–' : String(seeds[0].steps),
          seeds[0] === undefined ? '–' : formatDuration(seeds[0].seconds),
          fitText(seeds[0]?.fit ?? null, foldModelsSeed),
        ]),
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
