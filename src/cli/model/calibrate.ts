/** `lineament model calibrate`: honest error bars, and how probable it is that a face is wrong, fitted and kept in the file. */
import type { Command } from 'commander';
import { openDataset } from '../../dataset/store/store.js';
import {
  calibrateReliability,
  calibrationDefaults,
} from '../../evaluation/reliability/calibrate-reliability.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import { exampleText } from '../command/example.js';
import { refuseForeignModel } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';

interface CalibrateFlags {
  photographs: string;
  photographSplit?: string;
  faces: string;
  faceSplit: string;
  count: number;
  out: string;
  json?: true;
}

export function addCalibrateCommand(parent: Command): void {
  parent
    .command('calibrate')
    .summary('error bars as wide as the errors, and wrong faces told')
    .description(
      'Makes the error bars of a model as wide as its errors on labelled photographs, and lets it tell faces that are wrong or not there, learnt on generated ones. Take no photograph that it is to be measured on.',
    )
    .argument('<model>', 'float32 model.onnx that `lineament train` wrote')
    .requiredOption('--photographs <folder>', 'dataset of labelled photographs')
    .option('--photograph-split <name>', 'a part of it (all of it by default)')
    .requiredOption('--faces <folder>', "dataset of generated faces with the model's landmarks")
    .option('--face-split <name>', 'a part of it that training has not seen', calibrationDefaults.faceSplit)
    .option('--count <n>', 'generated faces to look at, at most', wholeNumber, calibrationDefaults.count)
    .requiredOption(
      '--out <file>',
      'the model file to write; replaces a model, the given one too, and no other file',
    )
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament model calibrate model.onnx --photographs data/portraits --faces data/dense-1 --out honest.onnx',
      ),
    )
    .action(calibrate);
}

async function calibrate(model: string, flags: CalibrateFlags): Promise<void> {
  const { out, photographSplit, faceSplit, count } = flags;
  await refuseForeignModel('model calibrate', out);
  const bytes = await readFileOr(model, 'model');
  const photographs = await openDataset(flags.photographs);
  try {
    const faces = await openDataset(flags.faces);
    try {
      await runCommand({
        name: 'model calibrate',
        flags,
        run: async (work) => {
          const split = photographSplit === undefined ? {} : { photographSplit };
          const options = { photographs, ...split, faces, faceSplit, count };
          const calibrated = await calibrateReliability(bytes, model, options, work);
          await writeFileWhole(out, calibrated.bytes);
          return calibrated;
        },
        say: ({ reliability }, log) => log.info(`written: ${out}; ${reliability.fittedOn}`),
        json: ({ reliability, faces: counted }) => ({ out, reliability, faces: counted }),
      });
    } finally {
      faces.close();
    }
  } finally {
    photographs.close();
  }
}
