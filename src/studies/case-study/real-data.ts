/**
 * The labelled photographs of `--real`, whatever they lie in: a folder with `labelled.jsonl` (and `unlabelled.jsonl`), a
 * dataset folder, or 300-W. Sources are only read. What decides the job's key is what the source holds, not where it lies.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { freedAfter } from '../../core/opened-together.js';
import { partOf } from '../../core/work.js';
import { readSplitFile } from '../../dataset/import/files/split-file.js';
import { importThreeHundredW, type PartCount } from '../../dataset/import/formats/pts/three-hundred-w.js';
import { importUnlabelled } from '../../dataset/import/formats/unlabelled.js';
import { openDataset } from '../../dataset/store/store.js';
import { findFace } from '../../detect/landmarks/find-face.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { shippedModelFile } from '../../detect/node/shipped-model-file.js';
import type { Job } from '../../jobs/job.js';
import { exists, readTextOr } from '../../node/files.js';
import { type DatasetOutcome, datasetJob, existingDatasetJob } from '../job-kinds/dataset-job.js';
import { folderDigest } from '../job-kinds/folder-digest.js';
import { fileDigest, importNotes, jsonlJob } from '../job-kinds/jsonl-job.js';

export interface RealData {
  labelled: Job<DatasetOutcome>;
  /** Photographs without labels, where the source brings them. */
  unlabelled: { job: Job<DatasetOutcome>; split: string } | undefined;
}

export interface RealDataOptions {
  /** The study's file: committed splits lie beside it. */
  study: string;
  /** Pictures without labels: a dataset, a folder or a list; by default `unlabelled.jsonl` beside the labelled ones. */
  unlabelled?: string | undefined;
  /** Stops the looking through folders. */
  signal?: AbortSignal | undefined;
}

/** @param folder – of `--real`. */
export async function realDataJobs(folder: string, options: RealDataOptions): Promise<RealData> {
  const list = join(folder, 'labelled.jsonl');
  const jsonl = await exists(list);
  const splits = jsonl ? await splitFileFor(list, options.study) : undefined;
  const beside = join(folder, 'unlabelled.jsonl');
  const unlabelled = options.unlabelled ?? ((await exists(beside)) ? beside : undefined);
  const labelled = (await exists(join(folder, 'dataset.json')))
    ? await existingDatasetJob('photographs', folder)
    : jsonl
      ? await jsonlJob({ file: list, splits })
      : await threeHundredWJob(folder, options.signal);
  if (unlabelled === undefined) return { labelled, unlabelled };
  if (await exists(join(unlabelled, 'dataset.json'))) {
    const job = await existingDatasetJob('photographs without labels', unlabelled);
    return { labelled, unlabelled: { job, split: await targetSplit(unlabelled) } };
  }
  return {
    labelled,
    unlabelled: { job: await unlabelledJob(unlabelled, splits, options.signal), split: unlabelledSplit },
  };
}

/** As the importer names it. */
const unlabelledSplit = 'unlabelled';

/** The split that rows adapt to: never one that is measured. */
async function targetSplit(folder: string): Promise<string> {
  const dataset = await openDataset(folder);
  const splits = Object.keys(await dataset.splits());
  dataset.close();
  const found = [unlabelledSplit, 'train'].find((split) => splits.includes(split));
  if (found !== undefined) return found;
  throw new UsageError(
    `the pictures for adaptation have the splits ${splits.join(', ')}; wanted is ${unlabelledSplit} or train`,
    { file: folder, hint: `import them with --split ${unlabelledSplit}` },
  );
}

/** Faces are found by the default detector, which has seen no photograph in training. */
async function unlabelledJob(
  source: string,
  splits: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Job<DatasetOutcome>> {
  const isList = (await stat(source)).isFile();
  const faceFinder = shippedModelFile();
  return datasetJob({
    name: 'photographs without labels',
    kind: 'photographs',
    settings: {
      format: 'unlabelled',
      source: isList ? await fileDigest(source) : await folderDigest(source, signal),
      splits: splits === undefined ? null : await fileDigest(splits),
      finder: await fileDigest(faceFinder),
    },
    seconds: 240,
    make: (out, { work }) =>
      freedAfter(async (keep) => {
        const detector = await openLandmarkDetector(faceFinder, {}, keep);
        const result = await importUnlabelled(
          {
            source,
            out,
            boxesBy: basename(faceFinder),
            findBox: async (image) => {
              const face = await findFace(detector, image);
              return (
                face && { box: face.box, found: { uncertainty: face.uncertainty, agreement: face.agreement } }
              );
            },
            ...(splits !== undefined && { splits }),
          },
          partOf(work, 'photographs'),
        );
        return importNotes(result, () => {}, source);
      }),
  });
}

/** `splits.json` beside the list, or the committed split that names its faces. */
async function splitFileFor(file: string, study: string): Promise<string | undefined> {
  const beside = join(dirname(file), 'splits.json');
  if (await exists(beside)) return beside;
  const ids = new Set(
    (await readTextOr(file, 'list of photographs'))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => idOf(line)),
  );
  const committed = join(dirname(study), 'splits');
  for (const name of (await readdir(committed).catch(() => [])).sort()) {
    if (!name.endsWith('.json')) continue;
    const { splits } = await readSplitFile(join(committed, name));
    const named = Object.values(splits).flat();
    if (named.length === ids.size && named.every((id) => ids.has(id))) return join(committed, name);
  }
  return undefined;
}

function idOf(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { id?: string }).id;
  } catch {
    return undefined; // the importer lists it
  }
}

async function threeHundredWJob(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Job<DatasetOutcome>> {
  if (!(await exists(folder)))
    throw new UsageError('no such folder', { file: folder, hint: 'give --real a folder of photographs' });
  return datasetJob({
    name: 'photographs',
    kind: 'photographs',
    settings: { format: '300w', files: await folderDigest(folder, signal) },
    seconds: 90,
    make: async (out, { work }) => {
      const result = await importThreeHundredW({ folder, out }, partOf(work, 'photographs'));
      return {
        ...importNotes(result, work.log.warn, `300-W in ${folder}`),
        ...whatIsThere(result.parts),
      };
    },
  });
}

/** How much of the collection that is, by split and by part. */
export function whatIsThere(parts: readonly PartCount[]): Pick<DatasetOutcome, 'warnings' | 'published'> {
  const published: Record<string, number> = {};
  for (const { split, published: count } of parts) published[split] = (published[split] ?? 0) + count;
  const partial = parts.filter(({ imported, published: count }) => imported < count);
  if (partial.length === 0) return { published };
  const there = partial.filter(({ imported }) => imported > 0);
  const missing = partial.filter(({ imported }) => imported === 0).map(({ name }) => name);
  const said = [
    ...there.map(({ name, imported, published: count }) => `${name} ${imported} of ${count} faces`),
    ...(missing.length > 0 ? [`nothing of ${missing.join(', ')}`] : []),
  ];
  return {
    published,
    warnings: [`Only a part of 300-W: ${said.join(', ')}. Its figures are not those of the whole.`],
  };
}
