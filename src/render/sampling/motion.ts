/**
 * How faces move, as functions of time in seconds. Head and expression move as people's limbs do, by the path of least
 * jerk (Flash & Hogan 1985, J. Neurosci. 5); a blink closes in about 0.1 s and opens slower (Evinger et al. 1991,
 * Invest. Ophthalmol. Vis. Sci. 32); people blink about 17 times a minute (Bentivoglio et al. 1997, Mov. Disord. 12).
 */
import type { Random } from '../../core/random.js';

/** 0 to 1 between `from` and `to` seconds, standing still at both ends: 10t³ − 15t⁴ + 6t⁵. */
export function leastJerk(from: number, to: number, time: number): number {
  const t = Math.min(1, Math.max(0, (time - from) / (to - from)));
  return t * t * t * (10 + t * (6 * t - 15));
}

export interface Blink {
  /** When the lids meet. */
  at: number;
  /** Seconds. */
  closing: number;
  opening: number;
}

/** How far the blinks have closed the eyes, 0 to 1. */
export function blinkClosure(blinks: readonly Blink[], time: number): number {
  return blinks.reduce((closed, { at, closing, opening }) => {
    const now =
      time < at ? leastJerk(at - closing, at, time) : 1 - leastJerk(at + 0.02, at + 0.02 + opening, time);
    return Math.max(closed, now);
  }, 0);
}

const blinksASecond = 17 / 60;
/** No two blinks are nearer than this. */
const refractory = 0.4;

/** Blinks from a little before to a little after the clip, so that some are cut by its ends. */
export function sampleBlinks(random: Random, seconds: number): Blink[] {
  const blinks: Blink[] = [];
  let at = -0.3;
  for (;;) {
    at += refractory - Math.log(1 - random.next()) * (1 / blinksASecond - refractory);
    if (at > seconds + 0.1) return blinks;
    blinks.push({ at, closing: random.uniform(0.07, 0.12), opening: random.uniform(0.14, 0.28) });
  }
}

/** A value that stays, moves once, and stays. */
export interface Move {
  from: number;
  to: number;
}

/**
 * When a movement of `extent` happens in a clip: it starts in the clip's first part and lasts as long as `speed` (a mean
 * speed, extent a second) asks, so it may not have ended when the clip does.
 */
export function sampleMove(random: Random, seconds: number, extent: number, speed: number): Move {
  const lasts = Math.max(0.25, extent / speed) * random.uniform(0.9, 1.6);
  const from = random.uniform(-0.2, Math.max(0.05, Math.min(seconds * 0.5, seconds - lasts)));
  return { from, to: from + lasts };
}
