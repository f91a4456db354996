/** The figures of an evaluation as a table: rows of text for the terminal, the same rows for the page. */

import { counted } from '../core/text/counted.js';
import { type Normaliser, normalisers } from '../landmarks/errors/normalisers.js';
import { type Table, tableText } from '../report/table.js';
import type { Evaluation } from './evaluate-model.js';
import type { FigureRow } from './figures/figure-rows.js';

const columnNames: Record<Normaliser, string> = {
  'outer-eye-corners': 'NME ioc',
  pupils: 'NME pupils',
  'true-pupils': 'NME true pupils',
  box: 'NME √box',
  diagonal: 'NME diagonal',
};

/** Rows of the model, each followed by the baseline's. */
export function figureTable({ figures, baseline, protocol }: Evaluation): Table {
  const { normaliser, threshold } = protocol;
  const shown = normalisers.filter((name) => figures.some(({ nme }) => nme[name] !== undefined));
  const head = [
    'points',
    'of',
    'faces',
    ...shown.map((name) => (name === normaliser ? `${columnNames[name]} *` : columnNames[name])),
    'median',
    `FR@${threshold}`,
    `AUC@${threshold}`,
  ];
  const row = (label: string, of: string, figure: FigureRow): string[] => [
    label,
    of,
    String(figure.faces),
    ...shown.map((name) => figure.nme[name]?.toFixed(2) ?? '–'),
    figure.median.toFixed(2),
    `${(100 * figure.failureRate).toFixed(1)} %`,
    figure.areaUnderCurve.toFixed(3),
  ];
  const rows = figures.flatMap((figure) => {
    const beside = baseline?.figures.find(({ label }) => label === figure.label);
    const count = figure.points.toFixed(Number.isInteger(figure.points) ? 0 : 1);
    return [
      row(`${figure.label}, ${count}`, 'model', figure),
      ...(beside ? [row('', 'mean shape', beside)] : []),
    ];
  });
  return { head, rows };
}

/** Everything that people read on the terminal. */
export function evaluationText(evaluation: Evaluation): string {
  const { data, faces, failures, protocol, baseline, withinTwoSigma, seconds, model } = evaluation;
  const lines = [
    `${model.file} on ${data.folder}${data.split === null ? '' : `, split ${data.split}`}${data.where === null ? '' : `, where ${data.where}`}: ${counted(faces.length, 'face')}`,
    '',
    tableText(figureTable(evaluation), 2),
    '',
    `* ${protocol.normaliser}: median, failure rate and area under the curve are by it. NME is × 100.`,
    ...(baseline ? [`mean shape: ${baseline.source}, laid into the box without looking at the image.`] : []),
    ...(model.output === 'transferred' ? [transferSentence(model.metadata)] : []),
    ...(losesToMeanShape(evaluation) ? ['This model does not beat the mean shape on these faces.'] : []),
    `${(100 * withinTwoSigma).toFixed(1)} % of the points lie within two of their own standard deviations (86.5 % would be right).`,
    `${(seconds / faces.length) * 1000 < 1 ? '< 1' : ((seconds / faces.length) * 1000).toFixed(0)} ms a face, reading and decoding included.`,
  ];
  if (failures.length > 0) {
    lines.push(
      '',
      `${counted(failures.length, 'face')} failed:`,
      ...failures.map(({ id, reason }) => `  ${id}: ${reason}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Points of a second set are no longer the model's own alone: what stands between must be said with the figures. */
export function transferSentence({ landmarks, transfer }: Evaluation['model']['metadata']): string {
  return `measured through the model's label transfer (${transfer?.network}): ${landmarks.set} to ${transfer?.set}, learned from labels of ${transfer?.set}.`;
}

function losesToMeanShape({ figures, baseline, protocol }: Evaluation): boolean {
  const errorOf = (rows: readonly FigureRow[] | undefined): number | undefined =>
    rows?.find(({ label }) => label === protocol.points)?.nme[protocol.normaliser];
  const model = errorOf(figures);
  const meanShape = errorOf(baseline?.figures);
  return model !== undefined && meanShape !== undefined && model >= meanShape;
}
