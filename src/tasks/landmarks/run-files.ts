/** The files that people get of a training: the recipe, the loss curve and the models `model.onnx` and `best.onnx`. */
import { join } from 'node:path';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import type { FitEvent } from '../../nn/train/fit/fit-event.js';
import type { MetricsRecord, ValidationRecord } from '../../nn/train/fit/metrics-file.js';
import { writeFileWhole } from '../../node/files.js';
import type { ChartShape } from '../../report/charts/axes.js';
import { lossCurveSvg } from '../../report/charts/loss-curve.js';

export const reportFiles = {
  recipe: 'recipe.json',
  curve: 'loss-curve.svg',
  model: 'model.onnx',
  bestModel: 'best.onnx',
} as const;

export interface RunFilesOptions {
  name: string;
  steps: number;
  out: string;
  /** Written as `recipe.json` when the run begins or goes on. */
  recipe: unknown;
  /** The model file of this state. */
  exportModel: (state: TrainerState, step: number) => Uint8Array;
}

/** @returns what `fit` is to call. */
export function writeRunFiles(options: RunFilesOptions): (event: FitEvent) => Promise<void> {
  const { name, steps, out, exportModel } = options;
  const path = (file: keyof typeof reportFiles): string => join(out, reportFiles[file]);
  return async (event) => {
    switch (event.kind) {
      case 'begin':
        return writeFileWhole(path('recipe'), `${JSON.stringify(options.recipe, null, 2)}\n`);
      case 'best':
        return writeFileWhole(path('bestModel'), exportModel(event.state, event.step));
      case 'checkpoint':
        await writeFileWhole(path('model'), exportModel(event.state, event.step));
        return writeFileWhole(path('curve'), lossCurveOf(name, steps, event.records));
    }
  };
}

/** @param title – the run's name. @param steps – of the whole training. */
export function lossCurveOf(
  title: string,
  steps: number,
  records: readonly MetricsRecord[],
  shape?: ChartShape,
): string {
  const curve = {
    title,
    steps,
    loss: records.flatMap((record) =>
      record.kind === 'training' ? [{ step: record.step, value: record.loss }] : [],
    ),
    score: {
      name: 'validation NME, %',
      readings: records.filter(isValidation).map(({ step, value }) => ({ step, value })),
    },
  };
  return lossCurveSvg(curve, shape);
}

function isValidation(record: MetricsRecord): record is ValidationRecord {
  return record.kind === 'validation';
}
