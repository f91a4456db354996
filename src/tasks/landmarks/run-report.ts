/**
 * What people get of a training: lines in the log, a bar, the loss curve and the model files `model.onnx` and
 * `best.onnx`, made out of the events of `fit`.
 */
import { join } from 'node:path';
import { formatDuration } from '../../core/duration.js';
import { partOf, type Work } from '../../core/work.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import type { FitEvent } from '../../nn/train/fit/fit-event.js';
import type { MetricsRecord, ValidationRecord } from '../../nn/train/fit/metrics-file.js';
import { type Best, settingText } from '../../nn/train/fit/run-state.js';
import { writeFileWhole } from '../../node/files.js';
import { lossCurveSvg } from './loss-curve.js';

export const reportFiles = {
  recipe: 'recipe.json',
  curve: 'loss-curve.svg',
  model: 'model.onnx',
  bestModel: 'best.onnx',
} as const;

export interface RunReportOptions {
  name: string;
  steps: number;
  out: string;
  /** True where a checkpoint was asked for. */
  resume: boolean;
  /** Written as `recipe.json` when the run begins or goes on. */
  recipe: unknown;
  /** The model file of this state. */
  exportModel: (state: TrainerState, step: number) => Uint8Array;
  /** Of the scores, such as the normaliser. */
  unit: string;
}

export interface RunReport {
  on(event: FitEvent): Promise<void>;
}

export function reportRun(options: RunReportOptions, whole: Work): RunReport {
  const { name, steps, out, exportModel } = options;
  const work = partOf(whole, name, 'step');
  const { log } = work;
  const path = (file: keyof typeof reportFiles): string => join(out, reportFiles[file]);
  let note = '';
  const scored = (value: number | undefined): string => `NME ${value?.toFixed(2)} %`;
  const write = (file: 'model' | 'bestModel', state: TrainerState, step: number): Promise<void> =>
    writeFileWhole(path(file), exportModel(state, step));

  const on = async (event: FitEvent): Promise<void> => {
    const { step } = event;
    switch (event.kind) {
      case 'begin':
        if (event.resumed) log.info(`going on at step ${step} of ${steps}`);
        else if (options.resume) log.info(`no checkpoint in ${out}: beginning at step 0`);
        await writeFileWhole(path('recipe'), `${JSON.stringify(options.recipe, null, 2)}\n`);
        return work.report(step, steps);
      case 'changed': {
        const { key, before, now } = event.change;
        return log.warn(
          `${key} changed from ${settingText(before)} to ${settingText(now)}: from step ${step} on this is another run than an unbroken one`,
        );
      }
      case 'record':
        return work.report(step, steps, `loss ${event.record.loss.toFixed(3)}${note && `, ${note}`}`);
      case 'validation':
        note = `validation ${scored(event.record.value)} (${options.unit})`;
        return log.info(`step ${step}: ${note}${event.best ? ', the best so far' : ''}`);
      case 'best':
        return write('bestModel', event.state, step);
      case 'checkpoint':
        await write('model', event.state, step);
        return writeFileWhole(path('curve'), curveOf(name, steps, event.records));
      case 'time-limit':
        return log.warn(
          `the time limit of ${event.minutes} min ended training at step ${step} of ${steps}; the learning rate had come down only to ${event.learningRate.toExponential(1)}. Go on with --resume, or set steps to what the time allows.`,
        );
      case 'early-stop':
        return log.info(earlyStop(event.record.validations, event.record.best, step));
      case 'done':
        return log.info(`done: ${step} steps in ${formatDuration(event.seconds)}; model ${path('model')}`);
    }
  };

  const earlyStop = (validations: number, best: Best | null, step: number): string =>
    `early stopping at step ${step} of ${steps}: ${validations} validations without an improvement; the best was ${scored(best?.value)} at step ${best?.step}, kept in ${path('bestModel')}`;

  return { on };
}

function curveOf(title: string, steps: number, records: readonly MetricsRecord[]): string {
  return lossCurveSvg({
    title,
    steps,
    loss: records.flatMap((record) =>
      record.kind === 'training' ? [{ step: record.step, value: record.loss }] : [],
    ),
    validation: records.filter(isValidation).map(({ step, value }) => ({ step, value })),
  });
}

function isValidation(record: MetricsRecord): record is ValidationRecord {
  return record.kind === 'validation';
}
