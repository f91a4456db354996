/**
 * The training loop: steps, records, validation, checkpoints. It knows no dataset and no network, only a trainer, two
 * sources of batches and what to do with the state now and then; so tests run it on arrays in memory.
 *
 * Everything that decides a step – batch, learning rate, state – is a function of the step. A run that was stopped
 * and resumed gives the same losses, bit for bit, as an unbroken one. The clock decides only when checkpoints are
 * written and whether a time limit ends the run early, which the log then says.
 */
import { join } from 'node:path';
import { LineamentError, StoppedError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../nn/train/checkpoint.js';
import { readTrainerCheckpoint, trainerCheckpoint } from '../../nn/train/trainer-checkpoint.js';
import { exists, writeFileWhole } from '../../node/files.js';
import { formatDuration, type ProgressStyle, startProgress } from '../../node/progress.js';
import { Prefetch, type StepSource, stepBatches } from './batches.js';
import { type EarlyStopping, isExhausted, waitingAfter } from './early-stopping.js';
import { lossCurveSvg } from './loss-curve.js';
import { MetricsFile } from './metrics-file.js';
import { freshState, type PendingRecord, type RunSettings, type RunState, resumeState } from './run-state.js';

interface StepOutcome {
  loss: number;
  metrics: Readonly<Record<string, number>>;
  gradientNorm: number;
}

/** The part of a trainer that the loop needs. */
export interface StepTrainer {
  /** @param batches – by source: one batch, or several whose gradients are averaged. */
  step(
    batches: Record<string, Record<string, Float32Array>[]>,
    options: { learningRate: number },
  ): Promise<StepOutcome>;
  state(): TrainerState;
  restore(state: TrainerState): void;
}

export interface ValidationResult {
  /** In per cent. */
  nme: number;
  normaliser: string;
  faces: number;
}

export interface LoopOptions {
  name: string;
  trainer: StepTrainer;
  /** What each step draws a batch from, by name. */
  sources: Readonly<Record<string, StepSource>>;
  /** Batches of each source in a step; default 1. */
  accumulate?: number | undefined;
  /** Images in a step, for the record of the speed. */
  imagesPerStep: number;
  steps: number;
  /** A function of the step alone. */
  learningRateAt: (step: number) => number;
  /** Steps between training records. */
  recordEvery: number;
  /** Steps between validations; the last step is always validated. */
  validateEvery: number;
  /** The error of a model with this state. */
  validate: (state: TrainerState, step: number) => Promise<ValidationResult>;
  /** Ends training when validation stops improving. */
  earlyStopping?: EarlyStopping | undefined;
  /** The model file of this state. */
  exportModel: (state: TrainerState, step: number) => Uint8Array;
  checkpointMinutes: number;
  /** Stop early after so many minutes of this session; the schedule stays that of `steps`. */
  timeLimitMinutes?: number | undefined;
  /** What a checkpoint must agree with to be resumed. */
  settings: RunSettings;
  /** Folder of the run. */
  out: string;
  resume: boolean;
  /** The state to begin step 0 with; where absent, the trainer's own. Not asked for where a checkpoint is resumed. */
  initialState?: (() => Promise<TrainerState>) | undefined;
  /** Called when it is sure that this run may begin or go on in `out`: before, nothing there is touched. */
  begin?: () => Promise<void>;
  log: Log;
  progress?: ProgressStyle;
  signal?: AbortSignal | undefined;
  /** Seconds; replaced in tests. */
  now?: () => number;
}

export interface LoopResult {
  step: number;
  /** False where a time limit ended it. */
  finished: boolean;
  /** True where validation stopped improving before the last step. */
  stoppedEarly: boolean;
  best: RunState['best'];
  last: ValidationResult | null;
  model: string;
  /** The last model where none was validated. */
  bestModel: string;
}

export const runFiles = {
  checkpoint: 'checkpoint.bin',
  metrics: 'metrics.jsonl',
  curve: 'loss-curve.svg',
  model: 'model.onnx',
  bestModel: 'best.onnx',
  bestCheckpoint: 'best-checkpoint.bin',
} as const;

const prefetched = 3;

export async function runLoop(options: LoopOptions): Promise<LoopResult> {
  const { trainer, steps, out, log, signal, accumulate: count = 1 } = options;
  const now = options.now ?? (() => performance.now() / 1000);
  const path = (file: keyof typeof runFiles): string => join(out, runFiles[file]);
  let state = await startState(options, path('checkpoint'));
  await options.begin?.();
  const metrics = await MetricsFile.open(path('metrics'), state.step);
  const sources = Object.entries(options.sources).map(
    ([name, source]) => [name, new Prefetch(source, prefetched, steps * count)] as const,
  );
  const progress = startProgress({
    label: options.name,
    total: steps,
    unit: 'step',
    start: state.step,
    every: 30,
    ...(options.progress === undefined ? {} : { style: options.progress }),
  });

  const began = now();
  const secondsBefore = state.seconds;
  let savedAt = began;
  let recorded = { at: began, step: state.step };
  let note = '';
  let last: ValidationResult | null = null;

  /** Its seconds do not count in the speed of training. */
  const aside = async (work: () => Promise<void>): Promise<void> => {
    const from = now();
    await work();
    recorded.at += now() - from;
  };

  const checkpoint = (trained: TrainerState): Checkpoint =>
    trainerCheckpoint(trained, { state, settings: options.settings });

  const save = async (): Promise<void> => {
    state = { ...state, seconds: secondsBefore + now() - began };
    const trained = trainer.state();
    await writeFileWhole(path('model'), options.exportModel(trained, state.step));
    await writeCheckpoint(path('checkpoint'), checkpoint(trained));
    await writeFileWhole(path('curve'), curveOf(options, metrics));
    savedAt = now();
  };

  const validate = async (): Promise<void> => {
    const trained = trainer.state();
    const result = await options.validate(trained, state.step);
    if (!Number.isFinite(result.nme))
      throw new LineamentError(`validation at step ${state.step} gave NME ${result.nme}`, {
        hint: 'lower learningRate.peak, then go on from the last checkpoint with --resume',
      });
    last = result;
    await metrics.append({ kind: 'validation', step: state.step, ...result });
    const better = state.best === null || result.nme < state.best.nme;
    state = {
      ...state,
      waiting: waitingAfter(state.waiting, result.nme, options.earlyStopping?.minimumChange),
    };
    if (better) {
      state = { ...state, best: { step: state.step, nme: result.nme } };
      await writeFileWhole(path('bestModel'), options.exportModel(trained, state.step));
      await writeCheckpoint(path('bestCheckpoint'), checkpoint(trained));
    }
    note = `validation NME ${result.nme.toFixed(2)} % (${result.normaliser})`;
    log.info(`step ${state.step}: ${note}${better ? ', the best so far' : ''}`);
  };

  try {
    while (state.step < steps && !exhausted()) {
      if (signal?.aborted) {
        await save();
        throw new StoppedError(`stopped at step ${state.step} of ${steps}`, {
          hint: 'the checkpoint is kept: go on with --resume',
        });
      }
      if (options.timeLimitMinutes !== undefined && now() - began > 60 * options.timeLimitMinutes) {
        await save();
        log.warn(
          `the time limit of ${options.timeLimitMinutes} min ended training at step ${state.step} of ${steps}; the learning rate had come down only to ${options.learningRateAt(state.step).toExponential(1)}. Go on with --resume, or set steps to what the time allows.`,
        );
        return result(false);
      }
      const step = state.step;
      const learningRate = options.learningRateAt(step);
      const outcome = await trainer.step(await stepBatches(sources, step, count), { learningRate });
      if (!Number.isFinite(outcome.loss)) {
        throw new LineamentError(`training diverged: the loss is ${outcome.loss} at step ${step}`, {
          hint: 'lower learningRate.peak, then go on from the last checkpoint with --resume',
        });
      }
      state = { ...state, step: step + 1, pending: accumulate(state.pending, outcome) };
      if (state.step % options.recordEvery === 0 || state.step === steps) {
        const seconds = now() - recorded.at;
        const images = (state.step - recorded.step) * options.imagesPerStep;
        recorded = { at: now(), step: state.step };
        const { pending } = state;
        const loss = pending.loss / pending.steps;
        await metrics.append({
          kind: 'training',
          step: state.step,
          learningRate,
          loss,
          parts: Object.fromEntries(
            Object.entries(pending.parts).map(([name, part]) => [name, part.sum / part.steps]),
          ),
          imagesPerSecond: round(images / Math.max(seconds, 1e-9)),
        });
        state = { ...state, pending: freshState.pending };
        progress.update(state.step, `loss ${loss.toFixed(3)}${note && `, ${note}`}`);
      }
      if (state.step % options.validateEvery === 0 || state.step === steps) {
        await aside(validate);
      }
      const ends = state.step === steps || exhausted();
      if (now() - savedAt > 60 * options.checkpointMinutes || ends) await aside(save);
    }
    if (exhausted() && state.step < steps) await reportEarlyStop();
    log.info(
      `done: ${state.step} steps in ${formatDuration(secondsBefore + now() - began)}; model ${path('model')}`,
    );
    return result(true);
  } finally {
    progress.stop();
  }

  function exhausted(): boolean {
    return isExhausted(state.waiting, options.earlyStopping);
  }

  async function reportEarlyStop(): Promise<void> {
    const { step, best, waiting } = state;
    const validations = waiting?.validations ?? 0;
    log.info(
      `early stopping at step ${step} of ${steps}: ${validations} validations without an improvement; the best was NME ${best?.nme.toFixed(2)} % at step ${best?.step}, kept in ${path('bestModel')}`,
    );
    // A run that is resumed after its end stops again at once.
    if (metrics.records.some(({ kind, step: at }) => kind === 'early-stop' && at === step)) return;
    await metrics.append({ kind: 'early-stop', step, validations, best });
  }

  function result(finished: boolean): LoopResult {
    return {
      step: state.step,
      finished,
      stoppedEarly: finished && state.step < steps,
      best: state.best,
      last,
      model: path('model'),
      bestModel: path(state.best === null ? 'model' : 'bestModel'),
    };
  }
}

async function startState(options: LoopOptions, checkpoint: string): Promise<RunState> {
  const there = await exists(checkpoint);
  if (there && !options.resume) {
    throw new LineamentError('a run was begun here before', {
      file: checkpoint,
      hint: 'go on with it by --resume, or give another folder with --out',
    });
  }
  if (!there) {
    if (options.resume) options.log.info(`no checkpoint in ${options.out}: beginning at step 0`);
    if (options.initialState !== undefined) options.trainer.restore(await options.initialState());
    return freshState;
  }
  const saved = readTrainerCheckpoint(await readCheckpoint(checkpoint), checkpoint);
  const { state, changes } = resumeState(saved.run, options.settings, checkpoint);
  for (const change of changes) options.log.warn(change);
  options.trainer.restore(saved.state);
  options.log.info(`going on at step ${state.step} of ${options.steps}`);
  return state;
}

function accumulate(pending: PendingRecord, { loss, metrics, gradientNorm }: StepOutcome): PendingRecord {
  const parts = { ...pending.parts };
  for (const [name, value] of Object.entries({ ...metrics, gradientNorm })) {
    const { sum, steps } = parts[name] ?? { sum: 0, steps: 0 };
    parts[name] = { sum: sum + value, steps: steps + 1 };
  }
  return { steps: pending.steps + 1, loss: pending.loss + loss, parts };
}

function curveOf({ name, steps }: LoopOptions, { records }: MetricsFile): string {
  return lossCurveSvg({
    title: name,
    steps,
    loss: records.flatMap((record) =>
      record.kind === 'training' ? [{ step: record.step, value: record.loss }] : [],
    ),
    validation: records.flatMap((record) =>
      record.kind === 'validation' ? [{ step: record.step, value: record.nme }] : [],
    ),
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
