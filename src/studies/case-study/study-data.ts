/**
 * The data of a study as jobs: synthetic faces, and the domain that rows adapt to: photographs of `--real`, or else the
 * simulated camera domain, whose figures are marked as simulated wherever they stand.
 */

import { annotatedSet } from '../../dataset/generate/camera-domain/annotators.js';
import { defaultHeadName, loadHead } from '../../face/heads/registry.js';
import type { Job } from '../../jobs/job.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { facesJob } from '../job-kinds/faces-job.js';
import { landmarkSetKey } from '../job-kinds/landmark-set-key.js';
import type { RealData } from './real-data.js';
import { simulatedJob } from './simulated-data.js';
import type { StudyRecipe } from './study-recipe.js';

export interface Domain {
  kind: 'real' | 'simulated';
  labelled: Job<DatasetOutcome>;
  /** Pictures for adaptation whose labels, if there are any, are not read. */
  unlabelled: { job: Job<DatasetOutcome>; split: string };
  /** Faces by split. */
  counts: Record<string, number>;
  /** Set of the labels. */
  landmarks: string;
}

export interface StudyData {
  /** Of all the data, each after those it needs. */
  jobs: Job[];
  head: string;
  synthetic: { name: string; job: Job<DatasetOutcome>; test: number }[];
  target: Domain;
  /** Simulated faces that are measured beside photographs. */
  beside: Domain | undefined;
}

export interface StudyDataOptions {
  /** The photographs' jobs and how many faces each split has. */
  real:
    | (RealData & {
        counts: Record<string, number>;
        landmarks: string;
        /** Whether our own generator made them: then they are simulated, whatever they were given as. */
        generated: boolean;
      })
    | undefined;
  /** Whether simulated faces are measured beside photographs. */
  simulated: boolean;
}

export async function studyData(
  recipe: StudyRecipe,
  { real, simulated }: StudyDataOptions,
): Promise<StudyData> {
  const head = recipe.synthetic.head === 'best' ? await defaultHeadName() : recipe.synthetic.head;
  // Refused before anything is made.
  for (const name of new Set([head, recipe.simulated.head])) if (name !== 'best') await loadHead(name);
  const synthetic = await syntheticJobs(recipe, head);
  const camera = real === undefined || simulated ? await simulatedDomain(recipe, head) : undefined;
  const target: Domain =
    real === undefined
      ? camera!
      : {
          kind: real.generated ? 'simulated' : 'real',
          labelled: real.labelled,
          unlabelled:
            real.unlabelled === undefined ? { job: real.labelled, split: 'train' } : real.unlabelled,
          counts: real.counts,
          landmarks: real.landmarks,
        };
  return {
    jobs: [
      ...synthetic.map(({ job }) => job),
      ...(real === undefined ? [] : [real.labelled, ...(real.unlabelled ? [real.unlabelled.job] : [])]),
      ...(camera === undefined ? [] : [camera.labelled]),
    ],
    head,
    synthetic,
    target,
    beside: real === undefined ? undefined : camera,
  };
}

async function syntheticJobs(
  { synthetic, landmarks }: StudyRecipe,
  head: string,
): Promise<StudyData['synthetic']> {
  const { size, validation, test, parts } = synthetic;
  const setKey = await landmarkSetKey(landmarks);
  const made = Object.entries(parts).map(async ([name, { count, pose, seed, folder }]) => ({
    name,
    test: Math.round(count * test),
    job: await facesJob({
      name: `synthetic faces, ${name}`,
      settings: { head, size, count, pose, seed, landmarks: setKey, validation, test },
      generation: { head, count, size, landmarks, seed, pose, validation, test },
      notes: [`${count} faces of ${head}, ${pose}, seed ${seed}, ${size} px`],
      elsewhere: folder,
    }),
  }));
  return Promise.all(made);
}

async function simulatedDomain(recipe: StudyRecipe, head: string): Promise<Domain> {
  const { train, validation, commonTest, challenging } = recipe.simulated;
  const labelled = await simulatedJob(
    recipe.simulated,
    recipe.simulated.head === 'best' ? head : recipe.simulated.head,
  );
  return {
    kind: 'simulated',
    labelled,
    unlabelled: { job: labelled, split: 'train' },
    counts: { train, validation, 'common-test': commonTest, challenging },
    landmarks: annotatedSet,
  };
}
