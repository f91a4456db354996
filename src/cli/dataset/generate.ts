/** `lineament dataset generate`, `lineament generate` for short: synthetic faces with exact labels into a dataset folder. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { counted } from '../../core/text/counted.js';
import { datasetContactSheet } from '../../dataset/contact-sheet.js';
import { annotatedSet } from '../../dataset/generate/camera-domain/annotators.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import {
  defaultChallenging,
  domains,
  type GenerationInput,
  type GenerationSettings,
  generationDefaults,
  generationFields,
} from '../../dataset/generate/settings.js';
import { layerNames } from '../../dataset/layers/registry.js';
import { openDataset } from '../../dataset/store/store.js';
import { poseDistributions } from '../../face/person/pose-distribution.js';
import { varietyGroups } from '../../face/person/variety.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { writeFileWhole } from '../../node/files.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { wholeNumber } from '../command/whole-number.js';

type GenerateFlags = GenerationInput & {
  out: string;
  workers?: number;
  contactSheet?: string | true;
  quiet?: true;
  json?: true;
};

/** Settings that are numbers. */
type NumberKey = Exclude<
  {
    [Key in keyof GenerationSettings]: GenerationSettings[Key] extends number | null ? Key : never;
  }[keyof GenerationSettings],
  'count'
>;

/** The settings as flags, in the order of the help. Defaults and allowed values are the schema's. */
function settingFlags(): Option[] {
  const number = (flag: string, text: string, key: NumberKey): Option =>
    new Option(flag, text)
      .argParser(settingNumber<number | null>(generationFields[key]))
      .default(generationDefaults[key] ?? undefined);
  return [
    new Option('--head <name>', 'head model: cage, or ict-facekit once it is installed').default(
      generationDefaults.head,
    ),
    number('--frames <n>', 'frames of each face: 1 for stills, more for clips that move', 'frames'),
    number('--rate <n>', 'frames a second of clips', 'rate'),
    number('--drowsy <share>', 'share of the clips with slow lids, microsleeps, yawns and nods', 'drowsy'),
    number('--size <pixels>', 'side of the square images', 'size'),
    new Option(
      '--landmarks <set>',
      `landmark set: ${landmarkSetNames.join(', ')}, or a .yaml file of your own`,
    ).default(generationDefaults.landmarks),
    number('--seed <n>', 'the same seed gives the same faces bit for bit', 'seed'),
    new Option('--pose <distribution>', 'head poses')
      .choices([...poseDistributions])
      .default(generationDefaults.pose),
    new Option(
      '--domain <name>',
      `camera: the simulated camera domain, other people, light, cameras and style, ${annotatedSet} labels as annotators set them`,
    )
      .choices([...domains])
      .default(generationDefaults.domain),
    new Option('--backgrounds <folder>', 'pictures to choose backgrounds from (painted by default)'),
    number(
      '--samples <n>',
      'samples a pixel along each axis: 1 is faster and leaves edges jagged',
      'samples',
    ),
    new Option(
      '--without <groups...>',
      'groups of variety to leave out, to measure what each is worth',
    ).choices([...varietyGroups]),
    new Option('--layers <names...>', 'label layers to store').choices([...layerNames]),
    number('--validation <fraction>', 'held out for validation', 'validation'),
    number('--test <fraction>', 'held out for tests', 'test'),
    number(
      '--challenging <fraction>',
      `of the camera domain: held out as its challenging test (${defaultChallenging})`,
      'challenging',
    ),
  ];
}

export function addGenerateCommand(parent: Command): Command {
  const command = parent
    .command('generate')
    .summary('synthetic faces with exact labels')
    .description('Generates synthetic faces with exact labels. The same arguments continue a stopped run.')
    .requiredOption('--count <n>', 'number of faces', settingNumber(generationFields.count))
    .requiredOption('--out <folder>', 'dataset folder to make or continue');
  for (const option of settingFlags()) command.addOption(option);
  return command
    .option('--workers <n>', 'worker threads (one for each core by default)', wholeNumber)
    .option(
      '--contact-sheet [file]',
      'write a sheet of a hundred faces with their landmarks (contact-sheet.png in the folder)',
    )
    .option('--quiet', 'print nothing but errors')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament dataset generate --head cage --count 1000 --size 128 --seed 7 --out data/faces --contact-sheet',
      ),
    )
    .action(generate);
}

async function generate({ contactSheet, quiet, json, ...settings }: GenerateFlags): Promise<void> {
  const { out } = settings;
  await runCommand({
    name: 'dataset generate',
    flags: { ...(quiet && { quiet }), ...(json && { json }) },
    run: async (work) => {
      const result = await generateDataset(settings, work);
      const dataset = await openDataset(out);
      try {
        const splits = await dataset.splits();
        const sheet = contactSheet === true ? join(out, 'contact-sheet.png') : (contactSheet ?? null);
        if (sheet !== null) await writeFileWhole(sheet, await datasetContactSheet(dataset));
        return { ...result, splits, contactSheet: sheet };
      } finally {
        dataset.close();
      }
    },
    say: ({ count, splits, contactSheet: sheet }, log) => {
      if (sheet !== null) log.info(`contact sheet: ${sheet}`);
      const parts = Object.entries(splits).map(([name, n]) => `${n} ${name}`);
      log.info(`${out}: ${counted(count, 'face')} (${parts.join(', ')})`);
    },
  });
}
