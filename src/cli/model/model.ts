/** `lineament model`: detectors, trained, measured, converted and adapted. */
import type { Command } from 'commander';
import { exampleText } from '../command/example.js';
import { addAdaptCommand } from './adapt.js';
import { addAverageCommand } from './average.js';
import { addCalibrateCommand } from './calibrate.js';
import { addEvaluateCommand } from './evaluate.js';
import { addExportCommand } from './export.js';
import { addTrainCommand } from './train.js';

export function addModelCommand(program: Command): void {
  const model = program
    .command('model')
    .description(
      'Detectors: train one, measure it, make its doubts honest, write it at another precision, average it with another, adapt its points to another set.',
    )
    .addHelpText('after', exampleText('lineament model train recipes/ibug68-ict.yaml --out runs/first'));
  addTrainCommand(model);
  addEvaluateCommand(model);
  addCalibrateCommand(model);
  addExportCommand(model);
  addAverageCommand(model);
  addAdaptCommand(model);
}
