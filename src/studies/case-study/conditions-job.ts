/** What the faces of the test columns are like, as one job of a study. */
import { type FaceConditions, faceConditions } from '../../evaluation/conditions/face-conditions.js';
import { defineJob, type Job } from '../../jobs/job.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { datasetFolder } from '../job-kinds/dataset-job.js';
import type { Column } from './measuring-job.js';

export interface PartConditions {
  /** Name of the column. */
  part: string;
  faces: FaceConditions[];
}

/** Of a face: reading, fitting a head, a look of the shipped detector. */
const faceSeconds = 0.025;

export function conditionsJob(columns: readonly Column[], seed: number): Job<PartConditions[]> {
  return defineJob<PartConditions[]>({
    name: 'what the test faces are like',
    kind: 'measuring',
    settings: {
      conditions: 1,
      columns: columns.map(({ name, split, limit }) => ({ name, split, limit })),
      seed,
    },
    needs: [...new Set(columns.map(({ data }) => data))],
    seconds: 3 + faceSeconds * columns.reduce((sum, { faces }) => sum + faces, 0),
    run: async (context) => {
      const parts: PartConditions[] = [];
      for (const { name, data, split, limit } of columns)
        parts.push({
          part: name,
          faces: await faceConditions(
            { name, data: datasetFolder(context, data), split, ...(limit !== undefined && { limit }) },
            { set: landmarkSet(defaultLandmarkSet), seed },
            context.work,
          ),
        });
      return parts;
    },
  });
}
