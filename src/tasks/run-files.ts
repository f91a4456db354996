/** The files that a training leaves in its run's folder beside those of `fit`. */
import { join } from 'node:path';
import type { TrainerState } from '../nn/program/trainer-state.js';
import type { FitResult } from '../nn/train/fit/fit.js';
import type { FitEvent } from '../nn/train/fit/fit-event.js';
import { writeFileWhole } from '../node/files.js';

/** The recipe as it was run, the model of the last checkpoint, and that of the best validation. */
export const runFiles = { recipe: 'recipe.json', model: 'model.onnx', best: 'best.onnx' } as const;

export interface TrainedFiles extends Pick<FitResult, 'step' | 'finished' | 'stoppedEarly'> {
  out: string;
  /** The last state. */
  model: string;
  /** That of the best validation; the last state where none was validated. */
  bestModel: string;
}

/** What a training in the folder `out` came to. */
export function trainedFiles({ step, finished, stoppedEarly, best }: FitResult, out: string): TrainedFiles {
  const [model, bestModel] = [runFiles.model, best === null ? runFiles.model : runFiles.best].map((file) =>
    join(out, file),
  ) as [string, string];
  return { step, finished, stoppedEarly, out, model, bestModel };
}

/** @param fileOf – the bytes of a model file. */
export function writeRunFiles(
  recipe: object,
  out: string,
  fileOf: (state: TrainerState, step: number) => Uint8Array,
): (event: FitEvent) => Promise<void> {
  return async (event) => {
    switch (event.kind) {
      case 'begin':
        return writeFileWhole(join(out, runFiles.recipe), `${JSON.stringify(recipe, null, 2)}\n`);
      case 'best':
        return writeFileWhole(join(out, runFiles.best), fileOf(event.state, event.step));
      case 'checkpoint':
        return writeFileWhole(join(out, runFiles.model), fileOf(event.state, event.step));
    }
  };
}
