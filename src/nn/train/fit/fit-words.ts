/** What a training tells its `Work`: lines in the log, and how far it is. */

import { counted } from '../../../core/text/counted.js';
import { formatDuration } from '../../../core/text/duration.js';
import type { Work } from '../../../core/work.js';
import type { StopRecord, ValidationRecord } from './metrics-file.js';
import { type SettingChange, settingText } from './run-state.js';

export interface FitWordsOptions {
  readonly steps: number;
  readonly out: string;
  /** How to go on, in the words of the caller's options. */
  readonly resume: string;
  /** A score for people. */
  readonly score?: ((value: number) => string) | undefined;
}

export class FitWords {
  readonly #work: Work;
  readonly #options: FitWordsOptions;
  /** Of the last validation, behind the loss. */
  #note = '';

  constructor(work: Work, options: FitWordsOptions) {
    this.#work = work;
    this.#options = options;
  }

  begin(step: number, how: 'new' | 'resumed' | 'nothing to resume'): void {
    const { steps, out } = this.#options;
    if (how === 'resumed') this.#work.log.info(`going on at step ${step} of ${steps}`);
    if (how === 'nothing to resume') this.#work.log.info(`no checkpoint in ${out}: beginning at step 0`);
    this.#work.report(step, steps);
  }

  changed(step: number, { key, before, now }: SettingChange): void {
    this.#work.log.warn(
      `${key} changed from ${settingText(before)} to ${settingText(now)}: from step ${step} on this is another run than an unbroken one`,
    );
  }

  record(step: number, loss: number): void {
    this.#work.report(step, this.#options.steps, `loss ${loss.toFixed(3)}${this.#note}`);
  }

  validated(step: number, { name, value }: ValidationRecord, best: boolean): void {
    const note = `validation ${this.#score(name, value)}`;
    this.#note = `, ${note}`;
    this.#work.log.info(`step ${step}: ${note}${best ? ', the best so far' : ''}`);
  }

  timeLimit(step: number, minutes: number, learningRate: number): void {
    const { steps, resume } = this.#options;
    this.#work.log.warn(
      `the time limit of ${minutes} min ended training at step ${step} of ${steps}; the learning rate had come down only to ${learningRate.toExponential(1)}: ${resume}, or set steps to what the time allows`,
    );
  }

  stoppedEarly({ step, validations, best }: StopRecord): void {
    const { steps, score = String } = this.#options;
    const kept = best && `; the best was ${score(best.value)} at step ${best.step}`;
    this.#work.log.info(
      `early stopping at step ${step} of ${steps}: ${validations} validations without an improvement${kept ?? ''}`,
    );
  }

  done(step: number, seconds: number): void {
    this.#work.log.info(`done: ${counted(step, 'step')} in ${formatDuration(seconds)}`);
  }

  #score(name: string, value: number): string {
    return this.#options.score?.(value) ?? `${name} ${value}`;
  }
}
