/** `lineament model export`: a model file at another precision, beside what it costs. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import { lineamentVersion } from '../../core/version.js';
import { partOf, type Work } from '../../core/work.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { openDataset } from '../../dataset/store/store.js';
import { calibrateModel } from '../../evaluation/calibrate-model.js';
import { type ComparedModel, compareModels } from '../../evaluation/compare-models.js';
import { normaliserNamed, normalisers } from '../../landmarks/errors/normalisers.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { float32Metadata, halfModelFile } from '../../networks/convert-model-file.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';

interface ExportFlags {
  precision: 'float16' | 'int8';
  out: string;
  calibrate?: string;
  count?: number;
  data?: string;
  split?: string;
  normaliser?: string;
  json?: true;
}

const defaultCount = 200;
/** Of the faces that are drawn where no dataset is given; only their pictures and boxes count. */
const drawn = { head: 'cage', landmarks: defaultLandmarkSet, size: 160, seed: 1 };

export function addExportCommand(parent: Command): void {
  parent
    .command('export')
    .summary('a model file at another precision, beside the original')
    .description(
      'Writes a model file at another precision, with size, latency and error beside the original.',
    )
    .argument('<model>', 'float32 model.onnx that `lineament train` wrote')
    .addOption(
      new Option('--precision <kind>', 'float16: weights stored in half the space; int8: integer arithmetic')
        .choices(['float16', 'int8'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'the model file to write')
    .option('--calibrate <folder>', 'int8: dataset of faces to measure ranges on (drawn by default)')
    .option('--count <n>', `int8: faces to calibrate on (${defaultCount} by default)`, wholeNumber)
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
  const normaliser = flags.data === undefined ? undefined : normaliserNamed(flags.normaliser);
  const { out, split } = flags;
  await runCommand({
    name: 'model export',
    flags,
    run: async (work) => {
      const bytes = await readFileOr(path, 'model');
      // Opened first: a dataset that is not there should be refused before minutes of work.
      const dataset = flags.data === undefined ? undefined : await openDataset(flags.data);
      try {
        const converted =
          flags.precision === 'float16'
            ? halfModelFile(bytes, path)
            : await integers(bytes, path, flags, work);
        const compared = await compareModels(
          [
            { name: path, bytes },
            { name: out, bytes: converted },
          ],
          dataset === undefined || normaliser === undefined
            ? {}
            : { labelled: { dataset, normaliser, ...(split !== undefined && { split }) } },
          partOf(work, 'measure'),
        );
        await writeFileWhole(out, converted);
        return {
          out,
          ...compared,
          faces: (await dataset?.indices(split === undefined ? {} : { split }))?.length ?? 0,
        };
      } finally {
        dataset?.close();
      }
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

async function integers(
  bytes: Uint8Array,
  path: string,
  flags: ExportFlags,
  work: Work,
): Promise<Uint8Array> {
  const count = flags.count ?? defaultCount;
  if (flags.calibrate !== undefined) return calibrate(bytes, path, flags.calibrate, count, undefined, work);
  // Refused before faces are drawn for it.
  float32Metadata(bytes, path);
  const folder = await mkdtemp(join(tmpdir(), 'lineament-calibration-'));
  try {
    work.log.info(`drawing ${count} faces to calibrate on`);
    await generateDataset({ ...drawn, count, out: folder }, partOf(work, 'draw'));
    const description = `head '${drawn.head}', seed ${drawn.seed}, Lineament ${lineamentVersion}`;
    return await calibrate(bytes, path, folder, count, description, work);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function calibrate(
  bytes: Uint8Array,
  path: string,
  folder: string,
  count: number,
  description: string | undefined,
  work: Work,
): Promise<Uint8Array> {
  const dataset = await openDataset(folder);
  try {
    return await calibrateModel(
      bytes,
      path,
      {
        dataset,
        count,
        ...(description !== undefined && { description }),
      },
      partOf(work, 'calibrate'),
    );
  } finally {
    dataset.close();
  }
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
