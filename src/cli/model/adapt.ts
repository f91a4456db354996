/** `lineament model adapt`: makes the file with which a dense model gives 68 points as annotators place them. */

import { statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { adapterCrop, adapterMark } from '../../detect/landmarks/adapter-text.js';
import { adapterWords, saveAdapter } from '../../evaluation/adapters/adapter-file.js';
import {
  adapterSeed,
  type FittedKind,
  fitAdapter,
  fittedKinds,
} from '../../evaluation/adapters/fit-adapter.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { exampleText } from '../command/example.js';
import { refuseForeign } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { wholeNumber } from '../command/whole-number.js';

interface AdaptFlags {
  data: string;
  split?: string;
  to: string;
  kind: FittedKind;
  seed: number;
  crop?: number;
  out: string;
  json?: true;
}

export function addAdaptCommand(parent: Command): void {
  parent
    .command('adapt')
    .summary('an adapter from the points of a model to another set')
    .description(
      'Fits an adapter from the points of a model to another set, on labelled faces that the model was not trained on (auxiliary: on generated ones, without a real label).',
    )
    .argument('<model>', 'model.onnx whose points are adapted')
    .requiredOption('--data <folder>', 'dataset with labels of the target set, or of generated faces')
    .option('--split <name>', 'a part of the dataset (all of it by default)')
    .option('--to <set>', 'the target set', defaultLandmarkSet)
    .addOption(new Option('--kind <kind>', 'how').choices([...fittedKinds]).default('ridge-affine'))
    .option(
      '--crop <factor>',
      'look through the box of the labels times this (by default 0.9 for ridge-features, else 1)',
      settingNumber(adapterCrop),
    )
    .option('--seed <number>', 'of folds and networks', wholeNumber, adapterSeed)
    .requiredOption('--out <file>', 'the adapter (JSON); replaces an adapter and no other file')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament model adapt dense.onnx --data data/photographs --split train --out dense-to-ibug68.json',
      ),
    )
    .action(adapt);
}

async function adapt(
  model: string,
  { data, split, to, kind, seed, crop, out, ...flags }: AdaptFlags,
): Promise<void> {
  const faces = { name: split ?? 'all', data, ...(split !== undefined && { split }) };
  await runCommand({
    name: 'model adapt',
    flags,
    run: async (work) => {
      await refuseForeign('model adapt', out, adapterMark);
      const fitted = await fitAdapter(
        { model, kind, faces, to, seed, ...(crop !== undefined && { crop }) },
        work,
      );
      await saveAdapter(out, fitted.adapter);
      return fitted;
    },
    say: ({ adapter, crossValidated }, log) => {
      const error =
        crossValidated === null
          ? ''
          : `; error of persons left out ${crossValidated.toFixed(2)} % of the eye distance`;
      log.info(
        `written: ${out} (${Math.ceil(statSync(out).size / 1024)} kB), ${adapterWords(adapter)}${error}`,
      );
    },
    json: ({ crossValidated, failures }) => ({ adapter: out, kind, crossValidated, failures }),
    failures: (fitted) => ({
      failed: fitted.failures,
      total: fitted.faces + fitted.failures.length,
      items: 'faces',
      hint: 'the adapter is fitted on the others; repair these or leave them out',
    }),
  });
}
