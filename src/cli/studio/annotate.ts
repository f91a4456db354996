/** `lineament annotate`: photographs labelled in the browser, points that move together; and how much that saves, simulated. */

import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import { freedAfter } from '../../core/opened-together.js';
import type { Work } from '../../core/work.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { ownSet } from '../../detect/point-maps/wanted-landmarks.js';
import { defaultModel, shippedModels } from '../../detect/shipped-models.js';
import { type SimulatedAnnotation, simulateAnnotation } from '../../evaluation/simulate-annotation.js';
import { isSetFile, openLandmarkSet } from '../../face/landmark-set-file.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { defaultLearning, type LearningWay, learningWays } from '../../studio/learning/desk-learner.js';
import { openAnnotation } from '../../studio/open-annotation.js';
import { openCorrection } from '../../studio/open-correction.js';
import { labelsHint } from '../../studio/starting-labels/open-starting-labels.js';
import { exampleText } from '../command/example.js';
import { landmarksOption } from '../command/points-options.js';
import { runCommand } from '../command/run-command.js';
import { toPort } from '../command/to-port.js';
import { wholeNumber } from '../command/whole-number.js';

interface AnnotateFlags {
  landmarks?: string;
  model: string;
  labels?: string;
  annotator?: string;
  out?: string;
  learn: LearningWay;
  host: string;
  port: number;
  simulate?: true;
  split?: string;
  labelled?: string;
  limit?: number;
  json?: true;
}

export function addAnnotateCommand(program: Command): void {
  program
    .command('annotate')
    .summary('points put right in your browser, the others follow')
    .description(
      'Serves a page to the browser of this machine: the detector has placed the points, you correct the most doubtful ones, and the others follow. Every correction is on disk at once. Ctrl-C ends it.',
    )
    .argument('<folder>', 'photographs; with --simulate a dataset with labels')
    .addOption(landmarksOption())
    .option(
      '--model <file>',
      `model.onnx, or the name of a shipped model: ${Object.keys(shippedModels).join(', ')}`,
      defaultModel,
    )
    .option('--labels <path>', `labels to begin with: ${labelsHint}`)
    .option('--annotator <name>', 'who corrects; two of them on one folder are compared')
    .addOption(
      new Option(
        '--learn <how>',
        'what faces that nobody has touched begin from: a map of what is done, by twenties, or training in the background',
      )
        .choices(learningWays)
        .default(defaultLearning),
    )
    .option('--out <folder>', "of the annotations (the photographs' folder with -annotations by default)")
    .option(
      '--host <address>',
      'where it listens; others than this machine need the token of the link',
      '127.0.0.1',
    )
    .option('--port <n>', '0: any that is free', toPort, 8081)
    .option(
      '--simulate',
      'no page: counts how many points a simulated annotator must correct on labelled faces',
    )
    .option('--split <name>', 'with --simulate: a part of the dataset')
    .option('--labelled <name>', 'with --simulate: a part whose labels are learnt from first')
    .option('--limit <n>', 'with --simulate: so many faces at most', wholeNumber)
    .option('--json', 'with --simulate: the result as JSON')
    .addHelpText('after', exampleText('lineament annotate photos --landmarks ibug68'))
    .action(async (folder: string, flags: AnnotateFlags) => {
      if (flags.simulate) return simulate(folder, flags);
      if (flags.split ?? flags.labelled ?? flags.limit ?? flags.json)
        throw new UsageError('annotate: --split, --labelled, --limit and --json go with --simulate');
      await runCommand({
        name: 'annotate',
        flags: {},
        label: 'looking',
        run: (work) => annotate(folder, flags, work),
      });
    });
}

/** Until it is stopped. */
async function annotate(
  pictures: string,
  { landmarks, model, out, labels, annotator, learn, host, port }: AnnotateFlags,
  work: Work,
): Promise<void> {
  // Loaded when they are needed: every other command starts without them.
  const { annotatePart } = await import('../../server/studio/annotate.js');
  const { serveStudio } = await import('../../server/studio/serve-studio.js');
  const opened = await openAnnotation(
    {
      pictures,
      model,
      learn,
      ...(landmarks !== undefined && { landmarks }),
      ...(out !== undefined && { out }),
      ...(labels !== undefined && { labels }),
      ...(annotator !== undefined && { annotator }),
    },
    work,
  );
  try {
    const title = basename(resolve(pictures));
    const part = annotatePart({ ...opened, title, ...(annotator !== undefined && { annotator }) });
    const { openSetEditor } = await import('../../server/studio/landmarks.js');
    const { name } = opened.set;
    const editor = await openSetEditor({
      ...(landmarks !== undefined && isSetFile(landmarks) && { file: landmarks }),
      ...(landmarkSetNames.includes(name) && { from: name }),
    });
    const server = await serveStudio({ title, parts: [part, editor], host, port }, work);
    const stopped = new Promise<void>((stop) => {
      if (work.signal.aborted) stop();
      else work.signal.addEventListener('abort', () => stop(), { once: true });
    });
    work.log.info(`open ${server.address} in a browser; annotations go to ${opened.folder}; Ctrl-C ends it`);
    const looked = opened.desk.look(work);
    await stopped;
    await looked;
    await server.close();
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function simulate(
  dataset: string,
  { landmarks, model, split, labelled, limit, json }: AnnotateFlags,
): Promise<void> {
  await runCommand<SimulatedAnnotation>({
    name: 'annotate',
    flags: { ...(json && { json }) },
    label: 'simulating',
    run: (work) =>
      freedAfter(async (keep) => {
        const detector = await openLandmarkDetector(
          model,
          { mirror: true, ...(landmarks !== undefined && { landmarks }) },
          keep,
        );
        const set = landmarks === undefined ? ownSet(detector.metadata) : await openLandmarkSet(landmarks);
        return simulateAnnotation(
          detector,
          set,
          await openCorrection(model, set),
          {
            dataset,
            ...(split !== undefined && { split }),
            ...(labelled !== undefined && { labelled }),
            ...(limit !== undefined && { limit }),
          },
          work,
        );
      }),
    text: simulationText,
    failures: ({ faces, failures }) => ({ failed: failures, total: faces + failures.length, items: 'faces' }),
  });
}

const ways: Readonly<Record<string, string>> = {
  alone: 'each point for itself',
  together: 'a correction moves the others',
  learning: 'and every 20 faces it is learnt from them',
  labelled: 'and labelled faces were learnt from first',
};

function simulationText({ faces, points, figures, byTwenty }: SimulatedAnnotation): string {
  const rows = figures.map(
    ({ way, median, mean, tenth, nmeBefore }) =>
      `${(ways[way] ?? way).padEnd(42)} ${median.toFixed(1).padStart(6)} ${mean.toFixed(1).padStart(6)} ${tenth.toFixed(1).padStart(9)} ${nmeBefore.toFixed(2).padStart(10)}`,
  );
  return [
    `Corrections a face, ${faces} faces of ${points} points, until NME is at most 2.5 and no point is off by more than 5 %:`,
    `${''.padEnd(42)} ${'median'.padStart(6)} ${'mean'.padStart(6)} ${'9 of 10'.padStart(9)} ${'NME before'.padStart(10)}`,
    ...rows,
    `Learning, mean of each 20 faces: ${byTwenty.map((value) => value.toFixed(1)).join(', ')}`,
    '',
  ].join('\n');
}
