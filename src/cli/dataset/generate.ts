/** `lineament dataset generate`, `lineament generate` for short: synthetic faces with exact labels into a dataset folder. */
import { type Command, Option } from 'commander';
import { readCaption } from '../../captions/read-caption.js';
import { sayFacts } from '../../captions/say.js';
import { specifyFaces } from '../../captions/specify.js';
import { UsageError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import type { Work } from '../../core/work.js';
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
import { expressionDistributions } from '../../face/person/expression-distribution.js';
import { poseDistributions } from '../../face/person/pose-distribution.js';
import { varietyGroups } from '../../face/person/variety.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { lightKinds } from '../../render/scene/scene-description.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { refuseUnquoted } from '../command/unquoted-sentence.js';
import { wholeNumber } from '../command/whole-number.js';
import { generateOrder } from './generate-order.js';
import { refuseForeignSheet, shownDataset } from './shown-dataset.js';

type GenerateFlags = Omit<GenerationInput, 'count'> & {
  count?: number;
  order?: string;
  caption?: string;
  dryRun?: true;
  withoutRefused?: true;
  out?: string;
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
    number(
      '--events <n>',
      'clips in which 1 to n things happen one after the other, told by their captions',
      'events',
    ),
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
      '--expressions <distribution>',
      'library: all that have a name alike often; open-mouths: laughs, shouts, yawns, cries, gasps and tongues alone',
    )
      .choices([...expressionDistributions])
      .default(generationDefaults.expressions),
    new Option('--light <kind>', 'the light of every picture, instead of all kinds of light').choices([
      ...lightKinds,
    ]),
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
  const command = refuseUnquoted(parent.command('generate'), captionWords, '--caption')
    .summary('synthetic faces with exact labels')
    .description('Generates synthetic faces with exact labels. The same arguments continue a stopped run.')
    .option('--count <n>', 'needed: number of faces', settingNumber(generationFields.count))
    .option('--out <folder>', 'needed: dataset folder to make or continue');
  for (const option of settingFlags()) command.addOption(option);
  return command
    .option(
      '--order <file>',
      'instead, scenes saved by `lineament explore` or a job file of the Human API (docs/orders.md); --count: its first pictures',
    )
    .option(
      '--caption <sentence>',
      'faces of which the sentence is true: "a smiling woman with a red hat looking left" (docs/captions.md)',
    )
    .option(
      '--dry-run',
      'with an order: answer what of it is honoured, mapped and refused, and render nothing',
    )
    .option('--without-refused', 'with an order: render it without the fields that are refused')
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

function captionWords(command: Command): string[] | undefined {
  const { caption } = command.opts<GenerateFlags>();
  return caption === undefined ? undefined : [caption, ...command.args];
}

async function generate(flags: GenerateFlags, command: Command): Promise<void> {
  const { contactSheet, quiet, json, order, caption, dryRun, withoutRefused, out, count, ...settings } =
    flags;
  if (order !== undefined) {
    if (caption !== undefined)
      throw new UsageError('--caption and --order both say which faces', { hint: 'give one of them' });
    // What was typed, not what is meant where nothing is: an order has its own sizes and poses.
    const typed = Object.fromEntries(
      Object.entries({ ...settings, count }).filter(([name]) => command.getOptionValueSource(name) === 'cli'),
    );
    const output = { ...(quiet && { quiet }), ...(json && { json }) };
    await generateOrder({ file: order, out, dryRun, withoutRefused, contactSheet, typed, output });
    return;
  }
  for (const [name, given] of Object.entries({ 'dry-run': dryRun, 'without-refused': withoutRefused }))
    if (given) throw new UsageError(`--${name} belongs to an order`, { hint: 'give --order FILE' });
  if (count === undefined) throw missing('--count <n>');
  if (out === undefined) throw missing('--out <folder>');
  await runCommand({
    name: 'dataset generate',
    flags: { ...(quiet && { quiet }), ...(json && { json }) },
    run: async (work) => {
      await refuseForeignSheet('dataset generate', contactSheet);
      const asked = caption === undefined ? {} : facesOf(caption, { count, seed: settings.seed, work });
      const result = await generateDataset({ ...settings, ...asked, count, out }, work);
      return { ...result, ...(await shownDataset(out, contactSheet)) };
    },
    say: ({ count, splits, contactSheet: sheet }, log) => {
      if (sheet !== null) log.info(`contact sheet: ${sheet}`);
      const parts = Object.entries(splits).map(([name, n]) => `${n} ${name}`);
      log.info(`${out}: ${counted(count, 'face')} (${parts.join(', ')})`);
    },
  });
}

/** What a sentence asks for, told in the generator's own words. */
function facesOf(
  sentence: string,
  { count, seed = generationDefaults.seed, work }: { count: number; seed?: number | undefined; work: Work },
): Pick<GenerationInput, 'specification'> {
  const facts = readCaption(sentence);
  work.log.info(`the sentence: ${sayFacts(facts).text}`);
  return { specification: specifyFaces(facts, { count, seed }) };
}

/** In the words of commander's own options that must be given. */
function missing(option: string): UsageError {
  return new UsageError(`required option '${option}' not specified`, { hint: 'or give --order FILE' });
}
