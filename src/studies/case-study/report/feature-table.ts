/** How far photographs lie from synthetic faces in the features of rows, beside the error: whether a method that does nothing moved them. */
import type { Table } from '../../../report/table.js';
import type { StudyReport } from './study-report.js';
import { mainCells, partTitle, rowTitle, simulatedNote } from './tables.js';

export function featureTable(report: StudyReport): Table | null {
  const { features, mainPart, normaliser } = report;
  if (features.length === 0) return null;
  return {
    title: 'Distance in the network’s own features',
    caption: [
      `Root mean square distance of a face’s features (their mean over the picture) from the cloud of synthetic training faces, whitened by it (Mahalanobis); [95 % interval by bootstrap over faces]. Synthetic faces that the cloud was not made of stand beside: at a ratio of 1 the network could not tell ${partTitle(report, mainPart)} from synthetic faces by this. First seed of each row; NME × 100 of its direct points beside it.`,
      simulatedNote(report, [mainPart]),
    ]
      .filter((words) => words !== '')
      .join(' '),
    head: ['', `${partTitle(report, mainPart)} (${features[0]!.faces})`, 'synthetic', 'ratio', 'NME × 100'],
    rows: features.map(({ row, held, other, interval }) => {
      const cells = mainCells(report).filter((cell) => cell.row === row);
      const cell =
        cells.find(({ comparison }) => comparison === 'nearest-subset') ??
        cells.find(({ comparison }) => comparison === 'own-head');
      const nme = cell?.figures[normaliser]?.nme;
      return [
        rowTitle(report, row),
        `${other.toFixed(2)} [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`,
        held.toFixed(2),
        (other / held).toFixed(2),
        nme === undefined ? '–' : nme.toFixed(2),
      ];
    }),
    sortable: true,
  };
}
