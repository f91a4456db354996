/**
 * Label transfer trained alone on few labelled faces, without source faces beside them, as an annotation page does it in the
 * background: from a model file to one that also gives the points of the labels' set. By the affine network, which suits
 * every head and begins with the ridge map (`ridge-start.ts`); what the detector normalises by stays as it is. It is bounded in
 * steps and in time, whichever ends first, and the rate falls with whichever is nearer its end. Not resumed: it is short.
 */
import { StoppedError, UsageError } from '../../core/errors.js';
import { silentWork, type Work } from '../../core/work.js';
import { augmentationSchema } from '../../dataset/augment/settings.js';
import { createLoader } from '../../dataset/load/loader.js';
import { landmarksOf } from '../../dataset/store/manifest.js';
import { openDataset } from '../../dataset/store/store.js';
import { nearestSubset } from '../../landmarks/correspondence.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { encodeModelFile } from '../../networks/model-file/model-file.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { trainingWeights } from '../../networks/model-file/training-weights.js';
import { matchingState } from '../../nn/program/matching-state.js';
import { createTrainer } from '../../nn/train/plan/trainer.js';
import { readFileOr } from '../../node/files.js';
import { buildTransferObjective } from './adaptation/methods/label-transfer.js';
import { ridgeStart } from './adaptation/ridge-start.js';
import { faceSource } from './face-batches.js';
import { lossSchema } from './losses/registry.js';
import { normalisation } from './normalisation.js';

export interface TransferSettings {
  /** At most. */
  steps: number;
  /** Seconds, at most. */
  seconds: number;
  /** Faces in a step. */
  batch: number;
  /** Highest rate, reached after a tenth of the steps. */
  rate: number;
}

export interface TransferTraining extends Partial<TransferSettings> {
  /** A model file, float32. */
  model: string;
  /** The set of its points, K of them. */
  from: LandmarkSet;
  /** Dataset whose part `train` is labelled with the other set. */
  data: string;
  seed?: number;
}

/** A rate of 5e-4 costs a short training what it then has to make good again (docs/case-study.md). */
export const transferDefaults: TransferSettings = { steps: 120, seconds: 900, batch: 8, rate: 2e-4 };

/** Batches that the detector's normalisation is measured on. */
const measuredBatches = 4;
const warmUp = 0.1;
/** Of the highest rate, where it ends. */
const lastRate = 0.02;

export interface TrainedTransfer {
  /** A model file: `transferred` are the points of the labels' set. */
  bytes: Uint8Array;
  steps: number;
  faces: number;
}

export async function trainTransfer(
  { model, from, data, seed = 1, ...settings }: TransferTraining,
  { signal, report }: Pick<Work, 'signal' | 'report'> = silentWork,
): Promise<TrainedTransfer> {
  const { steps, seconds, batch, rate } = { ...transferDefaults, ...settings };
  const began = performance.now();
  const bytes = await readFileOr(model, 'the model');
  const metadata = readModelMetadata(bytes, model);
  // What the copy says beside its points would be that of the detector before.
  const { maps, reliability, transfer: _, ...kept } = metadata;
  const architecture = { ...metadata.architecture, visibility: false };
  const landmarks = from.points.length;
  if (landmarks !== metadata.landmarks.names.length)
    throw new UsageError(
      `label transfer: ${from.name} has ${landmarks} points, the model ${metadata.landmarks.names.length}`,
      { file: model, hint: "give the set of the model's own points" },
    );
  const dataset = await openDataset(data);
  const set = landmarksOf(dataset.manifest);
  const convention = dataset.manifest.conventions[0]!;
  const loader = await createLoader([dataset], {
    split: 'train',
    batch,
    augmentation: augmentationSchema.parse({}),
    inputSize: architecture.inputSize,
    convention,
    seed,
    normalisation,
    workers: 1,
  }).finally(() => dataset.close());
  try {
    const transfer = { network: 'affine' as const, nearest: nearestSubset(from, set) };
    const objective = { model: architecture, landmarks, loss: lossSchema.parse({}) };
    const trainer = await createTrainer(
      (share, frozen) => buildTransferObjective({ ...objective, frozen, transfer, backboneRate: 1 }, share),
      { batch, seed, optimiser: { clipNorm: 20 } },
    );
    try {
      const images: Float32Array[] = [];
      for (let number = 0; number < measuredBatches; number++)
        images.push((await loader.batch(number)).images);
      const weights = await trainingWeights(bytes, model, {
        inputSize: architecture.inputSize,
        batch,
        images,
      });
      const { state } = matchingState(trainer.state(), weights);
      trainer.restore(
        await ridgeStart(state, { objective, faces: loader, batch, nearest: transfer.nearest }),
      );
      const source = faceSource(loader);
      let done = 0;
      for (; done < steps; done++) {
        if (signal.aborted) throw new StoppedError('label transfer: stopped');
        const spent = (performance.now() - began) / 1000 / seconds;
        if (spent >= 1) break;
        const progress = Math.max(done / steps, spent);
        await trainer.step(await source.batch(done), { learningRate: rate * shareOfRate(progress) });
        report(done + 1, steps);
      }
      const described = {
        ...kept,
        architecture,
        transfer: { ...namedSet(set, convention), ...transfer },
        training: {
          ...metadata.training,
          data: `${metadata.training.data} Label transfer (affine) with ${loader.size} faces labelled with ${set.name}.`,
        },
      };
      return { bytes: encodeModelFile(described, trainer.state()), steps: done, faces: loader.size };
    } finally {
      await trainer.release();
    }
  } finally {
    await loader.close();
  }
}

/** Up in a straight line, down by half a cosine. @param progress – from 0 to 1. */
function shareOfRate(progress: number): number {
  if (progress < warmUp) return (progress + 0.01) / (warmUp + 0.01);
  const fallen = 0.5 - 0.5 * Math.cos((Math.PI * (progress - warmUp)) / (1 - warmUp));
  return 1 + (lastRate - 1) * fallen;
}
