/** Photographs listed in `labelled.jsonl` as a job. What decides its key is what the list says, not where it lies. */
import { createHash } from 'node:crypto';
import { counted } from '../../core/text/counted.js';
import { partOf } from '../../core/work.js';
import { importJsonl } from '../../dataset/import/formats/jsonl.js';
import type { ImportResult } from '../../dataset/import/import-dataset.js';
import type { Job } from '../../jobs/job.js';
import { readFileOr } from '../../node/files.js';
import { type DatasetNotes, type DatasetOutcome, datasetJob } from './dataset-job.js';

export interface JsonlJobOptions {
  file: string;
  /** A file that says which face is in which split. */
  splits?: string | undefined;
  /** One split for all faces. */
  split?: string | undefined;
}

export async function jsonlJob({ file, splits, split }: JsonlJobOptions): Promise<Job<DatasetOutcome>> {
  return datasetJob({
    name: 'photographs',
    kind: 'photographs',
    settings: {
      format: 'jsonl',
      list: await fileDigest(file),
      splits: splits === undefined ? null : await fileDigest(splits),
      split,
    },
    seconds: 5,
    make: async (out, { work }) => {
      const result = await importJsonl(
        {
          file,
          out,
          ...(splits !== undefined && { splits }),
          ...(split !== undefined && { split }),
        },
        partOf(work, 'photographs'),
      );
      return importNotes(result, work.log.warn, splits === undefined ? file : `${file}, splits ${splits}`);
    },
  });
}

/** What a report says of an import; each face that failed is a warning. */
export function importNotes(
  { failures, notes = [] }: ImportResult,
  warn: (line: string) => void,
  source: string,
): DatasetNotes {
  for (const { id, reason } of failures) warn(`${id}: ${reason}`);
  if (failures.length === 0) return { notes: [source, ...notes] };
  const left = `${counted(failures.length, 'face')} could not be imported, the first: ${failures[0]!.id}`;
  return { notes: [source, ...notes, left], refused: failures };
}

/** SHA-256 of what a file holds. */
export async function fileDigest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFileOr(file, 'the file'))
    .digest('hex');
}
