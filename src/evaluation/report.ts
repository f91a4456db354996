/**
 * What an evaluation leaves behind: `evaluation.json` with everything, and `evaluation.html`, one page that opens
 * anywhere: figures, cumulative error curve, errors by point, the worst twenty faces with their points drawn.
 */
import { join } from 'node:path';
import type { Dataset } from '../dataset/store/store.js';
import { decodeImage } from '../node/decode-image.js';
import { writeFileWhole } from '../node/files.js';
import { drawing, heading, htmlPage, type Markup, paragraph, picture, table } from '../report/html-page.js';
import { errorCurveSvg } from './error-curve.js';
import { type Evaluation, errorsOf, type MeasuredFace } from './evaluate-model.js';
import { drawOverlay } from './overlay.js';
import { labelsOf } from './predict/labels.js';
import { figureTable, transferSentence } from './table.js';

export const predictedColour = '#ff3b6b';
export const labelledColour = '#2fe36b';

const shownFaces = 20;

/** Writes both files into the folder. @returns their paths. */
export async function writeEvaluation(
  evaluation: Evaluation,
  dataset: Dataset,
  folder: string,
): Promise<{ json: string; html: string }> {
  const paths = { json: join(folder, 'evaluation.json'), html: join(folder, 'evaluation.html') };
  await writeFileWhole(paths.json, `${JSON.stringify(evaluation)}\n`);
  await writeFileWhole(paths.html, await evaluationPage(evaluation, dataset));
  return paths;
}

async function evaluationPage(evaluation: Evaluation, dataset: Dataset): Promise<string> {
  const { data, faces } = evaluation;
  const split = [data.split, data.where].map((part) => (part === null ? '' : `, ${part}`)).join('');
  return htmlPage(`Evaluation of ${evaluation.model.file}`, [
    paragraph(`${faces.length} faces of ${data.folder}${split}.`),
    ...(await evaluationSections(evaluation, dataset)),
  ]);
}

/** The page's content, for reports that hold several evaluations. */
export async function evaluationSections(evaluation: Evaluation, dataset: Dataset): Promise<Markup[]> {
  const { protocol, baseline, withinTwoSigma, failures, byPoint } = evaluation;
  const figures = figureTable(evaluation);
  return [
    heading('Figures'),
    table(figures.head, figures.rows),
    paragraph(
      `NME × 100. Median, failure rate and area under the curve are by ${protocol.normaliser} (*), threshold ${protocol.threshold}. ` +
        `${(100 * withinTwoSigma).toFixed(1)} % of the points lie within two of their own standard deviations; 86.5 % would be right.`,
    ),
    ...(baseline ? [paragraph(`Baseline: ${baseline.source}, laid into the box without the image.`)] : []),
    heading('Cumulative error'),
    drawing(curve(evaluation), `Share of faces with at most an error, ${protocol.points} points`),
    heading(`Worst ${Math.min(shownFaces, evaluation.faces.length)} faces`),
    paragraph('Red: predicted, with its uncertainty. Green: labelled. White lines join the two.'),
    gallery(await worstFaces(evaluation, dataset)),
    heading('Error by point'),
    table(
      ['point', 'NME × 100'],
      byPoint.map(({ name, error }, k) => [`${k} ${name}`, error === null ? '–' : error]),
    ),
    ...(failures.length > 0
      ? [
          heading('Faces that failed'),
          table(
            ['face', 'reason'],
            failures.map(({ id, reason }) => [id, reason]),
          ),
        ]
      : []),
    heading('How it was measured'),
    table(['', ''], provenance(evaluation)),
  ];
}

function curve(evaluation: Evaluation): string {
  const { baseline, protocol } = evaluation;
  return errorCurveSvg(
    [
      { name: 'model', colour: '#c2185b', errors: errorsOf(evaluation) },
      ...(baseline ? [{ name: 'mean shape', colour: '#607d8b', errors: baseline.errors }] : []),
    ],
    2 * protocol.threshold,
    `NME × 100 by ${protocol.normaliser}`,
  );
}

async function worstFaces(evaluation: Evaluation, dataset: Dataset): Promise<Markup[]> {
  const worst = evaluation.faces
    .filter((face): face is MeasuredFace & { error: number } => face.error !== null)
    .sort((a, b) => b.error - a.error)
    .slice(0, shownFaces);
  const pictures: Markup[] = [];
  for (const face of worst) {
    const [sample] = await dataset.read([face.index]);
    const drawn = await drawOverlay(
      await decodeImage(sample!.image, sample!.id),
      [
        { points: labelsOf(sample!, evaluation.protocol.convention), colour: labelledColour },
        {
          points: Float32Array.from(face.points),
          uncertainty: Float32Array.from(face.uncertainty),
          colour: predictedColour,
        },
      ],
      { window: { box: face.box, enlarge: 1.4, size: 320 }, join: true, format: 'jpeg' },
    );
    pictures.push(picture(drawn, 'image/jpeg', `${face.error.toFixed(2)} – ${face.id}`));
  }
  return pictures;
}

function gallery(pictures: readonly Markup[]): Markup {
  const cells = pictures.map(({ html }) => html).join('\n');
  return {
    html: `<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:0 1rem">${cells}</div>`,
  };
}

function provenance({ model, data, protocol, machine, seconds, faces }: Evaluation): [string, string][] {
  const { metadata } = model;
  const { recipe, seed, steps, data: trainedOn } = metadata.training;
  return [
    ['model', model.file],
    ['trained on', trainedOn],
    ['recipe', `${recipe}, seed ${seed}, ${steps} steps, Lineament ${metadata.lineament}`],
    ['licence', metadata.licence],
    ['data', `${data.folder} ${data.split ?? ''} ${data.where ?? ''}: ${JSON.stringify(data.origin)}`],
    ['landmarks', `${data.landmarks}, ${protocol.convention} convention`],
    ...(model.output === 'transferred' ? [['output', transferSentence(metadata)] as [string, string]] : []),
    [
      'box',
      `the dataset's × ${protocol.boxes.enlargement}, jittered by ${protocol.boxes.jitter}, then × ${metadata.input.enlarge} by the model`,
    ],
    ['machine', `${machine.processor}, ${machine.cores} cores, Node ${machine.node}`],
    ['time', `${seconds.toFixed(1)} s for ${faces.length} faces`],
    ['measured', `${machine.date} by Lineament ${machine.lineament}`],
  ];
}
