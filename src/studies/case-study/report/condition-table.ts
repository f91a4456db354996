/** Errors by what the faces are like: how far turned, how open the mouth, how much hidden. */
import { mean } from '../../../core/numbers/statistics.js';
import { type ConditionGroup, conditionGroups } from '../../../evaluation/conditions/condition-groups.js';
import { createBootstrap } from '../../../evaluation/tests/bootstrap.js';
import type { Table } from '../../../report/table.js';
import type { SummaryCell } from '../results.js';
import { comparisonTitles } from './comparison-titles.js';
import { oneLineNote } from './one-line.js';
import type { StudyReport } from './study-report.js';
import { mainLines, partTitle, pointsText, rowTitle, simulatedNote } from './tables.js';

/** Fewer say nothing of a kind of face. */
const leastFaces = 5;

export function conditionTable(report: StudyReport): Table | null {
  const conditions = report.conditions.find(({ part }) => part === report.mainPart)?.faces;
  if (conditions === undefined) return null;
  const byId = new Map(conditions.map((face) => [face.id, face]));
  const shown = conditionGroups.filter((group) => conditions.filter(group.holds).length >= leastFaces);
  if (shown.length === 0) return null;
  const facesOf = (cell: SummaryCell, group: ConditionGroup): SummaryCell['faces'] =>
    cell.faces.filter(({ id }) => {
      const face = byId.get(id);
      return face !== undefined && group.holds(face);
    });
  return {
    title: `By what the faces are like, ${partTitle(report, report.mainPart)}`,
    caption: [
      `NME × 100 by ${report.normaliser}, ${pointsText(report.mainPoints)}, with 95 % intervals by bootstrap over persons.`,
      'Turn of the head and opening of the mouth are those of a head fitted to the labels; hidden is the share of points that the shipped detector takes for covered by something (below 5 %, below 12 %, more), since nobody has labelled that.',
      `Kinds with fewer than ${leastFaces} faces are left out.`,
      oneLineNote(report, mainLines(report)),
      simulatedNote(report, [report.mainPart]),
    ]
      .filter((text) => text !== '')
      .join(' '),
    head: [
      '',
      'compared by',
      ...shown.map((group) => `${group.name} (${conditions.filter(group.holds).length})`),
    ],
    rows: mainLines(report)
      .filter((cell) => cell.comparison !== 'own-set' && cell.figures[report.normaliser] !== null)
      .map((cell) => [
        rowTitle(report, cell.row),
        comparisonTitles[cell.comparison],
        ...shown.map((group) => errorOf(report, facesOf(cell, group))),
      ]),
    sortable: true,
  };
}

function errorOf({ normaliser }: StudyReport, faces: SummaryCell['faces']): string {
  const known = faces.filter(({ errors }) => errors[normaliser] !== null);
  if (known.length < leastFaces) return '–';
  const errors = known.map((face) => face.errors[normaliser]!);
  const { low, high } = createBootstrap(
    known.map(({ person }) => person),
    { seed: 1, resamples: 1000 },
  ).interval(errors);
  return `${mean(errors).toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
