/**
 * How long jobs take, said before they begin. Training: the seconds of one step of the study's own network, measured by a
 * few steps on this machine, by the faces in a
 * batch, times what each adaptation method says that it adds. Faces: milliseconds of one core by
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

/** A training step of the source alone as it was timed. */
export interface MeasuredStep {
  seconds: number;
  /** Its faces. */
  batch: number;
  /** So many times as long as on a machine with nothing else to do; 1 where nothing else is known. */
  busy?: number | undefined;
}

/** @param share – of the step's time that one of this training takes for other reasons than its batch. */
export function trainingSeconds(raw: RawRecipe, step: MeasuredStep, share = 1): number {
  const methods = Array.isArray(raw.adaptation) ? (raw.adaptation as Record<string, unknown>[]) : [];
  const batch = typeof raw.batch === 'number' ? raw.batch : step.batch;
  const factor = methods.reduce((sum, method) => sum + methodStepCost(method, batch), 1);
  const face = (share * step.seconds) / step.batch;
  const steps = Number(raw.steps);
  return trainingOverhead + face * (steps * batch * factor + forwardShare * validatedFaces(raw, steps));
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

/** Steps of the adapters' networks, and points, that the seconds below hold for. */
const adapterSteps = 400;
const adapterPoints = 490;

export interface MeasuringEffort {
  /** That adapters are fitted on: predicted, then fitted six times; 0 without. */
  fitFaces: number;
  auxiliary: boolean;
  /** Of the adapters' networks. */
  steps?: number | undefined;
  /** K of the model. */
  points?: number | undefined;
}

/**
 * Rows of the medium study (762 faces measured, 72 fitted on, 490 points, two cores): 50 s, and 22 s without adapters to
 * real labels. @param faces – measured.
 */
export function measuringSeconds(faces: number, effort: MeasuringEffort): number {
  const { fitFaces, auxiliary, steps = adapterSteps, points = adapterPoints } = effort;
  const share = steps / adapterSteps;
  const network = share * (12 + (0.2 * fitFaces * points) / adapterPoints);
  const fitted = fitFaces === 0 ? 0 : network + ridgeSeconds(fitFaces, points);
  return predictingSeconds(faces + fitFaces) + (auxiliary ? 9 * share : 0) + fitted;
}

/** Seconds of a face through a detector: reading, cropping, one forward pass. */
const faceSeconds = 0.02;

/** @param looks – of a detector, each at a face. */
export function predictingSeconds(looks: number): number {
  return 2 + faceSeconds * looks;
}

/** Ten strengths in five folds, six times, each on mirrored faces too: normal equations, then their solution. */
function ridgeSeconds(fitFaces: number, points: number): number {
  const [rows, columns] = [2 * 0.8 * fitFaces, 2 * points];
  const side = Math.min(rows, columns);
  return (6 * 10 * 5 * ((rows * columns * side) / 2 + side ** 3 / 3)) / 7e8;
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
    return { seconds: seconds / steps, batch: recipe.batch, busy: Math.max(1, seconds / alone) };
  } finally {
    await trainer.release();
  }
}
