/**
 * Writes a dataset in a format that others read. Everything goes into a folder of another name first, which gets its
 * own when all is written: an export is whole or absent. A sample that a format cannot hold is listed, the rest goes on.
 */
import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import { shellWord } from '../../core/text/shell-word.js';
import { silentWork, type Work } from '../../core/work.js';
import { hasLandmarkSet } from '../../landmarks/sets/registry.js';
import { exists, makeFolder } from '../../node/files.js';
import { landmarksOf } from '../store/manifest.js';
import type { Dataset, Selection } from '../store/store.js';
import { createCocoWriter } from './formats/coco-wholebody.js';
import { createFaceSyntheticsWriter } from './formats/face-synthetics.js';
import { createPtsWriter } from './formats/pts-writer.js';
import { createSynthesisWriter } from './formats/synthesis-info.js';
import { createWebDatasetWriter } from './formats/webdataset.js';
import { pixelLayerSource } from './pixel-layers.js';
import type { ExportSource, SampleWriter } from './sample-writer.js';

export const exportFormats = ['300w', 'coco-wholebody', 'facesynthetics', 'synthesis', 'webdataset'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const writers: Readonly<Record<ExportFormat, (source: ExportSource) => SampleWriter>> = {
  '300w': createPtsWriter,
  'coco-wholebody': createCocoWriter,
  facesynthetics: createFaceSyntheticsWriter,
  synthesis: createSynthesisWriter,
  webdataset: (source) => createWebDatasetWriter(source),
};

/**
 * What reads an export back: a `.pts` file says nothing of 300-W, whose own importer knows parts by the names of their folders and counts what is
 * missing of each, so any other folder of such files is read by `pts`.
 */
const readers: Readonly<Record<ExportFormat, (folder: string, set: string) => string>> = {
  '300w': (folder, set) => `pts ${folder} --landmarks ${set}`,
  'coco-wholebody': (folder) => `coco-wholebody ${folder}/annotations.json`,
  facesynthetics: (folder) => `facesynthetics ${folder}`,
  synthesis: (folder) => `synthesis ${folder}`,
  webdataset: (folder, set) => `webdataset ${folder}${hasLandmarkSet(set) ? '' : ` --landmarks ${set}`}`,
};

export interface ExportOptions extends Selection {
  dataset: Dataset;
  /** These samples, in this order, in place of those that the selection names. */
  rows?: readonly number[];
  format: ExportFormat;
  /** The folder to make: new or empty. */
  out: string;
}

export interface ExportResult {
  folder: string;
  /** Samples written. */
  count: number;
  failures: { id: string; reason: string }[];
  /** The command that reads it back. */
  readBack: string;
}

/** Samples read at a time. */
const step = 32;

export async function exportDataset(options: ExportOptions, work: Work = silentWork): Promise<ExportResult> {
  const { dataset, format } = options;
  const out = resolve(options.out);
  await refuseTaken(out);
  const indices = options.rows ?? (await dataset.indices(options));
  if (indices.length === 0)
    throw new LineamentError('no sample is selected', {
      file: dataset.folder,
      hint: 'choose another split or condition',
    });
  const folder = `${out}.lineament-part`;
  await rm(folder, { recursive: true, force: true });
  makeFolder(folder);
  const set = landmarksOf(dataset.manifest);
  try {
    const writer = writers[format]({ folder, set, layersOf: pixelLayerSource(set) });
    const result = await writeAll(writer, indices, options, work);
    if (await exists(out)) await rmdir(out);
    await rename(folder, out);
    // A set of one's own is named, not described, in what is written.
    const named = hasLandmarkSet(set.name) ? set.name : `${set.name}.yaml`;
    const reader = readers[format](shellWord(options.out), shellWord(named));
    return { folder: options.out, ...result, readBack: `lineament dataset import ${reader} --out DATASET` };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error instanceof LineamentError ? error : cannotWrite(options.out, error);
  }
}

async function refuseTaken(out: string): Promise<void> {
  if (!(await exists(out))) return;
  const content = await readdir(out).catch((cause: unknown) => {
    throw cannotWrite(out, cause);
  });
  if (content.length === 0) return;
  throw new LineamentError('the folder to export into is not empty', {
    file: out,
    hint: 'choose another folder or remove this one',
  });
}

async function writeAll(
  writer: SampleWriter,
  indices: readonly number[],
  { dataset, out }: ExportOptions,
  work: Work,
): Promise<Pick<ExportResult, 'count' | 'failures'>> {
  const failures: ExportResult['failures'] = [];
  let count = 0;
  work.report(0, indices.length);
  for (let start = 0; start < indices.length; start += step) {
    for (const sample of await dataset.read(indices.slice(start, start + step), { layers: true })) {
      if (work.signal.aborted)
        throw new StoppedError(`${count} of ${indices.length} samples were exported`, {
          file: out,
          hint: 'run the same command again; it starts over',
        });
      try {
        await writer.write(sample, count);
        count++;
      } catch (error) {
        if (!(error instanceof LineamentError)) throw error;
        failures.push({ id: sample.id, reason: error.message });
      }
      work.report(count + failures.length, indices.length);
    }
  }
  if (count === 0)
    throw new LineamentError(
      `none of ${failures.length} samples could be exported; the first: ${failures[0]!.reason}`,
      { file: dataset.folder },
    );
  await writer.finish();
  return { count, failures };
}

function cannotWrite(out: string, cause: unknown): LineamentError {
  return new LineamentError(`the export cannot be written: ${messageOf(cause)}`, {
    file: out,
    hint: 'check the path, its permissions and the free space, and run the same command again',
    cause,
  });
}
