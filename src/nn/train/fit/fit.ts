/**
 * A whole training: steps, records, validation, checkpoints. It knows no data set, no network and no terminal, only a
 * trainer, sources of batches and its `Work`; so a detector, an autoencoder and a test on arrays in memory are all
 * trained by it.
 *
 * Everything that decides a step – batch, learning rate, state – is a function of the step. A run that was stopped
 * and resumed gives the same losses, bit for bit, as an unbroken one. The clock decides only when checkpoints are
 * written and whether a time limit ends the run early. One process at a time trains into a folder. Node only.
 *
 * @example
 * const { best } = await fit({
 *   trainer, sources: { data: source }, samplesPerStep: 32, steps: 1000, learningRateAt: () => 1e-3,
 *   validation: { every: 100, run: async (state) => ({ name: 'error', value: await error(state), direction: 'lower' }) },
 *   settings: { seed: 1 }, out: 'runs/first',
 * }, work);
 */
import { join } from 'node:path';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { errorCode, exists } from '../../../node/files.js';
import type { TrainerState } from '../../program/trainer-state.js';
import { Prefetch, type StepSource, stepBatches } from './batches.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { type EarlyStopping, isExhausted, waitingAfter } from './early-stopping.js';
import type { FitEvent } from './fit-event.js';
import { FitWords } from './fit-words.js';
import { MetricsFile } from './metrics-file.js';
import { batchesOf } from './optimisation-settings.js';
import { type FitHints, fitFiles, hintsOf, inRunFolder, refuseBegun } from './run-folder.js';
import {
  type Best,
  type Changeable,
  freshState,
  type PendingRecord,
  type RunSettings,
  type RunState,
  resumeState,
  type SavedRun,
} from './run-state.js';
import { isBetter, type Score } from './score.js';
import { readTrainerCheckpoint, trainerCheckpoint } from './trainer-checkpoint.js';

interface StepOutcome {
  loss: number;
  metrics: Readonly<Record<string, number>>;
  gradientNorm: number;
}

/** The part of a trainer that `fit` needs. */
export interface StepTrainer {
  /** @param batches – by source: one batch, or several whose gradients are averaged. */
  step(
    batches: Record<string, Record<string, Float32Array>[]>,
    options: { learningRate: number },
  ): Promise<StepOutcome>;
  state(): TrainerState;
  restore(state: TrainerState): void;
}

export interface Validated extends Score {
  /** Whatever else it says of itself, for the record. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface FitOptions {
  trainer: StepTrainer;
  /** What each step draws a batch from, by name. */
  sources: Readonly<Record<string, StepSource>>;
  /** Batches of each source in a step; default 1. */
  accumulate?: number | undefined;
  /** For the record of the speed. */
  samplesPerStep: number;
  steps: number;
  /** A function of the step alone. */
  learningRateAt: (step: number) => number;
  /** Steps between training records; default 20. */
  recordEvery?: number;
  /** The last step is always validated. Where it is absent there is no best model. */
  validation?: {
    /** Steps between validations. */
    readonly every: number;
    run(state: TrainerState, step: number): Promise<Validated>;
    /** The score for people; default: its name and value. */
    words?(value: number): string;
  };
  /** Ends training when validation stops improving. */
  earlyStopping?: EarlyStopping | undefined;
  /** Between checkpoints; default 3. The end always leaves one. */
  checkpointMinutes?: number;
  /** Ends this session after so many minutes; the schedule stays that of `steps`. */
  minutes?: number | undefined;
  /** What a checkpoint must agree with to be resumed. */
  settings: RunSettings;
  /** Settings that may change on the way; default: steps, and nothing else. */
  changeable?: Changeable;
  /** What a checkpoint of an earlier version remembers, as today's would. */
  upgrade?: (run: SavedRun) => SavedRun;
  /** Folder of the run. */
  out: string;
  /** Go on from the checkpoint in `out`, where there is one. */
  resume?: boolean;
  /** The state to begin step 0 with; where absent, the trainer's own. Not asked for where a checkpoint is resumed. */
  initialState?: (() => Promise<TrainerState>) | undefined;
  /** Is awaited. */
  on?: (event: FitEvent) => void | Promise<void>;
  hints?: Partial<FitHints>;
  /** Seconds; replaced in tests. */
  now?: () => number;
}

export interface FitResult {
  step: number;
  /** False where a time limit ended it. */
  finished: boolean;
  /** True where validation stopped improving before the last step. */
  stoppedEarly: boolean;
  best: Best | null;
  /** The last validation of this session. */
  last: Validated | null;
}

/** Batches that are prepared beside the one asked for. */
const prefetched = 3;

/** Where `work` is stopped, a checkpoint is kept. Its progress is counted in steps. */
export async function fit(options: FitOptions, work: Work = silentWork): Promise<FitResult> {
  try {
    return await inRunFolder(options.out, options, () => new Run(options, work).run());
  } catch (error) {
    throw afterFullDisk(error, options);
  }
}

class Run {
  readonly #options: FitOptions;
  readonly #hints: FitHints;
  readonly #signal: AbortSignal;
  readonly #words: FitWords;
  readonly #now: () => number;
  #state: RunState = freshState;
  #metrics!: MetricsFile;
  #last: Validated | null = null;
  #began = 0;
  #secondsBefore = 0;
  #savedAt = 0;
  /** Of the last training record, for the speed. */
  #recorded = { at: 0, step: 0 };

  constructor(options: FitOptions, work: Work) {
    this.#options = options;
    this.#hints = hintsOf(options);
    this.#signal = work.signal;
    this.#words = new FitWords(work, {
      steps: options.steps,
      out: options.out,
      resume: this.#hints.resume,
      score: options.validation?.words,
    });
    this.#now = options.now ?? (() => performance.now() / 1000);
  }

  async run(): Promise<FitResult> {
    const { trainer, steps, out, learningRateAt, minutes } = this.#options;
    const count = batchesOf(this.#options);
    await this.#start();
    this.#metrics = await MetricsFile.open(join(out, fitFiles.metrics), this.#state.step);
    const sources = Object.entries(this.#options.sources).map(
      ([name, source]) => [name, new Prefetch(source, prefetched, steps * count)] as const,
    );
    this.#began = this.#now();
    this.#savedAt = this.#began;
    this.#secondsBefore = this.#state.seconds;
    this.#recorded = { at: this.#began, step: this.#state.step };
    while (this.#state.step < steps && !this.#exhausted()) {
      const { step } = this.#state;
      if (this.#signal.aborted) {
        await this.#save();
        throw new StoppedError(`stopped at step ${step} of ${steps}`, {
          hint: `the checkpoint is kept: ${this.#hints.resume}`,
        });
      }
      const learningRate = learningRateAt(step);
      if (minutes !== undefined && this.#now() - this.#began > 60 * minutes) {
        await this.#save();
        this.#words.timeLimit(step, minutes, learningRate);
        return this.#result(false);
      }
      const batches = await stepBatches(sources, step, count);
      // Stopped while the batches were made, the first of which waits for its threads to start: no step more.
      if (this.#signal.aborted) continue;
      const outcome = await trainer.step(batches, { learningRate });
      if (!Number.isFinite(outcome.loss))
        this.#refuse(`training diverged: the loss is ${outcome.loss} at step ${step}`);
      this.#state = { ...this.#state, step: step + 1, pending: accumulated(this.#state.pending, outcome) };
      await this.#afterStep(learningRate);
    }
    if (this.#exhausted() && this.#state.step < steps) await this.#stopEarly();
    const seconds = this.#secondsBefore + this.#now() - this.#began;
    this.#words.done(this.#state.step, seconds);
    return this.#result(true);
  }

  async #start(): Promise<void> {
    const { trainer, out, resume = false, settings, upgrade, initialState } = this.#options;
    const { changeable = { bending: ['steps'], harmless: [] } } = this.#options;
    const file = join(out, fitFiles.checkpoint);
    await refuseBegun(out, { resume, hints: this.#hints });
    if (!(await exists(file))) {
      if (initialState !== undefined) trainer.restore(await initialState());
      return this.#begin(resume ? 'nothing to resume' : 'new');
    }
    const saved = readTrainerCheckpoint(await readCheckpoint(file), file);
    const run = upgrade?.(saved.run) ?? saved.run;
    const { state, changes } = resumeState(run, settings, changeable, file);
    trainer.restore(saved.state);
    this.#state = state;
    await this.#begin('resumed');
    for (const change of changes) this.#words.changed(state.step, change);
  }

  async #begin(how: 'new' | 'resumed' | 'nothing to resume'): Promise<void> {
    const { step } = this.#state;
    await this.#tell({ kind: 'begin', step });
    this.#words.begin(step, how);
  }

  async #afterStep(learningRate: number): Promise<void> {
    const { steps, recordEvery = 20, validation, checkpointMinutes = 3 } = this.#options;
    const { step } = this.#state;
    const isLast = step === steps;
    if (step % recordEvery === 0 || isLast) await this.#record(learningRate);
    if (validation !== undefined && (step % validation.every === 0 || isLast))
      await this.#aside(() => this.#validate(validation));
    const due = this.#now() - this.#savedAt > 60 * checkpointMinutes;
    if (due || isLast || this.#exhausted()) await this.#aside(() => this.#save());
  }

  async #record(learningRate: number): Promise<void> {
    const { step, pending } = this.#state;
    const seconds = this.#now() - this.#recorded.at;
    const samples = (step - this.#recorded.step) * this.#options.samplesPerStep;
    this.#recorded = { at: this.#now(), step };
    const record = {
      kind: 'training',
      step,
      learningRate,
      loss: pending.loss / pending.steps,
      parts: Object.fromEntries(
        Object.entries(pending.parts).map(([name, part]) => [name, part.sum / part.steps]),
      ),
      samplesPerSecond: Math.round((samples / Math.max(seconds, 1e-9)) * 10) / 10,
    } as const;
    await this.#metrics.append(record);
    this.#state = { ...this.#state, pending: freshState.pending };
    this.#words.record(step, record.loss);
  }

  async #validate({ run }: NonNullable<FitOptions['validation']>): Promise<void> {
    const { trainer, earlyStopping } = this.#options;
    const { step, best } = this.#state;
    const trained = trainer.state();
    const validated = await run(trained, step);
    const { name, value } = validated;
    if (!Number.isFinite(value)) this.#refuse(`validation at step ${step} gave ${name} ${value}`);
    this.#last = validated;
    const record = { kind: 'validation', step, ...validated } as const;
    await this.#metrics.append(record);
    const isBest = best === null || isBetter(validated, best.value);
    this.#state = {
      ...this.#state,
      waiting: waitingAfter(this.#state.waiting, validated, earlyStopping?.minimumChange),
      ...(isBest && { best: { step, value } }),
    };
    this.#words.validated(step, record, isBest);
    if (!isBest) return;
    await this.#tell({ kind: 'best', step, state: trained });
    await this.#writeCheckpoint('bestCheckpoint', trained);
  }

  async #save(): Promise<void> {
    this.#state = { ...this.#state, seconds: this.#secondsBefore + this.#now() - this.#began };
    const state = this.#options.trainer.state();
    const { records } = this.#metrics;
    await this.#tell({ kind: 'checkpoint', step: this.#state.step, state, records });
    await this.#writeCheckpoint('checkpoint', state);
    this.#savedAt = this.#now();
  }

  async #stopEarly(): Promise<void> {
    const { step, best, waiting } = this.#state;
    const record = { kind: 'early-stop', step, validations: waiting?.validations ?? 0, best } as const;
    // A run that is resumed after its end stops again at once.
    if (!this.#metrics.records.some(({ kind, step: at }) => kind === 'early-stop' && at === step))
      await this.#metrics.append(record);
    this.#words.stoppedEarly(record);
  }

  async #writeCheckpoint(file: 'checkpoint' | 'bestCheckpoint', trained: TrainerState): Promise<void> {
    const { out, settings } = this.#options;
    const run = { state: this.#state, settings };
    await writeCheckpoint(join(out, fitFiles[file]), trainerCheckpoint(trained, run));
  }

  /** Its seconds do not count in the speed of training. */
  async #aside(work: () => Promise<void>): Promise<void> {
    const from = this.#now();
    await work();
    this.#recorded.at += this.#now() - from;
  }

  async #tell(event: FitEvent): Promise<void> {
    await this.#options.on?.(event);
  }

  #exhausted(): boolean {
    return isExhausted(this.#state.waiting, this.#options.earlyStopping);
  }

  #refuse(what: string): never {
    const { lowerRate, resume } = this.#hints;
    throw new LineamentError(what, { hint: `${lowerRate}, then ${resume}` });
  }

  #result(finished: boolean): FitResult {
    const { step, best } = this.#state;
    const stoppedEarly = finished && step < this.#options.steps;
    return { step, finished, stoppedEarly, best, last: this.#last };
  }
}

function accumulated(pending: PendingRecord, { loss, metrics, gradientNorm }: StepOutcome): PendingRecord {
  const parts = { ...pending.parts };
  for (const [name, value] of Object.entries({ ...metrics, gradientNorm })) {
    const { sum, steps } = parts[name] ?? { sum: 0, steps: 0 };
    parts[name] = { sum: sum + value, steps: steps + 1 };
  }
  return { steps: pending.steps + 1, loss: pending.loss + loss, parts };
}

/** On a full disk the run goes on by resuming; the same call again would be refused where there is a checkpoint. */
function afterFullDisk(error: unknown, options: FitOptions): unknown {
  if (!(error instanceof LineamentError) || error.file === undefined) return error;
  const { cause } = error;
  if (errorCode(cause) !== 'ENOSPC') return error;
  return new LineamentError('cannot be written: no space left on the device', {
    file: error.file,
    hint: `free some space, then ${hintsOf(options).resume}`,
    cause,
  });
}
