/**
 * Puts shards together into a dataset, or makes a delivery of one. Each begins in an empty folder and ends with
 * all of it; a process that is killed in the middle leaves nothing but that folder.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { LineamentError } from '../../core/errors.js';
import { exportDataset } from '../../dataset/export/export-dataset.js';
import { newDatasetOf } from '../../dataset/generate/open-recipe.js';
import type { GenerationRecipe } from '../../dataset/generate/recipe.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import { decodeSamples } from '../../dataset/store/sample-file.js';
import { makeFolder } from '../../node/files.js';
import type { Delivery } from '../order/request.js';
import { openStorage } from '../storage/open-storage.js';
import type { Storage } from '../storage/storage.js';

export type AssembleTask =
  | {
      kind: 'dataset';
      recipe: GenerationRecipe;
      /** Its address. */
      storage: string;
      /** Names of stored objects, in order. */
      shards: string[];
      /** A new folder. */
      out: string;
    }
  | {
      kind: 'delivery';
      delivery: Delivery;
      storage: string;
      datasets: { name: string; stored: string }[];
      out: string;
    };

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

export async function assemble(task: AssembleTask): Promise<AssembleResult> {
  return task.kind === 'dataset' ? makeDataset(task) : makeDelivery(task);
}

/** Bytes of shards in an append: each is a version of the table and a file of it, and many small ones are slow to read. */
const appended = 64 * 2 ** 20;

async function makeDataset({
  recipe,
  storage: place,
  shards,
  out,
}: Extract<AssembleTask, { kind: 'dataset' }>): Promise<AssembleResult> {
  const described = newDatasetOf(recipe);
  const storage = openStorage(place);
  const dataset = await createDataset(out, described);
  try {
    let [batch, size]: [LayeredSample[], number] = [[], 0];
    for (const name of shards) {
      const bytes = await storage.read(name);
      if (bytes === undefined) throw new LineamentError('a shard is missing', { file: `${place}/${name}` });
      const rows = decodeSamples(bytes, described, name);
      const next = dataset.count + batch.length;
      if (rows[0]?.index !== next)
        throw new LineamentError(`the file of samples begins at ${rows[0]?.index}, not ${next}`, {
          file: `${place}/${name}`,
          hint: 'remove it: it is made again',
        });
      batch.push(...rows.map(({ sample }) => sample));
      size += bytes.length;
      if (size < appended) continue;
      await dataset.append(batch);
      [batch, size] = [[], 0];
    }
    await dataset.append(batch);
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

/** A file of an archive: of this machine, or stored. */
type Packed = { inside: string } & ({ path: string } | { stored: string; bytes: number });

async function makeDelivery({
  delivery,
  storage: place,
  datasets,
  out,
}: Extract<AssembleTask, { kind: 'delivery' }>): Promise<AssembleResult> {
  const storage = openStorage(place);
  const files: MadeFile[] = [];
  const failures: AssembleResult['failures'] = [];
  let count = 0;
  makeFolder(out);
  const alone = datasets.length === 1;
  const packed: Packed[] = [];
  for (const { name, stored } of datasets) {
    const prefix = alone ? '' : `${name}/`;
    if (delivery === 'dataset') {
      for (const { name: object, bytes } of await storage.list(`${stored}/`))
        if (!object.endsWith('.lock'))
          packed.push({ inside: prefix + object.slice(stored.length + 1), stored: object, bytes });
      continue;
    }
    const to = join(out, `tree-${name}`);
    const dataset = await storage.dataset(stored);
    if (dataset === undefined)
      throw new LineamentError('the dataset of a delivery is missing', { file: `${place}/${stored}` });
    try {
      const result = await exportDataset({ dataset, format: delivery, out: to });
      count += result.count;
      failures.push(...result.failures);
    } finally {
      dataset.close();
    }
    if (delivery === 'webdataset')
      for (const file of (await readdir(to)).sort()) {
        const own = `webdataset-${prefix.replace('/', '-')}${file.replace(/^shard-/, '')}`;
        files.push(await describe(own, join(to, file), join(out, own)));
      }
    else packed.push(...(await filesOf(to, prefix)));
  }
  if (delivery !== 'webdataset') {
    const name = `${delivery}.zip`;
    await zip(storage, packed, join(out, name));
    files.push(await describe(name, join(out, name)));
  }
  for (const { name } of datasets) await rm(join(out, `tree-${name}`), { recursive: true, force: true });
  return { count, files, failures };
}

async function filesOf(folder: string, prefix: string): Promise<Packed[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      path,
      inside:
        prefix +
        path
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
    }));
}

async function describe(name: string, path: string, moveTo?: string): Promise<MadeFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { size } = await stat(path);
  if (moveTo !== undefined) await rename(path, moveTo);
  return { name, bytes: size, sha256: hash.digest('hex') };
}

/** Pictures are compressed already: files are stored as they are. No clock: the same content gives the same bytes. */
async function zip(storage: Storage, packed: readonly Packed[], to: string): Promise<void> {
  const archive = new ZipFile();
  const written = pipeline(archive.outputStream, createWriteStream(to));
  const failed = new Promise<never>((_, reject) => archive.on('error', reject));
  const options = { mtime: new Date(Date.UTC(1980, 0, 2)), mode: 0o100644, compress: false };
  for (const one of packed) {
    if ('path' in one) archive.addFile(one.path, one.inside, options);
    else
      archive.addReadStreamLazy(one.inside, { ...options, size: one.bytes }, (take) => {
        storage.stream(one.stored).then(
          (stream) => take(null, Readable.from(stream)),
          (error: unknown) => take(error, Readable.from([])),
        );
      });
  }
  archive.end();
  await Promise.race([written, failed]);
}
