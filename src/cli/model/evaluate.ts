/** `lineament model evaluate`: measures a model on a labelled dataset. */

import { type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import { freedAfter } from '../../core/opened-together.js';
import type { Work } from '../../core/work.js';
import { openDataset } from '../../dataset/store/store.js';
import { findingDetector } from '../../detect/finder/finding-detector.js';
import type { PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { openFinder } from '../../detect/node/open-finder.js';
import { adapterWords, openAdapted } from '../../evaluation/adapters/adapter-file.js';
import { namesFaces } from '../../evaluation/adapters/fitted-on.js';
import { type EvaluateOptions, type Evaluation, evaluateDetector } from '../../evaluation/evaluate-model.js';
import { type PointSubset, pointSubsets } from '../../evaluation/figures/counted-points.js';
import { evaluationFiles, writeEvaluation } from '../../evaluation/report.js';
import { boxFields, evaluationDefaults, evaluationFields } from '../../evaluation/settings.js';
import { evaluationText } from '../../evaluation/table.js';
import { normaliserNamed, normalisers } from '../../landmarks/errors/normalisers.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { refuseOverwriting } from '../../node/refuse-overwriting.js';
import { exampleText } from '../command/example.js';
import {
  asksOtherPoints,
  conventionOption,
  eyesOptions,
  landmarksOption,
  looksOption,
  mirrorOptions,
  type PointsFlags,
  pointsAsked,
} from '../command/points-options.js';
import { providerOption } from '../command/provider-option.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';

interface EvaluateFlags extends PointsFlags {
  data: string;
  split?: string;
  where?: string;
  normaliser?: string;
  points: PointSubset;
  boxEnlargement: number;
  boxJitter: number;
  threshold: number;
  training?: string;
  adapter?: string;
  find?: true;
  provider: Provider;
  out?: string;
  json?: true;
}

export function addEvaluateCommand(parent: Command): void {
  parent
    .command('evaluate')
    .summary('the error of a model on labelled faces')
    .description('Measures a model on labelled faces, beside the mean shape laid into the face box.')
    .argument('<model>', 'model.onnx that `lineament train` wrote')
    .requiredOption('--data <folder>', 'dataset with labels')
    .option('--split <name>', 'a part of the dataset (all of it by default)')
    .option(
      '--where <condition>',
      "only faces that show this, as SQL over the dataset's columns: beard <> 'none'",
    )
    .option('--normaliser <name>', `needed: what errors are divided by: ${normalisers.join(', ')}`)
    .addOption(
      new Option('--points <subset>', 'points that headline, curve and worst faces are about')
        .choices([...pointSubsets])
        .default(evaluationDefaults.points),
    )
    .option(
      '--box-enlargement <factor>',
      "enlarges the dataset's boxes before the model does",
      settingNumber(boxFields.enlargement),
      evaluationDefaults.boxes.enlargement,
    )
    .option(
      '--box-jitter <share>',
      'moves and scales the boxes by up to this share of their size',
      settingNumber(boxFields.jitter),
      evaluationDefaults.boxes.jitter,
    )
    .option(
      '--threshold <percent>',
      'for failure rate and area under the curve',
      settingNumber(evaluationFields.threshold),
      evaluationDefaults.threshold,
    )
    .option('--find', "see each face through the box that the face finder gives, not the dataset's")
    .option(
      '--training <folder>',
      'dataset for the mean shape (leave-one-out on the measured faces without it)',
    )
    .option(
      '--adapter <file>',
      'turns the points into those of the labels: a file of `model adapt`, or nearest-subset',
    )
    .addOption(landmarksOption())
    .addOption(conventionOption())
    .addOption(mirrorOptions()[0])
    .addOption(mirrorOptions()[1])
    .addOption(looksOption())
    .addOption(eyesOptions()[0])
    .addOption(eyesOptions()[1])
    .addOption(providerOption())
    .option('--out <folder>', 'write evaluation.json and evaluation.html there')
    .option('--json', 'print the evaluation as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament model evaluate runs/a/model.onnx --data data/photographs --normaliser outer-eye-corners --out report',
      ),
    )
    .action(evaluate);
}

async function evaluate(modelPath: string, flags: EvaluateFlags): Promise<void> {
  const normaliser = normaliserNamed(flags.normaliser);
  await runCommand({
    name: 'model evaluate',
    flags,
    run: async (work) => {
      if (flags.out !== undefined) await refuseOverwriting('model evaluate', [], evaluationFiles(flags.out));
      const dataset = await openDataset(flags.data);
      try {
        const training = flags.training === undefined ? undefined : await openDataset(flags.training);
        try {
          const options: EvaluateOptions = {
            dataset,
            normaliser,
            points: flags.points,
            boxes: { enlargement: flags.boxEnlargement, jitter: flags.boxJitter },
            threshold: flags.threshold,
            split: flags.split,
            where: flags.where,
            ...(training && { training }),
          };
          const evaluation = await evaluateThrough(modelPath, flags, options, work);
          const written =
            flags.out === undefined ? null : await writeEvaluation(evaluation, dataset, flags.out);
          return { evaluation, written };
        } finally {
          training?.close();
        }
      } finally {
        dataset.close();
      }
    },
    json: ({ evaluation }) => evaluation,
    text: ({ evaluation }) => evaluationText(evaluation),
    say: ({ written }, log) => {
      if (written !== null) log.info(`written: ${written.json}, ${written.html}`);
    },
    failures: ({ evaluation: { failures, faces } }) => ({
      failed: failures,
      total: failures.length + faces.length,
      items: 'faces',
    }),
  });
}

/** The model, followed by an adapter where one is named. */
async function evaluateThrough(
  modelPath: string,
  flags: EvaluateFlags,
  options: EvaluateOptions,
  work: Work,
): Promise<Evaluation> {
  const { provider, adapter: named, find } = flags;
  if (asksOtherPoints(flags) && named !== undefined)
    throw new UsageError(
      'model evaluate: --landmarks and --convention go with the points of the model, not with --adapter',
    );
  return freedAfter(async (keep) => {
    const opened = await openAdapted(modelPath, named, { provider, ...pointsAsked(flags, modelPath) });
    keep(opened.close);
    const { detector: adapted, adapter } = opened;
    if (adapter !== undefined && namesFaces(adapter.fittedOn, flags)) work.log.warn(flatteryWords(adapter));
    const finder = find ? await openFinder(undefined, { provider }) : undefined;
    if (finder !== undefined) keep(finder.close);
    const detector = finder === undefined ? adapted : findingDetector(adapted, finder);
    const name = adapter === undefined ? modelPath : `${modelPath} (${adapterWords(adapter)})`;
    return evaluateDetector(detector, name, options, work);
  });
}

/** An adapter is measured on the faces that it was fitted on. */
function flatteryWords({ fittedOn, crossValidated }: PointAdapter): string {
  const honest =
    crossValidated === undefined
      ? 'measure it on others'
      : `on persons left out of the fit the error was ${crossValidated.toFixed(2)} % of the eye distance`;
  return `the adapter was fitted on ${fittedOn}: where these are the same faces, the figures are too good; ${honest}`;
}
