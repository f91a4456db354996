/** The jobs of the demo: faces, a detector trained on them, and what it reaches on faces it has not seen. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evaluation } from '../../evaluation/evaluate-model.js';
import type { Job } from '../../jobs/job.js';
import { inOrder } from '../../jobs/job-pool.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { evaluationJob } from '../job-kinds/evaluation-job.js';
import { facesJob } from '../job-kinds/faces-job.js';
import { jsonlJob } from '../job-kinds/jsonl-job.js';
import { ownSplits, readRawRecipe, type TrainingOutcome, trainingJob } from '../job-kinds/training-job.js';

export interface DemoSettings {
  /** Folder of its files. */
  folder: string;
  head: string;
  seed: number;
  /** A small version that shows that everything works and not how well. */
  quick: boolean;
  /** A list of labelled photographs. */
  labels?: string | undefined;
}

export interface DemoPlan {
  jobs: Job[];
  faces: Job<DatasetOutcome>;
  training: Job<TrainingOutcome>;
  /** On synthetic faces. */
  synthetic: Job<Evaluation>;
  photographs: { data: Job<DatasetOutcome>; measuring: Job<Evaluation> } | null;
}

/** Faces, image side and expected seconds of training of the two versions; how long they train stands in their recipes. */
const sizes = {
  full: { count: 5000, size: 144, recipe: 'demo.yaml', seconds: 300 },
  quick: { count: 240, size: 96, recipe: 'demo-quick.yaml', seconds: 40 },
};

/** Where in the demo's folder what it makes for people lies. */
export function demoPlaces(
  folder: string,
): Record<'faces' | 'run' | 'syntheticTest' | 'photographsTest', string> {
  return {
    faces: join(folder, 'faces'),
    run: join(folder, 'run'),
    syntheticTest: join(folder, 'synthetic-test'),
    photographsTest: join(folder, 'photographs-test'),
  };
}

export async function planDemo({ folder, head, seed, quick, labels }: DemoSettings): Promise<DemoPlan> {
  const { count, size, recipe, seconds } = quick ? sizes.quick : sizes.full;
  const landmarks = defaultLandmarkSet;
  const places = demoPlaces(folder);
  const faces = await facesJob({
    name: 'synthetic faces',
    settings: { head, count, size, landmarks, seed },
    generation: { head, count, size, landmarks, seed },
    notes: [`${count} faces of ${head}, seed ${seed}, ${size} px`],
    elsewhere: places.faces,
  });
  // The recipes lie beside the package's sources and are shipped with it.
  const file = fileURLToPath(new URL(`../../../recipes/${recipe}`, import.meta.url));
  const training = trainingJob({
    name: 'train the detector',
    raw: await readRawRecipe(file, [{ seed }]),
    landmarks,
    file,
    needs: [faces],
    reads: {},
    seconds,
    places: ownSplits(faces),
    elsewhere: places.run,
  });
  const measuring = {
    training,
    model: 'best.onnx',
    normaliser: 'outer-eye-corners',
    trainingFaces: faces,
  } as const;
  const synthetic = evaluationJob({
    ...measuring,
    name: 'measure on synthetic faces',
    data: faces,
    split: 'test',
    seconds: 0.04 * count * 0.05,
    out: places.syntheticTest,
  });
  const data = labels === undefined ? undefined : await jsonlJob({ file: labels, split: 'test' });
  const photographs =
    data === undefined
      ? null
      : {
          data,
          measuring: evaluationJob({
            ...measuring,
            name: 'measure on photographs',
            data,
            seconds: 10,
            out: places.photographsTest,
          }),
        };
  return {
    jobs: inOrder([synthetic, ...(photographs === null ? [] : [photographs.measuring])]),
    faces,
    training,
    synthetic,
    photographs,
  };
}
