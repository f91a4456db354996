/** `lineament dataset sheet`: a contact sheet of any dataset, synthetic or photographs, to look at before believing it. */
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import {
  datasetContactSheet,
  type SheetCrop,
  sheetCrops,
  sheetDefaults,
} from '../../dataset/contact-sheet.js';
import { openDataset } from '../../dataset/store/store.js';
import type { Convention } from '../../landmarks/landmark-set.js';
import { writeFileWhole } from '../../node/files.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { exampleText } from '../command/example.js';
import { markedPicture, refuseForeign } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';

interface SheetFlags {
  out: string;
  rows: number;
  columns: number;
  tile: number;
  points?: Convention | 'none';
  crop: SheetCrop;
  split?: string;
  where?: string;
  json?: true;
}

export function addSheetCommand(parent: Command): void {
  parent
    .command('sheet')
    .summary('a contact sheet of a dataset, to look at')
    .description('Draws a contact sheet of a dataset, spread evenly over it.')
    .argument('<dataset>', 'dataset folder')
    .requiredOption('--out <png>', 'the picture to write')
    .option('--rows <n>', 'rows', wholeNumber, sheetDefaults.rows)
    .option('--columns <n>', 'pictures in a row', wholeNumber, sheetDefaults.columns)
    .option('--tile <pixels>', 'side of a picture on the sheet', wholeNumber, sheetDefaults.tile)
    .addOption(
      new Option('--points <convention>', 'which landmarks to draw').choices(['contour', 'surface', 'none']),
    )
    .addOption(
      new Option(
        '--crop <part>',
        'the face alone, whole pictures (none), or the face where it is small (auto)',
      )
        .choices(sheetCrops)
        .default(sheetDefaults.crop),
    )
    .option('--split <name>', 'a part of the dataset')
    .option('--where <condition>', "only pictures that show this, as SQL: glasses = 'dark' AND yaw > 20")
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament dataset sheet data/faces --out sheet.png --points none --where "beard <> \'none\'"',
      ),
    )
    .action(async (folder: string, { out, json, ...options }: SheetFlags) => {
      if (extname(out).toLowerCase() !== '.png')
        throw new UsageError('dataset sheet: a sheet is a PNG', {
          file: out,
          hint: 'give a name that ends in .png',
        });
      await runCommand({
        name: 'dataset sheet',
        flags: { ...(json && { json }) },
        run: async (work) => {
          await refuseForeign('dataset sheet', out);
          const dataset = await openDataset(folder, { incomplete: true });
          try {
            const sheet = await datasetContactSheet(dataset, options, work);
            await writeFileWhole(out, markedPicture(sheet, 'png', markOf('dataset sheet')));
            const selected = (await dataset.indices(options)).length;
            return { sheet: out, drawn: Math.min(selected, options.rows * options.columns), selected };
          } finally {
            dataset.close();
          }
        },
        say: ({ drawn, selected }, log) => log.info(`${out}: ${drawn} of ${selected} pictures`),
      });
    });
}
