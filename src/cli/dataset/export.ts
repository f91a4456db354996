/** `lineament export-dataset`: a dataset in a format that others read (layouts: docs/exports.md). The dataset is only read. */
import { type Command, Option } from 'commander';
import { type ExportFormat, exportDataset, exportFormats } from '../../dataset/export/export-dataset.js';
import { openDataset } from '../../dataset/store/store.js';
import { runCommand } from '../command/run-command.js';

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
  await runCommand({
    name: 'export-dataset',
    label: 'export',
    flags: { ...(json && { json }) },
    run: async (work) => {
      const dataset = await openDataset(data);
      try {
        return await exportDataset({ ...options, dataset }, work);
      } finally {
        dataset.close();
      }
    },
    say: ({ folder, count }, log) => log.info(`${folder}: ${count} samples as ${options.format}`),
    failures: ({ failures, count }) => ({
      failed: failures,
      total: failures.length + count,
      items: 'samples',
    }),
  });
}
