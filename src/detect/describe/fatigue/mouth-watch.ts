/** Yawns: a mouth that is wide open for longer than speech or laughter hold it. */
import type { MouthOpening } from '../eyes/mouth-opening.js';
import type { FatigueSettings } from './fatigue-settings.js';

/** Frames that err do not end a yawn; the closures between syllables do. Seconds. */
const gap = 0.15;

export class MouthWatch {
  readonly #settings: FatigueSettings;
  #since: number | undefined;
  #wideAt = Number.NEGATIVE_INFINITY;
  #counted = false;
  #yawns: number[] = [];

  constructor(settings: FatigueSettings) {
    this.#settings = settings;
  }

  update(mouth: MouthOpening | undefined, time: number): { yawn: boolean; yawns: number } {
    const { yawnOpening, yawnLasts, yawnWindow } = this.#settings;
    if (time - this.#wideAt > gap) {
      this.#since = undefined;
      this.#counted = false;
    }
    if (mouth !== undefined && mouth.state !== 'unknown' && mouth.opening >= yawnOpening) {
      this.#since ??= time;
      this.#wideAt = time;
    }
    const yawn = !this.#counted && this.#since !== undefined && this.#wideAt - this.#since >= yawnLasts;
    if (yawn) {
      this.#counted = true;
      this.#yawns.push(time);
    }
    this.#yawns = this.#yawns.filter((at) => at > time - yawnWindow);
    return { yawn, yawns: this.#yawns.length };
  }
}
