/** `lineament export-dataset`: a dataset in a format that others read (layouts: docs/exports.md). The dataset is only read. */
import { type Command, Option } from 'commander';
import { LineamentError } from '../core/errors.js';
import { lineLog, silentLog } from '../core/log.js';
import { type ExportFormat, exportDataset, exportFormats } from '../dataset/export/export-dataset.js';
import { openDataset } from '../dataset/store/store.js';
import { startProgressLater } from '../node/progress.js';
import { stopOnInterrupt } from './stop-signal.js';

interface ExportDatasetFlags {
  format: ExportFormat;
  out: string;
  split?: string;
  where?: string;
  json?: true;
}

export function addExportDatasetCommand(program: Command): void {
  program
    .command('export-dataset')
    .description('write a dataset in a format that others read; what it cannot hold is listed')
    .argument('<data>', 'dataset folder')
    .addOption(
      new Option('--format <name>', 'layout of the files').choices([...exportFormats]).makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'folder to make: new or empty')
    .option('--split <name>', 'a part of the dataset (all of it by default)')
    .option('--where <sql>', 'only samples for which this condition on the columns holds')
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText(
      'after',
      `\nExample:\n  lineament export-dataset data/faces --format webdataset --out shards --split train --where "glasses = 'none' AND abs(yaw) < 30"`,
    )
    .action(runExport);
}

async function runExport(data: string, { json, ...options }: ExportDatasetFlags): Promise<void> {
  const log = json ? silentLog : lineLog();
  const interrupt = stopOnInterrupt();
  const progress = startProgressLater({ label: 'export', unit: 'img', ...(json && { style: 'none' }) });
  try {
    const dataset = await openDataset(data);
    const result = await exportDataset({
      ...options,
      dataset,
      signal: interrupt.signal,
      onProgress: progress.update,
    }).finally(() => {
      progress.stop();
      dataset.close();
    });
    const { folder, count, failures } = result;
    for (const { id, reason } of failures) log.warn(`${id}: ${reason}`);
    log.info(`${folder}: ${count} samples as ${options.format}`);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    if (failures.length > 0)
      throw new LineamentError(
        `export-dataset: ${failures.length} of ${failures.length + count} samples could not be exported, the first: ${failures[0]!.reason}`,
      );
  } finally {
    interrupt.release();
  }
}
