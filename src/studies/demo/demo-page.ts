/** The demo's report: one page that tells a newcomer what was made, how it was trained and how well it does. */
import type { Dataset } from '../../dataset/store/store.js';
import type { Evaluation } from '../../evaluation/evaluate-model.js';
import { evaluationSections } from '../../evaluation/report.js';
import { chartOf, headingSection, type Section, textSection } from '../../report/section.js';
import { reportPage } from '../../report/section-page.js';
import { lossCurveOf } from '../../tasks/landmarks/run-files.js';
import type { TrainingOutcome } from '../job-kinds/training-job.js';
import { trainingLog } from '../job-kinds/training-log.js';

/** What the page's title begins with, by which it is seen that it is a demo's. */
export const demoTitle = 'Lineament demo';

export interface DemoParts {
  head: string;
  quick: boolean;
  faces: Dataset;
  /** PNG. */
  sheet: Uint8Array;
  training: TrainingOutcome;
  /** The training's folder. */
  run: string;
  synthetic: Evaluation;
  photos: Dataset | null;
  photographs: Evaluation | null;
}

export async function demoPage(parts: DemoParts): Promise<string> {
  const { faces, training, synthetic, photos, photographs } = parts;
  const log = await trainingLog(parts.run);
  const onPhotographs: Section[] =
    photographs !== null && photos !== null
      ? [
          headingSection('On real photographs, none of which was used in training'),
          ...(await evaluationSections(photographs, photos)),
        ]
      : [
          headingSection('On real photographs'),
          textSection(
            'Not measured. Run the demo with --photos FOLDER (a folder with labelled.jsonl) to measure the same detector on photographs.',
          ),
        ];
  return reportPage(`${demoTitle}: from synthetic faces to a landmark detector`, [
    textSection(
      `${faces.count} faces were rendered with the head "${parts.head}", each with 68 exact landmarks; a network (${training.recipe.model.backbone}) of ${training.parameters.toLocaleString('en')} parameters was trained on them for ${training.steps} steps of ${training.recipe.batch} images, and measured on faces it has not seen.${parts.quick ? ' This is the quick version: it shows that everything works, not how well.' : ''}`,
    ),
    headingSection('The faces'),
    {
      kind: 'pictures',
      pictures: [
        {
          bytes: parts.sheet,
          type: 'image/png',
          caption: 'Synthetic faces with their landmarks; hidden points in another colour',
        },
      ],
    },
    headingSection('Training'),
    {
      kind: 'chart',
      chart: chartOf('loss-curve', 'Loss and validation error by step', (shape) =>
        lossCurveOf(training.recipe.name, training.recipe.steps, log, shape),
      ),
    },
    headingSection('On a synthetic test set'),
    ...(await evaluationSections(synthetic, faces)),
    ...onPhotographs,
  ]);
}
