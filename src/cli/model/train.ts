/** `lineament model train`, `lineament train` for short: trains a detector as a recipe says. */
import type { Command } from 'commander';
import { sessionMinutes } from '../../nn/train/fit/training-settings.js';
import { faceFinderTask, parseFinderRecipe } from '../../tasks/face-finder/recipe.js';
import { trainFinder } from '../../tasks/face-finder/train.js';
import { autoencoderTask, parseAutoencoderRecipe } from '../../tasks/generative/autoencoders/recipe.js';
import { trainAutoencoder } from '../../tasks/generative/autoencoders/train.js';
import { clipTask, parseClipRecipe } from '../../tasks/generative/clip/recipe.js';
import { trainClip } from '../../tasks/generative/clip/train.js';
import { dalleTask, parseDalleRecipe } from '../../tasks/generative/dalle/recipe.js';
import { trainDalle } from '../../tasks/generative/dalle/train.js';
import { parseRecipe } from '../../tasks/landmarks/recipe.js';
import { train } from '../../tasks/landmarks/train.js';
import { readRecipeFile, taskOf } from '../../tasks/recipe-file.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';

interface TrainArguments {
  out?: string;
  resume?: true;
  minutes?: number;
  json?: true;
}

export function addTrainCommand(parent: Command): Command {
  return parent
    .command('train')
    .summary('a landmark detector or a face finder, as a recipe says')
    .description(
      'Trains a landmark detector as a recipe says, or what its key task names: face-finder, clip, autoencoder, dalle. Ctrl-C keeps a checkpoint; --resume goes on from it, exactly as if it had not stopped.',
    )
    .argument('<recipe>', 'a recipe in YAML')
    .option('--out <folder>', 'folder of the run (default: runs/NAME of the recipe)')
    .option('--resume', 'go on from the checkpoint in the folder')
    .option(
      '--minutes <number>',
      'stop in good order after so many minutes; --resume goes on',
      settingNumber(sessionMinutes),
    )
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', exampleText('lineament model train recipes/ibug68-ict.yaml --out runs/first'))
    .action(async (file: string, { out, resume, minutes, ...flags }: TrainArguments) => {
      const yaml = await readRecipeFile(file);
      const options = { out, resume: resume ?? false, minutes };
      const training = { name: 'model train', flags };
      if (taskOf(yaml, file) === faceFinderTask) {
        const recipe = parseFinderRecipe(yaml, file);
        await runCommand({ ...training, run: (work) => trainFinder(recipe, options, work) });
        return;
      }
      if (taskOf(yaml, file) === clipTask) {
        const recipe = parseClipRecipe(yaml, file);
        await runCommand({ ...training, run: (work) => trainClip(recipe, options, work) });
        return;
      }
      if (taskOf(yaml, file) === autoencoderTask) {
        const recipe = parseAutoencoderRecipe(yaml, file);
        await runCommand({ ...training, run: (work) => trainAutoencoder(recipe, options, work) });
        return;
      }
      if (taskOf(yaml, file) === dalleTask) {
        const recipe = parseDalleRecipe(yaml, file);
        await runCommand({ ...training, run: (work) => trainDalle(recipe, options, work) });
        return;
      }
      const recipe = parseRecipe(yaml, file);
      await runCommand({ ...training, run: (work) => train(recipe, options, work) });
    });
}
