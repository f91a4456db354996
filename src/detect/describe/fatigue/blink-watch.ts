/** Blinks: lids that go beyond half closed, or well beyond where half-closed lids have stood lately, and come back soon. */
import type { FatigueSettings } from './fatigue-settings.js';
import { Recent } from './recent.js';

export interface Blink {
  /** Seconds: when the lids were half closed on their way down, and how long until they were half open again. */
  start: number;
  duration: number;
}

/** Lids that squint have stood at this closure or more for half of the last seconds: a blink goes so far beyond that. */
const squint = { seconds: 2, from: 0.25, beyond: 0.25, most: 1.2 };
/** Seconds: lids that seem open for less between two closures have not opened, but frames erred, unless both together are too long for a blink. */
const leastOpen = 0.06;
/** A blink goes so far beyond its threshold, and its end so far back; less where lids squint and have less way to go. */
const hysteresis = { open: 0.12, squint: 0.08 };

export class BlinkWatch {
  readonly #settings: Pick<FatigueSettings, 'blinkAt' | 'longestBlink'>;
  readonly #lately = new Recent(squint.seconds);
  #last: { time: number; closure: number } | undefined;
  #at = 0;
  #start: number | undefined;
  #end: number | undefined;
  #hasOpened = false;
  /** Of blinks that were joined the first, and where the rest begins. */
  #first: { blink: Blink; rest: number } | undefined;
  #deepest = 0;

  constructor(settings: Pick<FatigueSettings, 'blinkAt' | 'longestBlink'>) {
    this.#settings = settings;
  }

  /** After a gap nothing is known of what the lids were doing. */
  forget(): void {
    this.#last = undefined;
    this.#start = undefined;
    this.#end = undefined;
    this.#first = undefined;
    this.#lately.clear();
  }

  /** @param closure – 0 open, 1 closed, more where lids go deeper than they mostly do. @returns a blink that has just ended. */
  update(closure: number, time: number): Blink | undefined {
    const { blinkAt, longestBlink } = this.#settings;
    const last = this.#last;
    this.#last = { time, closure };
    const usual = this.#lately.quantile(0.5);
    this.#lately.add(closure, time);
    if (this.#start === undefined)
      this.#at =
        usual > squint.from ? Math.max(blinkAt, Math.min(squint.most, usual) + squint.beyond) : blinkAt;
    if (last === undefined) return undefined;
    const at = this.#at;
    const margin = at > blinkAt ? hysteresis.squint : hysteresis.open;
    const crossed = last.time + ((at - last.closure) / (closure - last.closure)) * (time - last.time);
    if (last.closure < at && closure >= at) {
      if (this.#start === undefined) {
        this.#start = crossed;
        this.#deepest = 0;
      } else if (this.#hasOpened && this.#end !== undefined && this.#deepest >= at + margin) {
        const blink = { start: this.#start, duration: this.#end - this.#start };
        if (blink.duration <= longestBlink) this.#first ??= { blink, rest: crossed };
      }
      this.#end = undefined;
      this.#hasOpened = false;
    }
    if (this.#first !== undefined && this.#end === undefined && time - this.#start! > longestBlink) {
      const { blink, rest } = this.#first;
      this.#first = undefined;
      this.#start = rest;
      return blink;
    }
    this.#deepest = Math.max(this.#deepest, closure);
    if (last.closure >= at && closure < at) this.#end = crossed;
    if (this.#start === undefined || this.#end === undefined) return undefined;
    this.#hasOpened ||= closure <= at - margin;
    if (!this.#hasOpened || time - this.#end < leastOpen) return undefined;
    const blink = { start: this.#start, duration: this.#end - this.#start };
    this.#start = undefined;
    this.#end = undefined;
    this.#first = undefined;
    return blink.duration <= longestBlink && this.#deepest >= at + margin ? blink : undefined;
  }
}
