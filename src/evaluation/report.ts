/**
 * What an evaluation leaves behind: `evaluation.json` with everything, and `evaluation.html`, one page that opens
 * anywhere: figures, cumulative error curve, errors by point, the worst twenty faces with their points drawn.
 */
import { join } from 'node:path';
import { counted } from '../core/text/counted.js';
import type { Dataset } from '../dataset/store/store.js';
import { writeFileWhole } from '../node/files.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import type { MarkedFile } from '../node/refuse-overwriting.js';
import type { ChartShape } from '../report/charts/axes.js';
import { errorCurveSvg } from '../report/charts/error-curve.js';
import { drawOverlay, labelledColour, predictedColour } from '../report/overlay.js';
import {
  chartOf,
  headingSection,
  type ReportPicture,
  type Section,
  tableSections,
  textSection,
} from '../report/section.js';
import { reportPage } from '../report/section-page.js';
import { type Evaluation, errorsOf, type MeasuredFace } from './evaluate-model.js';
import { labelsOf } from './predict/labels.js';
import { figureTable, transferSentence } from './table.js';

const shownFaces = 20;

/** Pixels of a drawn face. */
const faceSide = 320;

/** What the JSON begins with: by it both files are seen to be an evaluation's, and may be replaced by another. */
const mark = '{"model":{"file":';

/** The files of an evaluation, for those who ask first whether they would overwrite others. */
export function evaluationFiles(folder: string): MarkedFile[] {
  const { json, html } = pathsIn(folder);
  return [json, html].map((path) => ({ path, shownBy: json, mark }));
}

function pathsIn(folder: string): { json: string; html: string } {
  return { json: join(folder, 'evaluation.json'), html: join(folder, 'evaluation.html') };
}

/** Writes both files into the folder. @returns their paths. */
export async function writeEvaluation(
  evaluation: Evaluation,
  dataset: Dataset,
  folder: string,
): Promise<{ json: string; html: string }> {
  const paths = pathsIn(folder);
  await writeFileWhole(paths.json, `${JSON.stringify(evaluation)}\n`);
  await writeFileWhole(paths.html, await evaluationPage(evaluation, dataset));
  return paths;
}

async function evaluationPage(evaluation: Evaluation, dataset: Dataset): Promise<string> {
  const { data, faces } = evaluation;
  const split = [data.split, data.where].map((part) => (part === null ? '' : `, ${part}`)).join('');
  return reportPage(`Evaluation of ${evaluation.model.file}`, [
    textSection(`${counted(faces.length, 'face')} of ${data.folder}${split}.`),
    ...(await evaluationSections(evaluation, dataset)),
  ]);
}

/** The page's content, for reports that hold several evaluations. */
export async function evaluationSections(evaluation: Evaluation, dataset: Dataset): Promise<Section[]> {
  const { protocol, baseline, withinTwoSigma, failures, byPoint } = evaluation;
  return [
    headingSection('Figures'),
    ...tableSections(figureTable(evaluation)),
    textSection(
      `NME × 100. Median, failure rate and area under the curve are by ${protocol.normaliser} (*), threshold ${protocol.threshold}. ` +
        `${(100 * withinTwoSigma).toFixed(1)} % of the points lie within two of their own standard deviations; 86.5 % would be right.`,
    ),
    ...(baseline ? [textSection(`Baseline: ${baseline.source}, laid into the box without the image.`)] : []),
    headingSection('Cumulative error'),
    {
      kind: 'chart',
      chart: chartOf(
        'error-curve',
        `Share of faces with at most an error, ${protocol.points} points`,
        (shape) => curve(evaluation, shape),
      ),
    },
    headingSection(`Worst ${counted(Math.min(shownFaces, evaluation.faces.length), 'face')}`),
    textSection('Red: predicted, with its uncertainty. Green: labelled. White lines join the two.'),
    { kind: 'pictures', pictures: await worstFaces(evaluation, dataset), side: (2 / 3) * faceSide },
    headingSection('Error by point'),
    ...tableSections({
      head: ['point', 'name', 'NME × 100'],
      rows: byPoint.map(({ name, error }, k) => [String(k), name, error === null ? '–' : error.toFixed(2)]),
      sortable: true,
    }),
    ...(failures.length > 0
      ? [
          headingSection('Faces that failed'),
          ...tableSections({
            head: ['face', 'reason'],
            rows: failures.map(({ id, reason }) => [id, reason]),
          }),
        ]
      : []),
    headingSection('How it was measured'),
    ...tableSections({ head: ['', ''], rows: provenance(evaluation) }),
  ];
}

function curve(evaluation: Evaluation, shape: ChartShape): string {
  const { baseline, protocol } = evaluation;
  return errorCurveSvg(
    [
      { name: 'model', colour: '#c2185b', errors: errorsOf(evaluation) },
      ...(baseline ? [{ name: 'mean shape', colour: '#607d8b', errors: baseline.errors }] : []),
    ],
    2 * protocol.threshold,
    `NME × 100 by ${protocol.normaliser}`,
    shape,
  );
}

async function worstFaces(evaluation: Evaluation, dataset: Dataset): Promise<ReportPicture[]> {
  const worst = evaluation.faces
    .filter((face): face is MeasuredFace & { error: number } => face.error !== null)
    .sort((a, b) => b.error - a.error)
    .slice(0, shownFaces);
  const pictures: ReportPicture[] = [];
  for (const face of worst) {
    const [sample] = await dataset.read([face.index]);
    const bytes = await drawOverlay(
      await decodeImage(sample!.image, sample!.id),
      [
        { points: labelsOf(sample!, evaluation.protocol.convention), colour: labelledColour },
        {
          points: Float32Array.from(face.points),
          uncertainty: Float32Array.from(face.uncertainty),
          colour: predictedColour,
        },
      ],
      { window: { box: face.box, enlarge: 1.4, size: faceSide }, join: true, format: 'jpeg' },
    );
    pictures.push({ bytes, type: 'image/jpeg', caption: `${face.error.toFixed(2)} – ${face.id}` });
  }
  return pictures;
}

/** What a dataset's manifest says of itself, where it says anything: `kind generated, head cage, count 20`. */
function originWords(origin: Evaluation['data']['origin']): string {
  return Object.entries(origin)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

function provenance({ model, data, protocol, machine, seconds, faces }: Evaluation): [string, string][] {
  const { metadata } = model;
  const { recipe, seed, steps, data: trainedOn } = metadata.training;
  return [
    ['model', model.file],
    ['trained on', trainedOn],
    ['recipe', `${recipe}, seed ${seed}, ${counted(steps, 'step')}, Lineament ${metadata.lineament}`],
    ['licence', metadata.licence],
    ['data', [data.folder, data.split, data.where].filter(Boolean).join(', ')],
    ['origin', originWords(data.origin)],
    ['landmarks', `${data.landmarks}, ${protocol.convention} convention`],
    ...(model.output === 'transferred' ? [['output', transferSentence(metadata)] as [string, string]] : []),
    [
      'box',
      `the dataset's × ${protocol.boxes.enlargement}, jittered by ${protocol.boxes.jitter}, then × ${metadata.input.enlarge} by the model`,
    ],
    ['machine', `${machine.processor}, ${machine.cores} cores, Node ${machine.node}`],
    ['time', `${seconds.toFixed(1)} s for ${counted(faces.length, 'face')}`],
    ['measured', `${machine.date} by Lineament ${machine.lineament}`],
  ];
}
