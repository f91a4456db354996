/** Chosen rows out of a dataset: in a format that others read, as a dataset of their own, or as a page that opens without a server. */
import { join } from 'node:path';
import { StoppedError, UsageError } from '../../core/errors.js';
import type { Work } from '../../core/work.js';
import { exportDataset, exportFormats } from '../../dataset/export/export-dataset.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import type { JobView } from './asked.js';
import type { ExploredDataset } from './explored-dataset.js';
import { writeStaticPage } from './static-page.js';

/** All that rows can be taken out as. */
export const outFormats: readonly string[] = [...exportFormats, 'dataset', 'page'];

const folderName = /^\w[\w.-]{0,99}$/;
const step = 64;

/** @param name – of the folder below `out`. */
export async function exportRows(
  explored: ExploredDataset,
  rows: readonly number[],
  { format, name, out }: { format: string; name: string; out: string },
  work: Work,
): Promise<NonNullable<JobView['made']>> {
  if (rows.length === 0) throw new UsageError('export: no row is selected', { hint: 'choose other filters' });
  const folder = exportFolder(out, name);
  if (format === 'page') return { folder, ...(await writeStaticPage(explored, rows, folder, work)) };
  if (format === 'dataset')
    return { folder, ...(await copyRows(explored, rows, folder, work)), failures: [] };
  const known = exportFormats.find((one) => one === format);
  if (known === undefined)
    throw new UsageError(`export: the format is '${format}'`, { hint: `allowed: ${outFormats.join(', ')}` });
  const { count, failures } = await exportDataset(
    { dataset: explored.dataset, rows, format: known, out: folder },
    work,
  );
  return { folder, count, failures };
}

export function exportFolder(out: string, name: string): string {
  if (!folderName.test(name))
    throw new UsageError(
      `export: '${name.slice(0, 100)}' cannot name the folder: allowed are up to 100 letters (a to z), digits, '_', '.' and '-', the first a letter, a digit or '_'; for example 'faces-2'`,
    );
  return join(out, name);
}

async function copyRows(
  { dataset }: ExploredDataset,
  rows: readonly number[],
  folder: string,
  work: Work,
): Promise<{ count: number }> {
  const { landmarks, pointCount, landmarkDefinition, conventions, layers, missingPoints, origin } =
    dataset.manifest;
  const made = await createDataset(
    folder,
    {
      landmarks,
      pointCount,
      ...(landmarkDefinition && { landmarkDefinition }),
      conventions,
      layers,
      missingPoints,
      count: rows.length,
      // Rows of a generated dataset can be rendered again, and their head is named; they are no longer all of its faces.
      origin: { ...origin, selected: rows.length },
    },
    { replaceUnfinished: true },
  );
  try {
    for (let start = 0; start < rows.length; start += step) {
      if (work.signal.aborted)
        throw new StoppedError(`${start} of ${rows.length} rows were copied`, { file: folder });
      await made.append(await dataset.read(rows.slice(start, start + step), { layers: true }));
      work.report(made.count, rows.length);
    }
    await made.finish();
    return { count: made.count };
  } finally {
    made.close();
  }
}
