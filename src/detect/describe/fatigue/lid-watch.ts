/** The lids of both eyes over time, against the person's own open and closed eyes: how far closed, blinks, PERCLOS. */
import type { DescribedFace } from '../described-face.js';
import type { LidState } from '../eyes/eye-opening.js';
import { type Blink, BlinkWatch } from './blink-watch.js';
import { type EyeClosure, EyeWatch } from './eye-watch.js';
import type { FatigueSettings } from './fatigue-settings.js';

export interface LidsNow {
  state: LidState;
  /** 0 open to 1 closed, against the person's open eyes; undefined where it is unknown. */
  closure?: number;
  /** Of the opened-again lids at this time. */
  blink?: Blink;
  /** For how long the eyes have been closed, seconds. */
  closedFor: number;
  /** Share of the window with closed lids; undefined where too little is known. */
  perclos?: number;
}

/** What one frame says is lost for so long before the lids are unknown, seconds. */
const gap = 0.3;
/** A closure that grows by this a second is `closing`. */
const closingSpeed = 1;
/** Lids further down than this do not teach how far eyes open, unless they stay there for longer than sleep without an alarm does, seconds. */
const teaches = 0.6;
const learnedAnew = 10;
const deepest = 1.6;
/** Closed eyes have opened at this closure, or above it after so many seconds. */
const surelyOpen = 0.5;
const slip = 0.1;

export class LidWatch {
  readonly #settings: FatigueSettings;
  readonly #eyes: Readonly<Record<'right' | 'left', EyeWatch>>;
  readonly #blinks: BlinkWatch;
  #last: { time: number; closure: number } | undefined;
  #closedSince: number | undefined;
  #openSince: number | undefined;
  #learnedAt: number | undefined;
  /** Spans of known time in the window. */
  readonly #spans: { to: number; length: number; closed: number }[] = [];

  constructor(settings: FatigueSettings) {
    this.#settings = settings;
    const { baseline, settle } = settings;
    this.#eyes = { right: new EyeWatch(baseline, settle), left: new EyeWatch(baseline, settle) };
    this.#blinks = new BlinkWatch(settings);
  }

  update(face: Pick<DescribedFace, 'eyes' | 'pose'> | undefined, time: number): LidsNow {
    const both = this.#join(face, time);
    const last = this.#last !== undefined && time - this.#last.time <= gap ? this.#last : undefined;
    if (last === undefined) this.#forget();
    if (both === undefined) return { state: 'unknown', ...this.#watched(time) };
    const closure = Math.max(0, Math.min(1, both.shut));
    if (last !== undefined) this.#span(last, closure, time);
    const blink = this.#blinks.update(Math.max(0, Math.min(deepest, both.closure)), time);
    const { closed, opened } = this.#settings;
    if (closure >= closed) this.#closedSince ??= time;
    if (closure >= opened) this.#openSince = undefined;
    else this.#openSince ??= time;
    // A few frames that err do not open closed eyes.
    if (this.#openSince !== undefined && (closure < surelyOpen || time - this.#openSince >= slip))
      this.#closedSince = undefined;
    const speed = last === undefined ? 0 : (closure - last.closure) / Math.max(1e-3, time - last.time);
    this.#last = { time, closure };
    const closing = closure > 0.3 && speed > closingSpeed;
    return {
      state: this.#closedSince !== undefined ? 'closed' : closing ? 'closing' : 'open',
      closure,
      ...(blink && { blink }),
      ...this.#watched(time),
    };
  }

  /** Of the two eyes what can be seen, the surer counting more: lids close together. */
  #join(
    face: Pick<DescribedFace, 'eyes' | 'pose'> | undefined,
    time: number,
  ): Pick<EyeClosure, 'closure' | 'shut'> | undefined {
    const { eyes, pose = { yaw: 0, pitch: 0 } } = face ?? {};
    if (eyes === undefined) return undefined;
    let [closure, shut, weights] = [0, 0, 0];
    for (const side of ['right', 'left'] as const) {
      const seen = this.#eyes[side].update(eyes[side], pose, time);
      if (seen === undefined) continue;
      const weight = 1 / seen.deviation ** 2;
      closure += weight * seen.closure;
      shut += weight * seen.shut;
      weights += weight;
    }
    const joined = weights === 0 ? undefined : { closure: closure / weights, shut: shut / weights };
    const teaching = joined === undefined || joined.closure < teaches;
    if (teaching) this.#learnedAt = time;
    if (teaching || time - (this.#learnedAt ?? time) > learnedAnew) {
      this.#eyes.right.learn();
      this.#eyes.left.learn();
    }
    return joined;
  }

  /** After a gap nothing is known of what the lids were doing. */
  #forget(): void {
    this.#closedSince = undefined;
    this.#openSince = undefined;
    this.#blinks.forget();
  }

  #watched(time: number): Pick<LidsNow, 'closedFor' | 'perclos'> {
    const closedFor = this.#closedSince === undefined ? 0 : time - this.#closedSince;
    return { closedFor, ...this.#perclos(time) };
  }

  #span(last: { time: number; closure: number }, closure: number, time: number): void {
    const { perclosAt, window } = this.#settings;
    const length = time - last.time;
    // The share of a frame's time beyond the threshold, by a straight line between the two.
    const [low, high] = [Math.min(last.closure, closure), Math.max(last.closure, closure)];
    const share = low >= perclosAt ? 1 : high < perclosAt ? 0 : (high - perclosAt) / (high - low);
    this.#spans.push({ to: time, length, closed: share * length });
    while (this.#spans.length > 0 && this.#spans[0]!.to <= time - window) this.#spans.shift();
  }

  #perclos(time: number): { perclos?: number } {
    const { window, leastKnown } = this.#settings;
    let [known, closed] = [0, 0];
    for (const span of this.#spans) {
      if (span.to <= time - window) continue;
      known += span.length;
      closed += span.closed;
    }
    return known < leastKnown * window ? {} : { perclos: closed / known };
  }
}
