/** Progress of making faces, in the style of the study. */

import type { JobContext } from '../../jobs/job.js';
import { type Progress, startProgress } from '../../node/progress.js';

export function facesProgress(total: number, { progress }: Pick<JobContext, 'progress'>): Progress {
  return startProgress({
    label: 'faces',
    total,
    unit: 'img',
    every: 30,
    ...(progress !== undefined && { style: progress }),
  });
}
