/**
 * What each group of variety is worth: the study of `src/studies/ablation` with its flags. Every job is kept; a stopped
 * run goes on.
 *
 *   npm run ablation -- --photos ../shared/faces --head ict-facekit
 *
 * Other data as a row of its own: `--with name=folder` (at least as many training faces).
 */
import { Command } from 'commander';
import { UsageError } from '../src/core/errors.js';
import { silentWork } from '../src/core/work.js';
import { type VarietyGroup, varietyGroups } from '../src/face/person/variety.js';
import { lineLog } from '../src/node/line-log.js';
import { runAblation } from '../src/studies/ablation/run-ablation.js';

interface Flags {
  photos: string;
  head: string;
  faces: number;
  size: number;
  steps: number;
  seeds: number;
  out: string;
  with: string[];
  groups: VarietyGroup[];
}

const { with: others, ...flags } = new Command()
  .requiredOption('--photos <folder>', 'folder with labelled.jsonl')
  .option('--head <name>', 'head model', 'ict-facekit')
  .option('--faces <n>', 'training faces of each row', Number, 4000)
  .option('--size <pixels>', 'side of the faces', Number, 144)
  .option('--steps <n>', 'training steps of each row', Number, 1200)
  .option('--seeds <n>', 'trainings of each row, each with faces of its own', Number, 3)
  .option('--groups <names...>', 'groups to leave out, each in a row of its own', [...varietyGroups])
  .option('--with <name=folder...>', 'other training data, a row each', [])
  .option('--out <folder>', 'everything it makes', 'runs/ablation')
  .parse()
  .opts<Flags>();

const { markdown } = await runAblation(
  {
    ...flags,
    others: others.map((pair) => {
      const [name, folder] = pair.split('=');
      if (name === undefined || folder === undefined)
        throw new UsageError(`--with ${pair} names no folder`, { hint: 'write name=folder' });
      return { name, folder };
    }),
  },
  { ...silentWork, log: lineLog() },
);
process.stdout.write(markdown);
