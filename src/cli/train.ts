/** `lineament train`: trains a detector as a recipe says. */
import { type Command, InvalidArgumentError } from 'commander';
import { lineLog, silentLog } from '../core/log.js';
import { readRecipe, sessionMinutes } from '../tasks/landmarks/recipe.js';
import { train } from '../tasks/landmarks/train.js';
import { stopOnInterrupt } from './stop-signal.js';

interface TrainArguments {
  out?: string;
  resume?: boolean;
  minutes?: number;
  json?: boolean;
}

function minutesOption(text: string): number {
  const parsed = sessionMinutes.safeParse(Number(text));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`Allowed: ${parsed.error.issues[0]?.message}.`);
}

export function addTrainCommand(program: Command): void {
  program
    .command('train')
    .summary('train a landmark detector')
    .description(
      'Trains a landmark detector as a recipe says. Ctrl-C keeps a checkpoint; --resume goes on from it, exactly as if it had not stopped.',
    )
    .argument('<recipe>', 'a recipe in YAML')
    .option('--out <folder>', 'folder of the run (default: runs/NAME of the recipe)')
    .option('--resume', 'go on from the checkpoint in the folder')
    .option('--minutes <number>', 'stop in good order after so many minutes; --resume goes on', minutesOption)
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', '\nExample:\n  $ lineament train recipes/ibug68-ict.yaml --out runs/first')
    .action(async (file: string, { out, resume, minutes, json }: TrainArguments) => {
      const recipe = await readRecipe(file);
      const { signal, release } = stopOnInterrupt();
      try {
        const result = await train(recipe, {
          out,
          resume: resume ?? false,
          minutes,
          log: json ? silentLog : lineLog(),
          ...(json ? { progress: 'none' } : {}),
          signal,
        });
        if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
      } finally {
        release();
      }
    });
}
