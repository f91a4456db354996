/**
 * How long jobs take, said before they begin. Training: the seconds of one step of the study's own network, measured by a
 * few steps on this machine, by the faces in a
 * batch, times what each adaptation method says that it adds and what reading the faces takes. Faces: milliseconds of one core by
 * image size. While the study runs, the time left is corrected by what jobs really took (`secondsLeft`).
 */
import { availableParallelism } from 'node:os';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import { methodStepCost } from '../../tasks/landmarks/adaptation/registry.js';
import { buildObjective } from '../../tasks/landmarks/objective.js';
import type { Recipe } from '../../tasks/landmarks/recipe.js';
import type { RawRecipe } from './training-job.js';

/** A session's start, last validation and files. */
const trainingOverhead = 10;

/** Of a step, per face: a forward pass alone. */
const forwardShare = 0.35;

/**
 * So many times as long as the step alone: faces are read, cut out and augmented on the same cores. Of 13 trainings of 200 steps of the
 * wild study at `medium` with nothing else running (AMD EPYC, two cores): 88 s where the step alone gives 70.
 */
const withFaces = 1.25;

/** A training step of the source alone as it was timed. */
export interface MeasuredStep {
  seconds: number;
  /** Its faces. */
  batch: number;
  /** So many times as long as on a machine with nothing else to do; 1 where nothing else is known. */
  busy?: number | undefined;
  /** Cores that it computed on. */
  cores?: number | undefined;
}

/** @param share – of the step's time that one of this training takes for other reasons than its batch. */
export function trainingSeconds(raw: RawRecipe, step: MeasuredStep, share = 1): number {
  const methods = Array.isArray(raw.adaptation) ? (raw.adaptation as Record<string, unknown>[]) : [];
  const batch = typeof raw.batch === 'number' ? raw.batch : step.batch;
  const factor = methods.reduce((sum, method) => sum + methodStepCost(method, batch), 1);
  const face = (share * step.seconds) / step.batch;
  const steps = Number(raw.steps);
  const learnt = steps * batch * factor;
  return trainingOverhead + face * (withFaces * learnt + forwardShare * validatedFaces(raw, steps));
}

/** Faces of all validations together. */
function validatedFaces({ validation }: RawRecipe, steps: number): number {
  const { every = steps, faces = 0 } = (validation ?? {}) as { every?: number; faces?: number };
  return Math.ceil(steps / every) * faces;
}

/** 53 ms at 128 px and 118 ms at 256 px on one core, every label and file included. */
export function facesSeconds(count: number, size: number, cores: number = availableParallelism()): number {
  return 3 + (count * (0.031 + 1.33e-6 * size * size)) / cores;
}

/** Steps of the adapters' networks that the seconds below hold for. */
const adapterSteps = 400;

export interface MeasuringEffort {
  /** That adapters are fitted on, six times each; 0 without. */
  fitFaces: number;
  auxiliary: boolean;
  /** Of the adapters' networks. */
  steps?: number | undefined;
  /** K of the model. */
  points: number;
}

/**
 * By one core, as measuring works. Adapters by the wild study's 522 faces of 68 points: 1.9 s a network, and a ridge by its
 * sums of products. @param looks – at faces, of every model. @param step – of a training of the same network.
 */
export function measuringSeconds(looks: number, effort: MeasuringEffort, step: MeasuredStep): number {
  const { fitFaces, auxiliary, steps = adapterSteps, points } = effort;
  const share = steps / adapterSteps;
  const network = share * (1 + (0.9 * points) / 68);
  const fitted = fitFaces === 0 ? 0 : 6 * (network + ridgeSeconds(fitFaces, points));
  return predictingSeconds(looks, step) + (auxiliary ? 9 * share : 0) + fitted;
}

/** Seconds in which one core reads a photograph and cuts a face out of it. */
const readingSeconds = 0.012;

/**
 * Looks are made one by one, each on one core. @param looks – of a detector, each at a face. @param step – of its network. @param read –
 * photographs that are read for them; fewer where each is looked at several times.
 */
export function predictingSeconds(
  looks: number,
  { seconds, batch, busy = 1, cores = 1 }: MeasuredStep,
  read: number = looks,
): number {
  return 2 + read * readingSeconds + (looks * forwardShare * cores * seconds) / busy / batch;
}

/** One fit: for each of five folds sums of products, and ten strengths, each solved and applied; on mirrored faces too. */
function ridgeSeconds(fitFaces: number, points: number): number {
  const [rows, others, columns, outputs] = [1.6 * fitFaces, 0.4 * fitFaces, 2 * points, 136];
  const side = Math.min(rows, columns);
  const sums = rows * columns * (side / 2 + outputs);
  return (5 * (sums + 10 * (side ** 3 / 6 + (side + others) * side * outputs))) / 7e8;
}

/** The share of its cores that a training uses where nothing else runs. */
const quietUse = 0.85;

/** A training step of this recipe's network on source faces, by a few steps on empty pictures. */
export async function measureStep(
  recipe: Recipe,
  landmarks: number,
  steps = 3,
): Promise<Required<MeasuredStep>> {
  const { model } = recipe;
  const objective = { model, landmarks, loss: recipe.loss };
  const trainer = await createTrainer((batch, frozen) => buildObjective({ ...objective, frozen }, batch), {
    batch: recipe.batch,
    replicas: recipe.replicas,
    threads: recipe.threads,
    provider: recipe.provider,
    seed: 1,
  });
  try {
    const faces = {
      image: new Float32Array(recipe.batch * 3 * model.inputSize ** 2),
      points: new Float32Array(recipe.batch * landmarks * 2).fill(model.inputSize / 2),
      weights: new Float32Array(recipe.batch * landmarks).fill(1),
    };
    await trainer.step([faces], { learningRate: 1e-6 }); // the first prepares the memory
    const [began, before] = [performance.now(), process.cpuUsage()];
    for (let step = 0; step < steps; step++) await trainer.step([faces], { learningRate: 1e-6 });
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const cores = Math.min(
      availableParallelism(),
      recipe.replicas * (recipe.threads ?? availableParallelism()),
    );
    const alone = (user + system) / 1e6 / (cores * quietUse);
    return { seconds: seconds / steps, batch: recipe.batch, busy: Math.max(1, seconds / alone), cores };
  } finally {
    await trainer.release();
  }
}
