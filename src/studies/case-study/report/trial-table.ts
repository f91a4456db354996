/** What rows with trials were chosen from: the error of each trial on validation, the chosen one marked. */
import type { Table } from '../../../report/table.js';
import type { StudyReport } from './study-report.js';
import { rowTitle, simulatedNote } from './tables.js';

export function trialTable(report: StudyReport): Table | null {
  const { trials, columns, domain } = report;
  if (trials.length === 0) return null;
  // In the order of the row that has most of them.
  const lists = trials.map((row) => row.trials.map(({ name }) => name));
  const names = [...new Set([...lists].sort((a, b) => b.length - a.length).flat())];
  const validation = columns.find((column) => column.domain === domain && column.split === 'validation')!;
  const lines = trials.map(({ row, seed, chosen, trials: tried }) => ({
    title: rowTitle(report, row),
    seed: String(seed),
    chosen: names.indexOf(chosen),
    errors: names.map((name) => tried.find((trial) => trial.name === name)?.nme),
  }));
  return {
    title: 'Trials on validation',
    caption: [
      'Each row was trained with each of these settings; the one of the least error on the validation split (bold) is the row of the other tables. NME × 100 of its own points by the distance of the outer eye corners, over all labelled points. A test split had no part in the choice.',
      simulatedNote(report, [validation.name]),
    ]
      .filter((words) => words !== '')
      .join(' '),
    head: ['', 'seed', ...names],
    rows: lines.map(({ title, seed, errors }) => [
      title,
      seed,
      ...errors.map((nme) => (nme === undefined ? '–' : nme.toFixed(2))),
    ]),
    best: lines.map(({ chosen }, i): [number, number] => [i, chosen + 2]),
    sortable: false,
  };
}
