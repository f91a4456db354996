/** `lineament model average`: the mean of the weights of models that began as one. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';
import { averageModels } from '../../networks/model-file/average-models.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import { exampleText } from '../command/example.js';
import { refuseForeignModel } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';

interface AverageFlags {
  shares?: string;
  out: string;
  json?: true;
}

export function addAverageCommand(parent: Command): void {
  parent
    .command('average')
    .summary('the mean of the weights of models that began as one')
    .description(
      'Writes a model whose weights are the mean of several models of one recipe that began as one: before and after a further training, say, which often keeps the most of either. Calibrate it afterwards.',
    )
    .argument('<models...>', 'float32 model files; maps and licence are those of the first')
    .option('--shares <numbers>', 'how much of each, such as 0.7,0.3 (equal by default)')
    .requiredOption(
      '--out <file>',
      'the model file to write; replaces a model, none of the given ones, and no other file',
    )
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText('lineament model average before.onnx after.onnx --shares 0.4,0.6 --out both.onnx'),
    )
    .action(average);
}

async function average(files: string[], flags: AverageFlags): Promise<void> {
  const shares = sharesOf(files, flags.shares);
  const { out } = flags;
  if (files.some((file) => resolve(file) === resolve(out)))
    throw new UsageError('model average: --out would overwrite one of the models', {
      hint: 'give it another name',
    });
  await runCommand({
    name: 'model average',
    flags,
    run: async () => {
      await refuseForeignModel('model average', out);
      const models = await Promise.all(
        files.map(async (file, i) => ({ file, bytes: await readFileOr(file, 'model'), share: shares[i]! })),
      );
      await writeFileWhole(out, averageModels(models));
      return { out, models: models.map(({ file, share }) => ({ file, share })) };
    },
    say: (_, log) => log.info(`written: ${out}; its error bars are for \`lineament model calibrate\` to fit`),
    json: (result) => result,
  });
}

function sharesOf(files: readonly string[], text: string | undefined): number[] {
  if (files.length < 2)
    throw new UsageError('model average: one model has no mean', { hint: 'give two or more' });
  if (text === undefined) return files.map(() => 1 / files.length);
  const shares = text.split(',').map(Number);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.length !== files.length || !shares.every((share) => share > 0) || Math.abs(sum - 1) > 1e-6)
    throw new UsageError(
      `model average: --shares ${text}; allowed: ${files.length} numbers above 0 that make 1`,
      {
        hint: `such as ${evenShares(files.length).join(',')}, or leave it out`,
      },
    );
  return shares;
}

/** Of two decimals; the last has what is left. */
function evenShares(count: number): string[] {
  const each = Math.max(1, Math.floor(100 / count));
  return Array.from({ length: count }, (_, i) =>
    ((i < count - 1 ? each : 100 - each * (count - 1)) / 100).toFixed(2),
  );
}
