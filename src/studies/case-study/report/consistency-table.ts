/** How far points move where the same face is seen in another way. */
import { boxFaults, type FaceView, faceViews } from '../../../evaluation/consistency/face-movement.js';
import type {
  ConsistencyFigure,
  ConsistencyPoints,
} from '../../../evaluation/consistency/measure-consistency.js';
import type { Table } from '../../../report/table.js';
import type { StudyReport } from './study-report.js';
import { partTitle, simulatedNote } from './tables.js';

const viewTitles: Record<FaceView, string> = {
  mirror: 'mirrored',
  shift: `box moved by ${100 * boxFaults.shift} %`,
  scale: `box ${100 * boxFaults.scale} % larger or smaller`,
  roll: `box turned by ${boxFaults.roll}°`,
};

const pointTitles: Record<ConsistencyPoints, (figure: ConsistencyFigure) => string> = {
  all: ({ count }) => `all ${count}`,
  'nearest-68': () => 'nearest to the 68',
};

export function consistencyTable(report: StudyReport): Table | null {
  const { consistency } = report;
  if (consistency.length === 0) return null;
  const parts = consistency[0]!.parts.map(({ part }) => part);
  const rows = consistency.flatMap(({ title, parts: measured }) =>
    measured.flatMap(({ part, figures }) =>
      (['all', 'nearest-68'] as const).flatMap((points) => {
        const own = figures.filter((figure) => figure.points === points);
        // Of a model of the 68 themselves both are the same.
        if (own.length === 0 || (points === 'nearest-68' && isWhole(figures))) return [];
        return [
          [
            title,
            `${partTitle(report, part)} (${own[0]!.faces})`,
            pointTitles[points](own[0]!),
            ...faceViews.map((view) => text(own.find((figure) => figure.view === view)!)),
          ],
        ];
      }),
    ),
  );
  return {
    title: 'Movement of points by the way in which a face is seen',
    caption: [
      'Mean distance between a point in the plain view and the same point in another, per cent of the distance of the outer eye corners, with 95 % intervals by bootstrap over persons; smaller is steadier. No label says where the points should be: a detector that always gives the mean face would hold still too.',
      'Boxes are off to either side in turn, by shares of their longer side. “Nearest to the 68” are the points of a dense set that correspond most closely to the 68 on the template, by which sets compare.',
      simulatedNote(report, parts),
    ]
      .filter((words) => words !== '')
      .join(' '),
    head: ['model', 'faces', 'points', ...faceViews.map((view) => viewTitles[view])],
    rows,
    sortable: true,
  };
}

function isWhole(figures: readonly ConsistencyFigure[]): boolean {
  return new Set(figures.map(({ count }) => count)).size === 1;
}

function text({ movement, interval: { low, high } }: ConsistencyFigure): string {
  return `${movement.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
