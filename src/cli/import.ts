/** `lineament import`: labelled photographs of others into a dataset folder. Sources are only read. */
import type { Command } from 'commander';
import { LineamentError } from '../core/errors.js';
import { lineLog, silentLog } from '../core/log.js';
import { startProgressLater } from '../core/progress.js';
import { importCoco } from '../dataset/import/coco-wholebody.js';
import { importFaceSynthetics } from '../dataset/import/face-synthetics.js';
import type { ImportPlan, ImportResult } from '../dataset/import/import-dataset.js';
import { importJsonl } from '../dataset/import/jsonl.js';
import { importPts } from '../dataset/import/pts.js';
import { importSynthesis } from '../dataset/import/synthesis-info.js';
import { importWebDataset } from '../dataset/import/webdataset.js';
import { landmarkSetNames } from '../landmarks/registry.js';
import { stopOnInterrupt } from './stop-signal.js';

interface ImportFlags {
  out: string;
  landmarks?: string;
  split?: string;
  images?: string;
  json?: true;
}

type Running = Required<Pick<ImportPlan, 'signal' | 'onProgress'>>;

/** One format: what it is given, which options it knows, and what reads it. */
interface Format {
  name: string;
  source: string;
  description: string;
  example: string;
  /** The default of --landmarks, `labels` where they name their set; left out where the format has one set only. */
  landmarks?: string;
  /** The default of --split; left out where the source tells. */
  split?: string;
  /** What --images says, where the pictures may lie elsewhere. */
  images?: string;
  read: (source: string, flags: Omit<ImportFlags, 'json'> & Running) => Promise<ImportResult>;
}

const formats: readonly Format[] = [
  {
    name: 'jsonl',
    source: '<file>',
    description: 'a JSON-lines file: id, image, points, and perhaps bbox, split, direct_points, weak_points',
    example: 'lineament import jsonl faces/labelled.jsonl --out data/photographs',
    landmarks: 'ibug68',
    split: 'test',
    read: (file, flags) => importJsonl({ file, ...flags }),
  },
  {
    name: 'pts',
    source: '<folder>',
    description: 'a folder of images with .pts files beside them',
    example: 'lineament import pts 300W/helen/testset --out data/helen-test --split test',
    landmarks: 'ibug68',
    split: 'test',
    read: (folder, flags) => importPts({ folder, ...flags }),
  },
  {
    name: 'coco-wholebody',
    source: '<file>',
    description: 'the faces of an annotation file of COCO-WholeBody',
    example: 'lineament import coco-wholebody coco_wholebody_val_v1.0.json --images val2017 --out data/coco',
    split: 'test',
    images: 'folder of the pictures (images beside the file by default)',
    read: (file, flags) => importCoco({ file, ...flags }),
  },
  {
    name: 'facesynthetics',
    source: '<folder>',
    description: 'a folder of Microsoft FaceSynthetics: 68 points and the pupils, without its segmentation',
    example: 'lineament import facesynthetics dataset_1000 --out data/facesynthetics',
    split: 'train',
    read: (folder, flags) => importFaceSynthetics({ folder, ...flags }),
  },
  {
    name: 'synthesis',
    source: '<folder>',
    description: 'a folder of info.json files of Synthesis AI, without their layers',
    example: 'lineament import synthesis human-api/job-1 --out data/synthesis',
    landmarks: 'ibug68',
    split: 'train',
    read: (folder, flags) => importSynthesis({ folder, ...flags }),
  },
  {
    name: 'webdataset',
    source: '<folder>',
    description: 'WebDataset shards that export-dataset wrote, layers and all',
    example: 'lineament import webdataset shards --out data/faces',
    landmarks: 'labels',
    read: (source, flags) => importWebDataset({ source, ...flags }),
  },
];

export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('import labelled pictures; broken ones are listed, the rest goes on')
    .addHelpText('after', '\nExample:\n  lineament import pts 300W/helen/testset --out data/helen-test');
  for (const format of formats) addFormat(command, format);
}

function addFormat(command: Command, format: Format): void {
  const { name, source, description, example, landmarks, split, images, read } = format;
  const added = command
    .command(name)
    .description(description)
    .argument(source)
    .requiredOption('--out <folder>', 'dataset folder to make');
  if (landmarks === 'labels')
    added.option('--landmarks <file>', 'the .yaml file of the set, where the labels name one of your own');
  else if (landmarks !== undefined)
    added.option(
      '--landmarks <set>',
      `landmark set of the labels: ${landmarkSetNames.join(', ')}, or a .yaml file`,
      landmarks,
    );
  if (split !== undefined) added.option('--split <name>', 'split of samples that name none', split);
  if (images !== undefined) added.option('--images <folder>', images);
  added
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText('after', `\nExample:\n  ${example}`)
    .exitOverride()
    .action((from: string, { json, ...flags }: ImportFlags) =>
      runImport(json === true, (running) => read(from, { ...flags, ...running })),
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
