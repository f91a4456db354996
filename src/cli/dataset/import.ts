/** `lineament dataset import`: labelled photographs of others into a dataset folder. Sources are only read. */
import type { Command } from 'commander';
import { counted } from '../../core/text/counted.js';
import type { Work } from '../../core/work.js';
import type { ImportResult } from '../../dataset/import/import-dataset.js';
import { refuseOccupied } from '../../dataset/store/create-dataset.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { exampleText } from '../command/example.js';
import { type OutputFlags, runCommand } from '../command/run-command.js';
import { type ImportFlags, type ImportFormat, importFormats } from './import-formats.js';

export function addImportCommand(parent: Command): void {
  const command = parent
    .command('import')
    .summary('labelled pictures of others, in many formats')
    .description('Imports labelled pictures. Broken ones are listed, the rest goes on.')
    .addHelpText(
      'after',
      exampleText('lineament dataset import pts 300W/helen/testset --out data/helen-test'),
    );
  for (const format of importFormats) addFormat(command, format);
}

function addFormat(command: Command, format: ImportFormat): void {
  const {
    name,
    source,
    description,
    example,
    landmarks,
    sets,
    split,
    splits,
    images,
    detector,
    annotator,
    read,
  } = format;
  const added = command
    .command(name)
    .description(description)
    .argument(source)
    .requiredOption('--out <folder>', 'dataset folder to make');
  if (landmarks === 'labels')
    added.option('--landmarks <file>', 'the .yaml file of the set, where the labels name one of your own');
  else if (landmarks === 'count')
    added.option(
      '--landmarks <set>',
      `landmark set of the labels, by their number by default: ${landmarkSetNames.join(', ')}, or a .yaml file`,
    );
  else if (landmarks !== undefined)
    added.option(
      '--landmarks <set>',
      sets ?? `landmark set of the labels: ${landmarkSetNames.join(', ')}, or a .yaml file`,
      landmarks,
    );
  if (split !== undefined) added.option('--split <name>', 'split of samples that name none', split);
  if (splits === true)
    added.option('--splits <file>', 'a .json file that says which face is in which split, by id');
  if (annotator === true)
    added.option('--annotator <name>', 'the faces of one annotator (all of them by default)');
  if (detector === true)
    added.option(
      '--detector <file>',
      'what finds the faces: a face finder, or a landmark model that looks through windows (the shipped finder by default)',
    );
  if (images !== undefined) added.option('--images <path>', images);
  added
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', exampleText(example))
    .action((from: string, { json, ...flags }: ImportFlags) =>
      runImport({ ...(json && { json }) }, async (work) => {
        // Some read all labels, or open a face finder, before the first sample.
        await refuseOccupied(flags.out);
        return read(from, flags, work);
      }),
    );
}

function runImport(flags: OutputFlags, run: (work: Work) => Promise<ImportResult>): Promise<void> {
  return runCommand({
    name: 'dataset import',
    flags,
    run,
    say: ({ folder, count, notes = [] }, log) => {
      for (const note of notes) log.info(note);
      log.info(`${folder}: ${counted(count, 'sample')} imported`);
    },
    failures: ({ failures, count }) => ({
      failed: failures,
      total: failures.length + count,
      items: 'samples',
    }),
  });
}
