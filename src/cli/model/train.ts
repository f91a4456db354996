/** `lineament model train`, `lineament train` for short: trains a detector as a recipe says. */
import type { Command } from 'commander';
import type { Work } from '../../core/work.js';
import { sessionMinutes } from '../../nn/train/fit/training-settings.js';
import { faceFinderTask, parseFinderRecipe } from '../../tasks/face-finder/recipe.js';
import { trainFinder } from '../../tasks/face-finder/train.js';
import type { SessionOptions } from '../../tasks/fit-options.js';
import { generativeTasks } from '../../tasks/generative/train-generative.js';
import { parseRecipe } from '../../tasks/landmarks/recipe.js';
import { train } from '../../tasks/landmarks/train.js';
import { knownTask, readRecipeFile } from '../../tasks/recipe-file.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';

interface TrainArguments {
  out?: string;
  resume?: true;
  minutes?: number;
  json?: true;
}

type Training = (yaml: string, file: string, options: SessionOptions) => (work: Work) => Promise<unknown>;

/** Reads the recipe at once, so that a mistake in it is told before anything begins. */
const trainingOf =
  <Recipe>(
    parse: (yaml: string, file: string) => Recipe,
    run: (recipe: Recipe, options: SessionOptions, work: Work) => Promise<unknown>,
  ): Training =>
  (yaml, file, options) => {
    const recipe = parse(yaml, file);
    return (work) => run(recipe, options, work);
  };

const ofLandmarks = trainingOf(parseRecipe, train);

/** Tasks that a recipe names; landmarks where it names none. */
const others: Readonly<Record<string, Training>> = {
  [faceFinderTask]: trainingOf(parseFinderRecipe, trainFinder),
  ...Object.fromEntries(
    Object.entries(generativeTasks).map(([task, read]) => [
      task,
      (yaml: string, file: string, options: SessionOptions) => {
        const training = read(yaml, file);
        return (work: Work) => training.run(options, work);
      },
    ]),
  ),
};

export function addTrainCommand(parent: Command): Command {
  return parent
    .command('train')
    .summary('a landmark detector or a face finder, as a recipe says')
    .description(
      `Trains a landmark detector as a recipe says, or what its key task names: ${Object.keys(others).join(', ')}. Ctrl-C keeps a checkpoint; --resume goes on from it, exactly as if it had not stopped.`,
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
      const task = knownTask(yaml, file, Object.keys(others));
      const read = task === undefined ? ofLandmarks : others[task]!;
      await runCommand({ ...training, run: read(yaml, file, options) });
    });
}
