/** `lineament dataset export`: a dataset in a format that others read (layouts: docs/exports.md). The dataset is only read. */
import { type Command, Option } from 'commander';
import { counted } from '../../core/text/counted.js';
import { type ExportFormat, exportDataset, exportFormats } from '../../dataset/export/export-dataset.js';
import { openDataset } from '../../dataset/store/store.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';

interface ExportFlags {
  format: ExportFormat;
  out: string;
  split?: string;
  where?: string;
  json?: true;
}

export function addExportCommand(parent: Command): void {
  parent
    .command('export')
    .summary('a dataset in a format that others read')
    .description('Writes a dataset in a format that others read. What the format cannot hold is listed.')
    .argument('<dataset>', 'dataset folder')
    .addOption(
      new Option('--format <name>', 'layout of the files').choices([...exportFormats]).makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'folder to make: new or empty')
    .option('--split <name>', 'a part of the dataset (all of it by default)')
    .option('--where <condition>', "only samples that show this, as SQL over the dataset's columns")
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        `lineament dataset export data/faces --format webdataset --out shards --split train --where "glasses = 'none' AND abs(yaw) < 30"`,
      ),
    )
    .action(runExport);
}

async function runExport(data: string, { json, ...options }: ExportFlags): Promise<void> {
  await runCommand({
    name: 'dataset export',
    flags: { ...(json && { json }) },
    run: async (work) => {
      const dataset = await openDataset(data);
      try {
        return await exportDataset({ ...options, dataset }, work);
      } finally {
        dataset.close();
      }
    },
    say: ({ folder, count, readBack }, log) =>
      log.info(`${folder}: ${counted(count, 'sample')} as ${options.format}, read back by \`${readBack}\``),
    failures: ({ failures, count }) => ({
      failed: failures,
      total: failures.length + count,
      items: 'samples',
    }),
  });
}
