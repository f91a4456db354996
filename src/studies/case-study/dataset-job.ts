/** Datasets as jobs: made in the job's folder (or a named one), counted by split and digested, so that figures name their data. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findManifest } from '../../dataset/store/manifest.js';
import { type Dataset, openDataset } from '../../dataset/store/store.js';
import { personOf } from '../../evaluation/predict/person.js';
import { defineJob, type Job, type JobContext, type JobKind } from '../../jobs/job.js';

export interface DatasetOutcome {
  /** Where it lies, if not in the job's own folder. */
  elsewhere?: string;
  splits: Record<string, number>;
  /** SHA-256 over ids, persons, splits, points, boxes and pictures, hexadecimal. */
  digest: string;
  /** What the report should say of it. */
  notes: string[];
}

export interface DatasetJobOptions {
  name: string;
  kind: JobKind;
  settings: unknown;
  needs?: readonly Job[];
  seconds: number;
  /** A named place; by default `data` in the job's folder. */
  elsewhere?: string | undefined;
  /** Makes it, or goes on making it. @returns notes for the report. */
  make(folder: string, context: JobContext): Promise<string[]>;
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
      const notes = await make(folder, context);
      const dataset = await openDataset(folder);
      try {
        return {
          ...(elsewhere !== undefined && { elsewhere }),
          splits: await dataset.splits(),
          digest: await datasetDigest(dataset),
          notes,
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
