/**
 * Worker thread that runs a model over some rows: fitting a map between sets takes seconds, in which the server goes on answering. It
 * keeps the dataset and the model of its last task open.
 */
import { openDataset } from '../../dataset/store/store.js';
import { openModel } from '../../detect/node/open-landmark-detector.js';
import { type LabelledFaces, labelledFaces } from '../../evaluation/predict/labelled-faces.js';
import { type FailedFace, type PredictedFace, predict } from '../../evaluation/predict/predict.js';
import type { Normaliser } from '../../landmarks/errors/normalisers.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { serveTasks } from '../../node/worker-pool.js';

export interface CompareTask {
  folder: string;
  /** A path or a shipped name. */
  model: string;
  set: LandmarkSet;
  convention: Convention;
  normaliser: Normaliser;
  rows: readonly number[];
}

export interface ComparedFaces {
  faces: PredictedFace[];
  failures: FailedFace[];
}

interface Opened {
  key: string;
  faces: LabelledFaces;
  detector: Awaited<ReturnType<typeof openModel>>['detector'];
  close(): Promise<void>;
}

let last: Promise<Opened> | undefined;

async function open({ folder, model, set, convention }: CompareTask, key: string): Promise<Opened> {
  const dataset = await openDataset(folder, { incomplete: true });
  const { detector, close } = await openModel(model, { landmarks: set, convention });
  return {
    key,
    faces: await labelledFaces(dataset, {}, { set, convention }),
    detector,
    async close() {
      dataset.close();
      await close();
    },
  };
}

serveTasks(async (task: CompareTask): Promise<ComparedFaces> => {
  const key = JSON.stringify([task.folder, task.model, task.convention]);
  const before = await last?.catch(() => undefined);
  if (before?.key !== key) {
    await before?.close();
    last = open(task, key);
  }
  const { faces, detector } = await last!;
  return predict(detector, { ...faces, indices: task.rows }, { normaliser: task.normaliser });
});
