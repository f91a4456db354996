/**
 * Worker thread: puts shards together into a dataset, or makes a delivery of one. Each begins in an empty folder and ends with
 * all of it; a process that is killed in the middle leaves nothing but that folder.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { LineamentError } from '../../core/errors.js';
import { exportDataset } from '../../dataset/export/export-dataset.js';
import { newDatasetOf } from '../../dataset/generate/open-recipe.js';
import type { GenerationRecipe } from '../../dataset/generate/recipe.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import { decodeSamples } from '../../dataset/store/sample-file.js';
import { openDataset } from '../../dataset/store/store.js';
import { makeFolder } from '../../node/files.js';
import { serveTasks } from '../../node/worker-pool.js';
import type { Delivery } from '../order/request.js';

export type AssembleTask =
  | { kind: 'dataset'; recipe: GenerationRecipe; shards: string[]; out: string }
  | { kind: 'delivery'; delivery: Delivery; datasets: { name: string; folder: string }[]; out: string };

export interface MadeFile {
  name: string;
  bytes: number;
  /** 64 hexadecimal digits. */
  sha256: string;
}

export interface AssembleResult {
  count: number;
  files: MadeFile[];
  /** Samples that a format cannot hold. */
  failures: { id: string; reason: string }[];
}

async function assemble(task: AssembleTask): Promise<AssembleResult> {
  return task.kind === 'dataset' ? makeDataset(task) : makeDelivery(task);
}

/** @param shards – files of samples, in order. @param out – a new folder. */
async function makeDataset({
  recipe,
  shards,
  out,
}: Extract<AssembleTask, { kind: 'dataset' }>): Promise<AssembleResult> {
  const described = newDatasetOf(recipe);
  const dataset = await createDataset(out, described);
  try {
    for (const file of shards) {
      const rows = decodeSamples(await readFile(file), described, file);
      if (rows[0]?.index !== dataset.count)
        throw new LineamentError(`the file of samples begins at ${rows[0]?.index}, not ${dataset.count}`, {
          file,
          hint: 'remove it: it is made again',
        });
      await dataset.append(rows.map(({ sample }) => sample));
    }
    if (dataset.count !== described.count)
      throw new LineamentError(`the shards hold ${dataset.count} samples, not ${described.count}`, {
        file: out,
      });
    await dataset.finish();
    return { count: dataset.count, files: [], failures: [] };
  } finally {
    dataset.close();
  }
}

async function makeDelivery({
  delivery,
  datasets,
  out,
}: Extract<AssembleTask, { kind: 'delivery' }>): Promise<AssembleResult> {
  const files: MadeFile[] = [];
  const failures: AssembleResult['failures'] = [];
  let count = 0;
  makeFolder(out);
  const alone = datasets.length === 1;
  const trees: { inside: string; folder: string }[] = [];
  for (const { name, folder } of datasets) {
    if (delivery === 'dataset') {
      trees.push({ inside: alone ? '' : `${name}/`, folder });
      continue;
    }
    const to = join(out, `tree-${name}`);
    const dataset = await openDataset(folder);
    try {
      const result = await exportDataset({ dataset, format: delivery, out: to });
      count += result.count;
      failures.push(...result.failures);
    } finally {
      dataset.close();
    }
    trees.push({ inside: alone ? '' : `${name}/`, folder: to });
  }
  if (delivery === 'webdataset') {
    for (const { inside, folder } of trees)
      for (const name of (await readdir(folder)).sort()) {
        const own = `webdataset-${inside.replace('/', '-')}${name.replace(/^shard-/, '')}`;
        files.push(await describe(own, join(folder, name), join(out, own)));
      }
  } else {
    const name = `${delivery}.zip`;
    await zip(trees, join(out, name));
    files.push(await describe(name, join(out, name)));
  }
  for (const { folder } of trees)
    if (folder.startsWith(out)) await rm(folder, { recursive: true, force: true });
  return { count, files, failures };
}

async function describe(name: string, path: string, moveTo?: string): Promise<MadeFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { size } = await stat(path);
  if (moveTo !== undefined) await rename(path, moveTo);
  return { name, bytes: size, sha256: hash.digest('hex') };
}

/** Pictures are compressed already: files are stored as they are. No clock: the same content gives the same bytes. */
async function zip(trees: readonly { inside: string; folder: string }[], to: string): Promise<void> {
  const archive = new ZipFile();
  const written = pipeline(archive.outputStream, createWriteStream(to));
  for (const { inside, folder } of trees) {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const path of names)
      archive.addFile(
        path,
        inside +
          path
            .slice(folder.length + 1)
            .split(sep)
            .join('/'),
        {
          mtime: new Date(Date.UTC(1980, 0, 2)),
          mode: 0o100644,
          compress: false,
        },
      );
  }
  archive.end();
  await written;
}

serveTasks(assemble);
