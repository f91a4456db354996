/** `lineament generate`: synthetic faces with exact labels into a dataset folder. */
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { lineLog, silentLog } from '../core/log.js';
import { datasetContactSheet } from '../dataset/contact-sheet.js';
import { generateDataset } from '../dataset/generate/generate-dataset.js';
import { defaultChallenging, defaultSplitFractions } from '../dataset/generate/splits.js';
import { type LayerName, layerNames } from '../dataset/layers.js';
import { findManifest } from '../dataset/store/manifest.js';
import { openDataset } from '../dataset/store/store.js';
import { type PoseDistribution, poseDistributions } from '../face/person/pose-distribution.js';
import { type VarietyGroup, varietyGroups } from '../face/person/variety.js';
import { landmarkSetNames } from '../landmarks/sets/registry.js';
import { writeFileWhole } from '../node/files.js';
import { startProgress } from '../node/progress.js';
import { stopOnInterrupt } from './stop-signal.js';
import { wholeNumber } from './whole-number.js';

interface GenerateFlags {
  head: string;
  count: number;
  frames: number;
  rate: number;
  size: number;
  landmarks: string;
  seed: number;
  out: string;
  workers?: number;
  pose: PoseDistribution;
  domain: 'training' | 'camera';
  challenging?: number;
  samples?: '1' | '2';
  backgrounds?: string;
  without?: VarietyGroup[];
  layers?: LayerName[];
  validation: number;
  test: number;
  contactSheet?: string | true;
  quiet?: true;
  json?: true;
}

export function addGenerateCommand(program: Command): void {
  program
    .command('generate')
    .description('generate synthetic faces with exact labels; the same arguments continue a stopped run')
    .requiredOption('--count <n>', 'number of faces', wholeNumber)
    .requiredOption('--out <folder>', 'dataset folder to make or continue')
    .option('--head <name>', 'head model: cage, or ict-facekit once it is installed', 'cage')
    .option('--frames <n>', 'frames of each face: 1 for stills, more for clips that move', wholeNumber, 1)
    .option('--rate <n>', 'frames a second of clips', Number, 25)
    .option('--size <pixels>', 'side of the square images', wholeNumber, 256)
    .option(
      '--landmarks <set>',
      `landmark set: ${landmarkSetNames.join(', ')}, or a .yaml file of your own`,
      'ibug68',
    )
    .option('--seed <n>', 'the same seed gives the same faces bit for bit', wholeNumber, 1)
    .option('--workers <n>', 'worker threads (one for each core by default)', wholeNumber)
    .addOption(
      new Option('--pose <distribution>', 'head poses')
        .choices([...poseDistributions])
        .default('in-the-wild'),
    )
    .addOption(
      new Option(
        '--domain <name>',
        'camera: the simulated camera domain, other people, light, cameras and style, ibug68 labels as annotators set them',
      )
        .choices(['training', 'camera'])
        .default('training'),
    )
    .option('--backgrounds <folder>', 'pictures to choose backgrounds from (painted by default)')
    .addOption(
      new Option('--samples <n>', 'samples a pixel along each axis: 1 is faster and leaves edges jagged')
        .choices(['1', '2'])
        .default('2'),
    )
    .addOption(
      new Option(
        '--without <groups...>',
        'groups of variety to leave out, to measure what each is worth',
      ).choices([...varietyGroups]),
    )
    .addOption(new Option('--layers <names...>', 'label layers to store').choices([...layerNames]))
    .option('--validation <fraction>', 'held out for validation', fraction, defaultSplitFractions.validation)
    .option('--test <fraction>', 'held out for tests', fraction, defaultSplitFractions.test)
    .option(
      '--challenging <fraction>',
      `of the camera domain: held out as its challenging test (${defaultChallenging})`,
      fraction,
    )
    .option(
      '--contact-sheet [file]',
      'write a sheet of a hundred faces with their landmarks (contact-sheet.png in the folder)',
    )
    .option('--quiet', 'print nothing but errors')
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  lineament generate --head cage --count 1000 --size 128 --seed 7 --out data/faces --contact-sheet',
    )
    .action(generate);
}

async function generate(flags: GenerateFlags): Promise<void> {
  const { out, count, layers, workers, validation, test } = flags;
  const { challenging = flags.domain === 'camera' ? defaultChallenging : 0 } = flags;
  const silent = flags.json === true || flags.quiet === true;
  const log = silent ? silentLog : lineLog();
  const interrupt = stopOnInterrupt();
  const progress = startProgress({
    label: 'generate',
    total: count * flags.frames,
    unit: 'img',
    start: await storedSamples(out),
    ...(silent && { style: 'none' }),
  });
  try {
    const result = await generateDataset({
      head: flags.head,
      count,
      frames: flags.frames,
      rate: flags.rate,
      size: flags.size,
      landmarks: flags.landmarks,
      seed: flags.seed,
      out,
      pose: flags.pose,
      domain: flags.domain,
      ...(flags.samples === '1' && { samples: 1 }),
      ...(flags.backgrounds !== undefined && { backgrounds: flags.backgrounds }),
      ...(flags.without !== undefined && { without: flags.without }),
      splits: { validation, test, ...(challenging > 0 && { challenging }) },
      ...(workers !== undefined && { workers }),
      ...(layers !== undefined && { layers }),
      log,
      signal: interrupt.signal,
      onProgress: (done) => progress.update(done),
    }).finally(() => progress.stop());
    const dataset = await openDataset(out);
    const splits = await dataset.splits();
    const sheet = flags.contactSheet === true ? join(out, 'contact-sheet.png') : flags.contactSheet;
    if (sheet !== undefined) {
      await writeFileWhole(sheet, await datasetContactSheet(dataset));
      log.info(`contact sheet: ${sheet}`);
    }
    dataset.close();
    log.info(
      `${out}: ${result.count} faces (${Object.entries(splits)
        .map(([name, n]) => `${n} ${name}`)
        .join(', ')})`,
    );
    if (flags.json) {
      process.stdout.write(`${JSON.stringify({ ...result, splits, contactSheet: sheet ?? null })}\n`);
    }
  } finally {
    interrupt.release();
  }
}

/** How far an earlier run came, for the progress display. */
async function storedSamples(out: string): Promise<number> {
  if ((await findManifest(out)) === undefined) return 0;
  const dataset = await openDataset(out, { incomplete: true, empty: true });
  dataset.close();
  return dataset.count;
}

function fraction(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError('give a number from 0 to less than 1.');
  return value;
}
