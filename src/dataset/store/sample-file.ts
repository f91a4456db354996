/**
 * Samples as one file: an Arrow file with the columns of the store, the same bytes for the same samples. What is made in
 * parts, on several machines, lies in such files until a dataset is made of it.
 */
import { LineamentError } from '../../core/errors.js';
import { datasetSchema, fromTable, type LayeredSample, type StoredRow, toTable } from './columns.js';
import { loadArrow } from './lance.js';
import type { DatasetManifest } from './manifest.js';

type Described = Pick<DatasetManifest, 'landmarks' | 'pointCount' | 'conventions'>;

/** @param first – the index of the first sample in its dataset. */
export function encodeSamples(
  samples: readonly LayeredSample[],
  first: number,
  { pointCount }: Pick<Described, 'pointCount'>,
): Uint8Array {
  return loadArrow().tableToIPC(toTable(samples, first, pointCount), 'file');
}

/** @param file – for messages. */
export function decodeSamples(bytes: Uint8Array, described: Described, file: string): StoredRow[] {
  const arrow = loadArrow();
  const damaged = (cause?: unknown): LineamentError =>
    new LineamentError('the file of samples is damaged', {
      file,
      hint: 'remove it: it is made again',
      cause,
    });
  try {
    const table = arrow.tableFromIPC(bytes);
    const expected = datasetSchema(described.pointCount).fields.map(({ name }) => name);
    if (String(table.schema.fields.map(({ name }) => name)) !== String(expected)) throw damaged();
    return fromTable(table, described, file);
  } catch (cause) {
    throw cause instanceof LineamentError ? cause : damaged(cause);
  }
}
