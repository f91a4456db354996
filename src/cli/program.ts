/** The command line: a thin adapter that hands options to the rooms. Commands live in a file each. */
import { Command } from 'commander';
import { lineamentVersion } from '../core/version.js';
import { addAdapterCommand } from './adapter.js';
import { addAssetsCommand } from './assets.js';
import { addDemoCommand } from './demo.js';
import { addDetectCommand } from './detect.js';
import { addEvaluateCommand } from './evaluate.js';
import { addExportCommand } from './export.js';
import { addExportDatasetCommand } from './export-dataset.js';
import { addGenerateCommand } from './generate.js';
import { addImportCommand } from './import.js';
import { addLandmarksCommand } from './landmarks.js';
import { addSheetCommand } from './sheet.js';
import { addStudyCommand } from './study.js';
import { addTrainCommand } from './train.js';

/** A fresh program: tests run it in process with `parseAsync(argv, { from: 'user' })`. */
export function createProgram(): Command {
  const program = new Command('lineament')
    .description('Train face-landmark detectors from synthetic faces, measure them honestly, ship them.')
    .version(lineamentVersion)
    .showHelpAfterError('(add --help for the options and an example)')
    .configureHelp({ sortSubcommands: false });
  addDemoCommand(program);
  addDetectCommand(program);
  addAssetsCommand(program);
  addLandmarksCommand(program);
  addGenerateCommand(program);
  addImportCommand(program);
  addSheetCommand(program);
  addTrainCommand(program);
  addEvaluateCommand(program);
  addAdapterCommand(program);
  addStudyCommand(program);
  addExportCommand(program);
  addExportDatasetCommand(program);
  for (const command of program.commands) command.exitOverride();
  return program.exitOverride();
}
