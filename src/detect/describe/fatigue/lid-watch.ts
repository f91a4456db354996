/** The lids over time, against the person's own open eyes: how far closed, blinks, PERCLOS. */

import { median } from '../../../core/numbers/statistics.js';
import { type LidState, leastSeen } from '../eyes/eye-opening.js';
import type { EyesEstimate } from '../eyes/eyes.js';
import { Baseline } from './baseline.js';
import type { FatigueSettings } from './fatigue-settings.js';

export interface Blink {
  /** Seconds: when the lids were half closed on their way down, and how long until they were half open again. */
  start: number;
  duration: number;
}

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
/** A blink goes so far beyond half closed, and its end so far back. */
const hysteresis = 0.12;
/** Open eyes are as open as in the widest fifth of the time; nobody's are narrower than this, millimetres. */
const openQuantile = 0.8;
const narrowest = 4;
/** Below this multiple of their deviation open eyes cannot be told from closed ones. */
const leastContrast = 0.7;
/** Closed lids may look somewhat open: closed is what the person's last closures usually came to, of those that went so far. */
const shutFrom = 0.6;
const closuresKept = 15;

export class LidWatch {
  readonly #settings: FatigueSettings;
  readonly #open: Baseline;
  readonly #blur: Baseline;
  /** How deep the last closures went, and how deep the present one goes. */
  readonly #depths: number[] = [];
  #depth = 0;
  #last: { time: number; closure: number } | undefined;
  #before: number | undefined;
  #closedSince: number | undefined;
  #blinkStart: number | undefined;
  #blinkEnd: number | undefined;
  #blinkDepth = 0;
  /** Spans of known time in the window. */
  readonly #spans: { to: number; length: number; closed: number }[] = [];

  constructor(settings: FatigueSettings) {
    this.#settings = settings;
    this.#open = new Baseline(openQuantile, settings.baseline);
    this.#blur = new Baseline(0.5, settings.baseline);
  }

  update(eyes: EyesEstimate | undefined, time: number): LidsNow {
    const closure = this.#closure(openingOf(eyes), time);
    if (closure === undefined) return this.#unknown(time);
    const last = this.#last !== undefined && time - this.#last.time <= gap ? this.#last : undefined;
    if (last === undefined) this.#forget();
    else this.#span(last, closure, time);
    const blink = this.#followBlink(last, closure, time);
    const { closed, opened } = this.#settings;
    if (closure >= closed) this.#closedSince ??= time;
    // One frame that errs does not open closed eyes.
    else if (closure < opened && (this.#before ?? 0) < closed) this.#closedSince = undefined;
    const speed = last === undefined ? 0 : (closure - last.closure) / Math.max(1e-3, time - last.time);
    const state =
      this.#closedSince !== undefined ? 'closed' : closure > 0.3 && speed > closingSpeed ? 'closing' : 'open';
    this.#before = closure;
    this.#last = { time, closure };
    return {
      state,
      closure,
      ...(blink && { blink }),
      closedFor: this.#closedSince === undefined ? 0 : time - this.#closedSince,
      ...this.#perclos(time),
    };
  }

  #closure(opening: Opening | undefined, time: number): number | undefined {
    if (opening === undefined) return undefined;
    this.#open.add(opening.least, time);
    this.#blur.add(opening.deviation, time);
    const { settle, blinkAt } = this.#settings;
    const open = this.#open.value(settle);
    const blur = this.#blur.value(settle);
    if (open === undefined || blur === undefined || open < leastContrast * blur) return undefined;
    const closure = (open - opening.least) / Math.max(narrowest, open + blur);
    this.#depth = Math.max(this.#depth, closure);
    if (closure < blinkAt - hysteresis) {
      if (this.#depth >= shutFrom) this.#depths.push(Math.min(1, this.#depth));
      if (this.#depths.length > closuresKept) this.#depths.shift();
      this.#depth = 0;
    }
    const usual = this.#depths.length === 0 ? 1 : median(this.#depths);
    return Math.max(0, Math.min(1, closure / usual));
  }

  /** After a gap nothing is known of what the lids were doing. */
  #forget(): void {
    this.#closedSince = undefined;
    this.#blinkStart = undefined;
    this.#blinkEnd = undefined;
  }

  #unknown(time: number): LidsNow {
    if (this.#last === undefined || time - this.#last.time > gap) this.#forget();
    return {
      state: 'unknown',
      closedFor: this.#closedSince === undefined ? 0 : time - this.#closedSince,
      ...this.#perclos(time),
    };
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

  #followBlink(
    last: { time: number; closure: number } | undefined,
    closure: number,
    time: number,
  ): Blink | undefined {
    const { blinkAt, longestBlink } = this.#settings;
    if (last === undefined) return undefined;
    const crossed = last.time + ((blinkAt - last.closure) / (closure - last.closure)) * (time - last.time);
    if (last.closure < blinkAt && closure >= blinkAt) {
      // Lids that have not come further up than this have not opened: frames err.
      this.#blinkEnd = undefined;
      if (this.#blinkStart === undefined) {
        this.#blinkStart = crossed;
        this.#blinkDepth = 0;
      }
    }
    this.#blinkDepth = Math.max(this.#blinkDepth, closure);
    if (last.closure >= blinkAt && closure < blinkAt) this.#blinkEnd = crossed;
    if (this.#blinkStart === undefined || this.#blinkEnd === undefined || closure > blinkAt - hysteresis)
      return undefined;
    const blink = { start: this.#blinkStart, duration: this.#blinkEnd - this.#blinkStart };
    this.#blinkStart = undefined;
    this.#blinkEnd = undefined;
    return blink.duration <= longestBlink && this.#blinkDepth >= blinkAt + hysteresis ? blink : undefined;
  }
}

interface Opening {
  /** How far the lids are open at the least: their distance less its deviation. Detectors leave closed lids apart, and then are unsure. */
  least: number;
  deviation: number;
}

/** Of the two eyes what can be seen, the surer counting more; millimetres. How sure a still would have to be says nothing here. */
function openingOf(eyes: EyesEstimate | undefined): Opening | undefined {
  if (eyes === undefined) return undefined;
  let [least, deviations, weights] = [0, 0, 0];
  for (const { seen, aperture, deviation } of [eyes.right, eyes.left]) {
    if (seen < leastSeen) continue;
    // A closed lid is no surer than an open one: only what its points say counts, not its size.
    const weight = 1 / (deviation ** 2 + 0.25);
    least += weight * (aperture - deviation);
    deviations += weight * deviation;
    weights += weight;
  }
  return weights > 0 ? { least: least / weights, deviation: deviations / weights } : undefined;
}
