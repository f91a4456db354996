/** Datasets as jobs: made in the job's folder (or a named one), counted by split and digested, so that figures name their data. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isRecord } from '../../core/settings/is-record.js';
import type { ImportFailure } from '../../dataset/import/import-dataset.js';
import { findManifest } from '../../dataset/store/manifest.js';
import { type Dataset, openDataset } from '../../dataset/store/store.js';
import { personOf } from '../../evaluation/predict/person.js';
import { defineJob, type Job, type JobContext, type JobKind } from '../../jobs/job.js';
import type { JobEnds } from '../../jobs/run-jobs.js';

export interface DatasetOutcome {
  /** Where it lies, if not in the job's own folder. */
  elsewhere?: string;
  splits: Record<string, number>;
  /** SHA-256 over ids, persons, splits, points, boxes and pictures, hexadecimal. */
  digest: string;
  /** What the report should say of it. */
  notes: string[];
  /** What nobody must overlook who reads its figures, such as that most of a collection is missing. */
  warnings?: string[];
  /** Faces of each split of the collection as it was published, where that is known. */
  published?: Record<string, number>;
  /** What an import could not take in. */
  refused?: ImportFailure[];
}

/** What is said of a dataset that was made. */
export type DatasetNotes = Pick<DatasetOutcome, 'notes' | 'warnings' | 'published' | 'refused'>;

/** What imports could not take in, in this run or an earlier one, of how many samples. */
export interface Refused {
  refused: ImportFailure[];
  /** Of the imports that refused some; 0 where nothing was refused. */
  samples: number;
}

/** Of the imports among these jobs. */
export function refusedIn(ends: JobEnds): Refused {
  const found: Refused = { refused: [], samples: 0 };
  for (const end of ends.values()) {
    if (end.state !== 'done' || !isRecord(end.outcome) || !Array.isArray(end.outcome.refused)) continue;
    const { refused = [], splits } = end.outcome as unknown as DatasetOutcome;
    found.refused.push(...refused);
    found.samples += refused.length + Object.values(splits).reduce((sum, count) => sum + count, 0);
  }
  return found;
}

export interface DatasetJobOptions {
  name: string;
  kind: JobKind;
  settings: unknown;
  needs?: readonly Job[];
  seconds: number;
  /** A named place; by default `data` in the job's folder. */
  elsewhere?: string | undefined;
  /** Makes it, or goes on making it. */
  make(folder: string, context: JobContext): Promise<DatasetNotes>;
}

export function datasetJob(options: DatasetJobOptions): Job<DatasetOutcome> {
  const { name, kind, settings, needs, seconds, elsewhere, make } = options;
  return defineJob<DatasetOutcome>({
    name,
    kind,
    settings,
    ...(needs !== undefined && { needs }),
    seconds,
    isThere: async ({ elsewhere: place }) =>
      place === undefined || (await findManifest(place))?.complete === true,
    run: async (context) => {
      const folder = elsewhere ?? join(context.folder, 'data');
      const said = await make(folder, context);
      const dataset = await openDataset(folder);
      try {
        return {
          ...(elsewhere !== undefined && { elsewhere }),
          splits: await dataset.splits(),
          digest: await datasetDigest(dataset),
          ...said,
        };
      } finally {
        dataset.close();
      }
    },
  });
}

export function datasetFolder(
  context: Pick<JobContext, 'folderOf' | 'outcomeOf'>,
  job: Job<DatasetOutcome>,
): string {
  return context.outcomeOf(job).elsewhere ?? join(context.folderOf(job), 'data');
}

/** A dataset that is there already: only read. */
export async function existingDatasetJob(name: string, folder: string): Promise<Job<DatasetOutcome>> {
  const dataset = await openDataset(folder);
  try {
    return datasetJob({
      name,
      kind: 'photographs',
      settings: { format: 'dataset', digest: await datasetDigest(dataset, false) },
      seconds: 5,
      elsewhere: folder,
      make: async () => ({ notes: [`dataset ${folder}`] }),
    });
  } finally {
    dataset.close();
  }
}

/** @param images – whether the pictures count too; without, it is quick on many. */
export async function datasetDigest(dataset: Dataset, images = true): Promise<string> {
  const hash = createHash('sha256');
  for await (const samples of dataset.scan({ images }))
    for (const sample of samples) {
      const { id, split, points, labelQuality, box, image } = sample;
      hash.update(`${id}\n${personOf(sample)}\n${split}\n${box.x} ${box.y} ${box.width} ${box.height}\n`);
      if (labelQuality !== null) hash.update(labelQuality);
      for (const list of [points.surface, points.contour])
        if (list !== undefined) hash.update(new Uint8Array(list.buffer, list.byteOffset, list.byteLength));
      if (images) hash.update(image);
    }
  return hash.digest('hex');
}
