/** `lineament model export`: a model file at another precision, beside what it costs. */

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import type { ComparedModel } from '../../evaluation/compare-models.js';
import {
  calibrationFaces,
  type ExportPrecision,
  exportModel as exportAtPrecision,
  exportPrecisions,
} from '../../evaluation/export-model.js';
import { normaliserNamed, normalisers } from '../../landmarks/errors/normalisers.js';
import { exampleText } from '../command/example.js';
import { refuseForeignModel } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';

interface ExportFlags {
  precision: ExportPrecision;
  out: string;
  calibrate?: string;
  count?: number;
  data?: string;
  split?: string;
  normaliser?: string;
  json?: true;
}

export function addExportCommand(parent: Command): void {
  parent
    .command('export')
    .summary('a model file at another precision, beside the original')
    .description(
      'Writes a model file at another precision, with size, latency and error beside the original.',
    )
    .argument(
      '<model>',
      'float32 model.onnx that `lineament train` wrote (for int8-weights also one in float16)',
    )
    .addOption(
      new Option(
        '--precision <kind>',
        'float16: weights stored in half the space; int8-weights: in about a third; int8: integer arithmetic',
      )
        .choices([...exportPrecisions])
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--out <file>',
      'the model file to write; replaces a model, not the given one, and no other file',
    )
    .option('--calibrate <folder>', 'int8: dataset of faces to measure ranges on (drawn by default)')
    .option('--count <n>', `int8: faces to calibrate on (${calibrationFaces} by default)`, wholeNumber)
    .option('--data <folder>', 'labelled faces to measure both models on')
    .option('--split <name>', 'a part of --data (all of it by default)')
    .option('--normaliser <name>', `what errors are divided by, with --data: ${normalisers.join(', ')}`)
    .option('--json', 'print the comparison as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament model export model.onnx --precision int8 --calibrate data/faces --out model-int8.onnx',
      ),
    )
    .action(exportModel);
}

async function exportModel(path: string, flags: ExportFlags): Promise<void> {
  checkFlags(path, flags);
  const { precision, out, calibrate, count, data, split } = flags;
  const labelled =
    data === undefined ? undefined : { data, split, normaliser: normaliserNamed(flags.normaliser) };
  await runCommand({
    name: 'model export',
    flags,
    run: async (work) => {
      await refuseForeignModel('model export', out);
      return exportAtPrecision({ model: path, precision, out, calibrate, count, labelled }, work);
    },
    say: (_, log) => log.info(`written: ${out}`),
    text: ({ models }) => tableText(models),
    failures: ({ failures, faces }) => ({
      failed: failures,
      total: faces,
      items: 'faces',
      hint: 'the figures are of the others; the model file is written',
    }),
  });
}

function checkFlags(
  path: string,
  { precision, out, calibrate, count, data, split, normaliser }: ExportFlags,
): void {
  if (resolve(out) === resolve(path))
    throw new UsageError('model export: --out would overwrite the model itself', {
      hint: 'give it another name',
    });
  if (precision !== 'int8' && (calibrate !== undefined || count !== undefined))
    throw new UsageError(`model export: ${precision} needs no calibration`, {
      hint: 'leave out --calibrate and --count, or give --precision int8',
    });
  if (count === 0) throw new UsageError('model export: --count 0 leaves nothing to calibrate on');
  if (data === undefined && (split !== undefined || normaliser !== undefined))
    throw new UsageError('model export: --split and --normaliser say how to measure on --data', {
      hint: 'give --data too, or neither',
    });
}

function tableText(models: readonly ComparedModel[]): string {
  const subsets = ['direct', 'all'] as const;
  const shown = subsets.filter((subset) => models.some(({ nme }) => nme?.[subset] !== undefined));
  const measured = models.some(({ nme }) => nme !== null);
  const rows = [
    [
      'precision',
      'size',
      'one thread',
      ...shown.map((subset) => `NME ${subset}`),
      ...(measured ? ['points moved, largest', 'mean'] : []),
    ],
    ...models.map(({ precision, size, latency, nme, moved }) => [
      precision,
      `${(size / 1e6).toFixed(2)} MB`,
      `${latency.toFixed(2)} ms`,
      ...shown.map((subset) => nme?.[subset]?.toFixed(3) ?? ''),
      ...(measured
        ? [moved?.largest, moved?.mean].map((value) => (value === undefined ? '' : `${value.toFixed(3)} px`))
        : []),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `${row.map((cell, i) => cell.padStart(widths[i]!)).join('  ')}\n`).join('');
}
