/** The log of a training that a study ran or took over. */
import { join } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { type MetricsRecord, parseMetrics } from '../../nn/train/fit/metrics-file.js';
import { fitFiles } from '../../nn/train/fit/run-folder.js';
import { errorCode, readTextOr } from '../../node/files.js';

/** @param folder – of the run; one that was taken over from elsewhere may lack its log, and then there are no records. */
export async function trainingLog(folder: string): Promise<MetricsRecord[]> {
  const text = await readTextOr(join(folder, fitFiles.metrics), 'the log').catch((error: unknown) => {
    if (error instanceof LineamentError && errorCode(error.cause) === 'ENOENT') return '';
    throw error;
  });
  return parseMetrics(text);
}
