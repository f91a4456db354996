/** `lineament demo`: the main job in miniature. */
import type { Command } from 'commander';
import type { Evaluation } from '../../evaluation/evaluate-model.js';
import { defaultHeadName } from '../../face/heads/registry.js';
import { type DemoResult, runDemo } from '../../studies/demo/run-demo.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';

interface DemoFlags {
  out: string;
  head?: string;
  seed: number;
  quick?: true;
  photos?: string;
  json?: true;
}

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('all of it in miniature, with a report, in under 15 minutes')
    .description(
      'Generates synthetic faces, trains a small detector on them, measures it and writes report.html. The same command goes on where a stopped one was.',
    )
    .option('--out <folder>', 'where everything goes', 'demo')
    .option('--head <name>', 'head model (ict-facekit if it is installed, else cage)')
    .option('--seed <n>', 'the same seed gives the same faces and the same losses', wholeNumber, 1)
    .option('--quick', 'a small version, under 2 minutes, that shows that everything works and not how well')
    .option('--photos <path>', 'also measure on photographs: a folder with labelled.jsonl, or such a file')
    .option('--json', 'print the figures as JSON and nothing else')
    .addHelpText('after', exampleText('lineament demo --photos ../shared/faces'))
    .action(async ({ out, head, seed, quick, photos, ...flags }: DemoFlags) => {
      const options = { out, head: head ?? (await defaultHeadName()), seed, quick: quick ?? false, photos };
      await runCommand({
        name: 'demo',
        flags,
        run: (work) => runDemo(options, work),
        json: summary,
        failures: ({ synthetic, photographs, refused }) => {
          const measured = photographs === null ? [synthetic] : [synthetic, photographs];
          const failed = [...refused, ...measured.flatMap(({ failures }) => failures)];
          const faces = measured.reduce((sum, evaluation) => sum + evaluation.faces.length, 0);
          return { failed, total: faces + failed.length, items: 'faces' };
        },
      });
    });
}

function summary({ report, seconds, synthetic, photographs, refused }: DemoResult): unknown {
  return {
    report,
    seconds,
    synthetic: figuresOf(synthetic),
    photographs: photographs && figuresOf(photographs),
    refused,
  };
}

function figuresOf({ figures, baseline, failures }: Evaluation): unknown {
  return { model: figures, meanShape: baseline?.figures ?? null, failures };
}
