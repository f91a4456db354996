/**
 * Best, median and worst faces of the main rows on the main part, with labelled and predicted points. They show the
 * user's own data and are written into the report on the user's disk only.
 */

import { openDataset } from '../../../dataset/store/store.js';
import { labelsOf } from '../../../evaluation/predict/labels.js';
import type { Comparison, MeasuredRowFace, RowCell } from '../../../evaluation/rows/row-result.js';
import { type JobEnds, outcomeOf } from '../../../jobs/run-jobs.js';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import { drawOverlay, labelledColour, predictedColour } from '../../../report/overlay.js';
import type { ReportPicture, Section } from '../../../report/section.js';
import type { StudyPlan } from '../plan-study.js';
import { comparisonTitles } from './comparison-titles.js';
import type { StudyReport } from './study-report.js';
import { partTitle } from './tables.js';

/** Pixels of a drawn face. */
const faceSide = 400;
/** Of each on a wide page, at least. */
const shownSide = 200;
const shown = 3;
const preferred: readonly Comparison[] = ['own-head', 'mlp', 'nearest-subset'];

export async function rowOverlays(report: StudyReport, plan: StudyPlan, ends: JobEnds): Promise<Section[]> {
  const overlays: Section[] = [];
  for (const row of plan.rows.filter(({ show }) => show)) {
    const run = row.runs[0]!;
    if (ends.get(run.measuring)?.state !== 'done') continue;
    const { cells } = outcomeOf(ends, run.measuring);
    const cell = preferred
      .map((comparison) =>
        cells.find(
          (one) => one.part === report.mainPart && one.comparison === comparison && one.points === 'all',
        ),
      )
      .find((one) => one !== undefined);
    if (cell === undefined) continue;
    overlays.push({
      kind: 'pictures',
      title: `${row.title}, seed ${run.seed}, ${comparisonTitles[cell.comparison]}, ${partTitle(report, report.mainPart)}`,
      pictures: await drawFaces(cell, report),
      side: shownSide,
      strip: true,
    });
  }
  return overlays;
}

async function drawFaces(cell: RowCell, { normaliser }: StudyReport): Promise<ReportPicture[]> {
  const chosen = chooseFaces(
    cell.faces.filter((face) => face.errors[normaliser] !== null && face.points),
    (face) => face.errors[normaliser]!,
  );
  const dataset = await openDataset(cell.data);
  try {
    const drawn: ReportPicture[] = [];
    for (const { kind, face } of chosen) {
      const [sample] = await dataset.read([face.index]);
      const bytes = await drawOverlay(
        await decodeImage(sample!.image, sample!.id),
        [
          { points: labelsOf(sample!, 'contour'), colour: labelledColour },
          { points: Float32Array.from(face.points!), colour: predictedColour },
        ],
        { window: { box: sample!.box, enlarge: 1.4, size: faceSide }, join: true, format: 'jpeg' },
      );
      drawn.push({
        bytes,
        type: 'image/jpeg',
        caption: `${kind}: ${face.errors[normaliser]!.toFixed(2)}`,
      });
    }
    return drawn;
  } finally {
    dataset.close();
  }
}

/** So many of the least, around the median and of the largest error, no face twice. */
export function chooseFaces(
  faces: readonly MeasuredRowFace[],
  errorOf: (face: MeasuredRowFace) => number,
  count: number = shown,
): { kind: 'best' | 'median' | 'worst'; face: MeasuredRowFace }[] {
  const sorted = [...faces].sort((a, b) => errorOf(a) - errorOf(b));
  const each = Math.min(count, Math.floor(sorted.length / 3));
  if (each === 0) return sorted.map((face) => ({ kind: 'median', face }));
  const middle = Math.floor((sorted.length - each) / 2);
  return [
    ...sorted.slice(0, each).map((face) => ({ kind: 'best' as const, face })),
    ...sorted.slice(middle, middle + each).map((face) => ({ kind: 'median' as const, face })),
    ...sorted.slice(-each).map((face) => ({ kind: 'worst' as const, face })),
  ];
}
