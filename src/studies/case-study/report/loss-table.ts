/** What each method's own loss did beside that of the task: why one that changes nothing does so. */
import type { Table } from '../../../report/table.js';
import type { StudyReport } from './study-report.js';
import { rowTitle } from './tables.js';

/** On which faces a part is computed. */
type On = 'synthetic' | 'target' | 'labelled';

/**
 * Parts of losses by their names in the log, in the order of the table; null: said by another part. One that is missing here
 * is called as in the log.
 */
const partTexts: Readonly<Record<string, { text: string; on: On } | null>> = {
  task: { text: 'task', on: 'synthetic' },
  'source.dann.loss': { text: 'discriminator’s loss (0.69: guesses)', on: 'synthetic' },
  'dann.loss': { text: 'discriminator’s loss (0.69: guesses)', on: 'target' },
  'source.dann.right': { text: 'share that it has right (0.5: guesses)', on: 'synthetic' },
  'dann.right': { text: 'share that it has right (0.5: guesses)', on: 'target' },
  'source.daln.norm': { text: 'nuclear norm of the heatmaps', on: 'synthetic' },
  'daln.loss': { text: 'nuclear norm of the heatmaps', on: 'target' },
  'source.bi-classifier.heatmaps': { text: 'second head’s cross-entropy', on: 'synthetic' },
  'bi-classifier.disparity': { text: 'disparity of both heads (0 to 1)', on: 'target' },
  'bi-classifier.loss': null,
  'mean-teacher.loss': { text: 'cross-entropy with the teacher', on: 'target' },
  'mean-teacher.distance': { text: 'distance from the teacher’s points, pixels', on: 'target' },
  'mean-teacher.confident': { text: 'share that the teacher is sure of', on: 'target' },
  'self-training.loss': { text: 'cross-entropy with its own points', on: 'target' },
  'self-training.distance': { text: 'distance from its own points, pixels', on: 'target' },
  'self-training.confident': { text: 'confidence in its own points (0 to 1)', on: 'target' },
  'feature-alignment.means': { text: 'distance of the features’ means', on: 'target' },
  'feature-alignment.covariances': { text: 'distance of the features’ covariances', on: 'target' },
  'feature-alignment.loss': null,
  'label-transfer.loss': { text: 'label transfer', on: 'labelled' },
  'label-transfer.distance': { text: 'distance from the labels, pixels', on: 'labelled' },
  'label-transfer.likelihood': null,
  'label-transfer.heatmaps': null,
};
const order = Object.keys(partTexts);
/** Unknown ones at the end. */
const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);

/** Only where a row has a method of adaptation. */
export function lossTable(report: StudyReport): Table | null {
  const { losses } = report;
  if (losses.every(({ methods }) => methods.length === 0)) return null;
  const target = report.domain === 'simulated' ? 'SIMULATED' : 'photographs';
  const faces: Record<On, string> = { synthetic: 'synthetic', target, labelled: 'real labels' };
  const without = losses.filter(({ methods, parts }) => methods.length > 0 && parts.length === 1);
  return {
    title: 'What the losses did',
    caption: [
      'Means over the first and the last tenth of the steps of the first seed’s training, from its log, and the course between them, drawn from its least to its greatest. The task is the loss on synthetic faces, without what methods add there; weight is that of the method in its recipe. Pixels are those of the crop.',
      without.length === 0
        ? ''
        : `Without a loss of their own: ${without.map(({ row }) => rowTitle(report, row)).join(', ')}.`,
    ]
      .filter((words) => words !== '')
      .join(' '),
    head: ['', 'part', 'faces', 'weight', 'beginning', 'end', 'course'],
    rows: losses.flatMap(({ row, parts }) =>
      [...parts]
        .sort((a, b) => placeOf(a.name) - placeOf(b.name))
        .flatMap(({ name, weight, beginning, end, course }) => {
          const known = partTexts[name];
          if (known === null) return [];
          return [
            [
              rowTitle(report, row),
              known?.text ?? name,
              known === undefined ? '' : faces[known.on],
              String(weight),
              figure(beginning),
              figure(end),
              sparkline(course),
            ],
          ];
        }),
    ),
    sortable: true,
  };
}

/** Three digits that say something. */
function figure(value: number): string {
  const digits = Math.abs(value) < 0.1 ? 4 : Math.abs(value) < 1 ? 3 : 2;
  return value.toFixed(digits).replace('-', '−');
}

const blocks = '▁▂▃▄▅▆▇█';

/** A bar for each value; nothing for a single one. */
function sparkline(values: readonly number[]): string {
  if (values.length < 2) return '–';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const height = (value: number): number =>
    high > low ? Math.round(((blocks.length - 1) * (value - low)) / (high - low)) : 0;
  return values.map((value) => blocks[height(value)]).join('');
}
