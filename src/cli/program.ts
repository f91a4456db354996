/** The command line: a thin adapter that hands options to the rooms. Commands live in a file each. */
import { Command } from 'commander';
import { lineamentVersion } from '../core/version.js';
import { addAssetsCommand } from './assets/assets.js';
import { addExportDatasetCommand } from './dataset/export.js';
import { addGenerateCommand } from './dataset/generate.js';
import { addImportCommand } from './dataset/import.js';
import { addSheetCommand } from './dataset/sheet.js';
import { addDetectCommand } from './detect/detect.js';
import { addLandmarksCommand } from './landmarks/landmarks.js';
import { addAdapterCommand } from './model/adapt.js';
import { addEvaluateCommand } from './model/evaluate.js';
import { addExportCommand } from './model/export.js';
import { addTrainCommand } from './model/train.js';
import { addDemoCommand } from './study/demo.js';
import { addStudyCommand } from './study/study.js';

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
