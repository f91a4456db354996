/** `lineament import`: labelled photographs of others into a dataset folder. Sources are only read. */
import type { Command } from 'commander';
import { LineamentError } from '../core/errors.js';
import { lineLog, silentLog } from '../core/log.js';
import { startProgressLater } from '../core/progress.js';
import type { ImportPlan, ImportResult } from '../dataset/import/import-dataset.js';
import { importJsonl } from '../dataset/import/jsonl.js';
import { importPts } from '../dataset/import/pts.js';
import { landmarkSetNames } from '../landmarks/registry.js';
import { stopOnInterrupt } from './stop-signal.js';

interface ImportFlags {
  out: string;
  landmarks: string;
  split: string;
  json?: true;
}

type Running = Required<Pick<ImportPlan, 'signal' | 'onProgress'>>;

export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('import labelled photographs; broken ones are listed, the rest goes on')
    .addHelpText('after', '\nExample:\n  lineament import pts 300W/helen/testset --out data/helen-test');
  addFormat(command, {
    name: 'jsonl',
    source: '<file>',
    description: 'a JSON-lines file: id, image, points, and perhaps bbox, split, direct_points, weak_points',
    example: 'lineament import jsonl faces/labelled.jsonl --out data/photographs',
    read: (file, flags, running) => importJsonl({ file, ...flags, ...running }),
  });
  addFormat(command, {
    name: 'pts',
    source: '<folder>',
    description: 'a folder of images with .pts files beside them, such as 300-W',
    example: 'lineament import pts 300W/helen/testset --out data/helen-test --split test',
    read: (folder, flags, running) => importPts({ folder, ...flags, ...running }),
  });
}

interface Format {
  name: string;
  source: string;
  description: string;
  example: string;
  read: (source: string, flags: Omit<ImportFlags, 'json'>, running: Running) => Promise<ImportResult>;
}

function addFormat(command: Command, { name, source, description, example, read }: Format): void {
  command
    .command(name)
    .description(description)
    .argument(source)
    .requiredOption('--out <folder>', 'dataset folder to make')
    .option(
      '--landmarks <set>',
      `landmark set of the labels: ${landmarkSetNames.join(', ')}, or a .yaml file`,
      'ibug68',
    )
    .option('--split <name>', 'split of samples that name none', 'test')
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText('after', `\nExample:\n  ${example}`)
    .exitOverride()
    .action((from: string, { json, ...flags }: ImportFlags) =>
      runImport(json === true, (running) => read(from, flags, running)),
    );
}

async function runImport(json: boolean, read: (running: Running) => Promise<ImportResult>): Promise<void> {
  const log = json ? silentLog : lineLog();
  const interrupt = stopOnInterrupt();
  const progress = startProgressLater({ label: 'import', unit: 'img', ...(json && { style: 'none' }) });
  try {
    const result = await read({
      signal: interrupt.signal,
      onProgress: progress.update,
    }).finally(progress.stop);
    const { folder, count, failures } = result;
    for (const { id, reason } of failures) log.warn(`${id}: ${reason}`);
    log.info(`${folder}: ${count} samples imported`);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    if (failures.length > 0) {
      throw new LineamentError(
        `import: ${failures.length} of ${failures.length + count} samples failed, the first: ${failures[0]!.id}: ${failures[0]!.reason}`,
      );
    }
  } finally {
    interrupt.release();
  }
}
