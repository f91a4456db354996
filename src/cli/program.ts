/** The command line: a thin adapter that hands options to the rooms. Commands lie in folders by what they work on. */
import { Command } from 'commander';
import { lineamentVersion } from '../core/version.js';
import { addAssetsCommand } from './assets/assets.js';
import { mapInHelp } from './command/help-map.js';
import { addSignposts } from './command/signposts.js';
import { addDatasetCommand } from './dataset/dataset.js';
import { addGenerateCommand } from './dataset/generate.js';
import { addDescribeCommand } from './describe/describe.js';
import { addDetectCommand } from './detect/detect.js';
import { addImagineCommand } from './imagine/imagine.js';
import { addLandmarksCommand } from './landmarks/landmarks.js';
import { addModelCommand } from './model/model.js';
import { addTrainCommand } from './model/train.js';
import { addSearchCommand } from './search/search.js';
import { addOrderCommand } from './server/order.js';
import { addServeCommand } from './server/serve.js';
import { addTokenCommand } from './server/token.js';
import { addWorkerCommand } from './server/worker.js';
import { addAnnotateCommand } from './studio/annotate.js';
import { addExploreCommand } from './studio/explore.js';
import { addDemoCommand } from './study/demo.js';
import { addStudyCommand } from './study/study.js';
import { addWebCommand } from './web/web.js';

/** A fresh program: tests run it in process with `parseAsync(argv, { from: 'user' })`. */
export function createProgram(): Command {
  // Commands inherit these settings at their making: wrong use ends in an exit code, not in process.exit.
  const program = mapInHelp(new Command('lineament'))
    .description('landmark detectors from synthetic faces')
    .version(lineamentVersion)
    .showHelpAfterError('(add --help for the options and an example)')
    .exitOverride();
  addDemoCommand(program);
  addDetectCommand(program);
  addDescribeCommand(program);
  addSearchCommand(program);
  addStudyCommand(program);
  addWebCommand(program);
  addAnnotateCommand(program);
  addExploreCommand(program);
  addServeCommand(program);
  addWorkerCommand(program);
  addOrderCommand(program);
  addGenerateCommand(program).summary('short for dataset generate');
  addTrainCommand(program).summary('short for model train');
  addImagineCommand(program);
  addDatasetCommand(program);
  addModelCommand(program);
  addLandmarksCommand(program);
  addAssetsCommand(program);
  addTokenCommand(program);
  addSignposts(program);
  return program;
}
