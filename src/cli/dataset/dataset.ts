/** `lineament dataset`: faces with labels, made, read, written and looked at. */
import type { Command } from 'commander';
import { exampleText } from '../command/example.js';
import { addExportCommand } from './export.js';
import { addGenerateCommand } from './generate.js';
import { addImportCommand } from './import.js';
import { addSheetCommand } from './sheet.js';

export function addDatasetCommand(program: Command): void {
  const dataset = program
    .command('dataset')
    .description(
      'Faces with labels: generate synthetic ones, import labelled pictures, export them, draw a sheet.',
    )
    .addHelpText('after', exampleText('lineament dataset generate --count 1000 --out data/faces'));
  addGenerateCommand(dataset);
  addImportCommand(dataset);
  addExportCommand(dataset);
  addSheetCommand(dataset);
}
