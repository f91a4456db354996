/** Progress of making faces, in the style of the study. */
import { type Progress, startProgress } from '../core/progress.js';
import type { JobContext } from './job.js';

export function facesProgress(total: number, { progress }: Pick<JobContext, 'progress'>): Progress {
  return startProgress({
    label: 'faces',
    total,
    unit: 'img',
    every: 30,
    ...(progress !== undefined && { style: progress }),
  });
}
