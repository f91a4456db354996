/** Imports a collection whose label files lie beside their pictures, under the same name. */
import { relative, resolve } from 'node:path';
import type { Work } from '../../core/work.js';
import type { LayeredSample } from '../store/columns.js';
import { imagesBeside, labelFiles } from './files/image-files.js';
import { listFiles } from './files/list-files.js';
import { type ImportPlan, type ImportResult, importDataset } from './import-dataset.js';

export interface BesidePlan extends Omit<ImportPlan, 'items' | 'total' | 'origin'> {
  folder: string;
  /** Its name in the manifest. */
  format: string;
  /** What else decided the dataset, for the manifest. */
  told?: ImportPlan['origin'];
  /** Of label files: `.pts`. */
  ending: string;
  /** What to give instead of a folder without any. */
  hint: string;
  /** Whether a file, by its path below the folder, can be one of the labels; all of the ending by default. */
  isOwn?: (name: string) => boolean;
  /** @param imageOf – the picture beside a label file. */
  read: (file: string, imageOf: (labels: string) => string) => Promise<LayeredSample>;
}

export async function importBeside(
  { folder, format, told, ending, hint, isOwn, read, ...plan }: BesidePlan,
  work: Work,
): Promise<ImportResult> {
  const files = await listFiles(folder, work.signal);
  const own = isOwn === undefined ? files : files.filter((file) => isOwn(relative(folder, file)));
  const labels = labelFiles(own, ending, folder, hint);
  const imageOf = imagesBeside(files);
  return importDataset(
    {
      ...plan,
      origin: { kind: 'imported', format, source: resolve(folder), ...told },
      items: labels.map((file) => ({ file, read: () => read(file, imageOf) })),
      total: labels.length,
    },
    work,
  );
}
