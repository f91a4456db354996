/**
 * The jobs of the ablation: for each seed a detector on faces with everything, one for each group of variety that is left
 * out, and one for each dataset that is given, all with the same recipe and the same number of steps.
 */
import { fileURLToPath } from 'node:url';
import type { Evaluation } from '../../evaluation/evaluate-model.js';
import type { VarietyGroup } from '../../face/person/variety.js';
import type { Job } from '../../jobs/job.js';
import { inOrder } from '../../jobs/job-pool.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { type DatasetOutcome, existingDatasetJob } from '../job-kinds/dataset-job.js';
import { trainingSeconds } from '../job-kinds/estimate.js';
import { evaluationJob } from '../job-kinds/evaluation-job.js';
import { facesJob } from '../job-kinds/faces-job.js';
import { ownSplits, readRawRecipe, trainingJob } from '../job-kinds/training-job.js';

export interface AblationSettings {
  head: string;
  /** Training faces of each row. */
  faces: number;
  /** Pixels. */
  size: number;
  /** Training steps of each row. */
  steps: number;
  /** Trainings of each row, each with faces of its own. */
  seeds: number;
  /** Left out, each in a row of its own. */
  groups: readonly VarietyGroup[];
  /** Other training data, a row each. */
  others: readonly { name: string; folder: string }[];
}

/** One training of a row. */
export interface AblationRun {
  row: string;
  seed: number;
  photographs: Job<Evaluation>;
  synthetic: Job<Evaluation>;
}

export interface AblationPlan {
  jobs: Job[];
  runs: AblationRun[];
}

/** The recipe of every row. */
export const ablationRecipe = 'demo.yaml';

/** Held-out faces with everything: so many, of a stream of their own. */
const heldOut = { count: 500, seed: 9001, validation: 0, test: 0.99 };
const validationShare = 0.03;
/** Of a step of the recipe's network on two cores; corrected by what the first training takes. */
const stepSeconds = 0.25;

/** @param photographs – labelled ones to measure on. */
export async function planAblation(
  settings: AblationSettings,
  photographs: Job<DatasetOutcome>,
): Promise<AblationPlan> {
  const { head, size, seeds } = settings;
  const common = { head, size, landmarks: defaultLandmarkSet };
  const test = await generated('held-out faces', { ...common, ...heldOut });
  const runs: AblationRun[] = [];
  // One seed is done for all rows before the next.
  for (let seed = 1; seed <= seeds; seed++) {
    const add = async (row: string, faces: Job<DatasetOutcome>): Promise<void> => {
      runs.push(await planRun({ row, seed, faces, photographs, test }, settings));
    };
    const faces = (without: VarietyGroup[]): Promise<Job<DatasetOutcome>> =>
      // The same stream for all rows: what is not left out is the same face.
      generated(`faces ${rowName(without)}, seed ${seed}`, {
        ...common,
        count: Math.round(settings.faces / (1 - validationShare)),
        seed: 100 + seed,
        without,
        validation: validationShare,
        test: 0,
      });
    await add(rowName([]), await faces([]));
    for (const group of settings.groups) await add(rowName([group]), await faces([group]));
    for (const { name, folder } of settings.others) await add(name, await existingDatasetJob(name, folder));
  }
  return { jobs: inOrder(runs.flatMap(({ photographs: real, synthetic }) => [real, synthetic])), runs };
}

function rowName(without: readonly VarietyGroup[]): string {
  return without.length === 0 ? 'everything' : `without ${without.join(', ')}`;
}

function generated(
  name: string,
  generation: Parameters<typeof facesJob>[0]['generation'],
): Promise<Job<DatasetOutcome>> {
  return facesJob({ name, settings: generation, generation, notes: [] });
}

interface RunParts {
  row: string;
  seed: number;
  faces: Job<DatasetOutcome>;
  photographs: Job<DatasetOutcome>;
  test: Job<DatasetOutcome>;
}

async function planRun(
  { row, seed, faces, photographs, test }: RunParts,
  { steps }: AblationSettings,
): Promise<AblationRun> {
  const file = fileURLToPath(new URL(`../../../recipes/${ablationRecipe}`, import.meta.url));
  const raw = await readRawRecipe(file, [{ seed, steps }]);
  const training = trainingJob({
    name: `train ${row}, seed ${seed}`,
    raw,
    landmarks: defaultLandmarkSet,
    file,
    needs: [faces],
    reads: {},
    seconds: trainingSeconds(raw, { seconds: stepSeconds, batch: Number(raw.batch) }),
    places: ownSplits(faces),
  });
  // The last state, not the best: nothing is chosen.
  const measuring = { training, model: 'model.onnx', normaliser: 'outer-eye-corners', seconds: 20 } as const;
  return {
    row,
    seed,
    photographs: evaluationJob({
      ...measuring,
      name: `measure ${row}, seed ${seed}, on photographs`,
      data: photographs,
    }),
    synthetic: evaluationJob({
      ...measuring,
      name: `measure ${row}, seed ${seed}, on held-out faces`,
      data: test,
      split: 'test',
    }),
  };
}
