/** The log of a training that a study ran or took over. */
import { join } from 'node:path';
import { type MetricsRecord, parseMetrics } from '../../nn/train/fit/metrics-file.js';
import { fitFiles } from '../../nn/train/fit/run-folder.js';
import { readTextOr } from '../../node/files.js';

/** @param folder – of the run; one that was taken over from elsewhere may have lost its log, and then there are no records. */
export async function trainingLog(folder: string): Promise<MetricsRecord[]> {
  return parseMetrics(await readTextOr(join(folder, fitFiles.metrics), 'the log').catch(() => ''));
}
