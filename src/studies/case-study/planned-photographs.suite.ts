/** Photographs in the wild as a plan knows them, before any is read: for tests of what is planned. */
import { defineJob } from '../../jobs/job.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import type { StudyDataOptions } from './study-data.js';

export const plannedPhotographs: NonNullable<StudyDataOptions['real']> = {
  labelled: defineJob<DatasetOutcome>({
    name: 'photographs',
    kind: 'photographs',
    settings: {},
    seconds: 1,
    run: () => Promise.reject(new Error('nothing is made here')),
  }),
  unlabelled: undefined,
  counts: { train: 522, validation: 132, test: 216 },
  landmarks: 'ibug68',
  generated: false,
};
