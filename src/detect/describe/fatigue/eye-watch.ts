/**
 * One eye over time: how far its lids have come from where this person's lids usually are in such a pose, against how deep
 * they go when they close.
 *
 * Lids are read off their distance less a multiple of its deviation: of closed lids a detector is unsure, the more the nearer they
 * are, and in one eye of one person both change far more than they err (by two deviations 0.1 to 0.5 mm a frame against 2 to 9 mm).
 */
import { median, quantile } from '../../../core/numbers/statistics.js';
import { type EyeOpening, leastSeen } from '../eyes/eye-opening.js';
import type { HeadPoseEstimate } from '../pose/head-pose.js';
import { Recent } from './recent.js';

/** 0 open, 1 closed, beyond both where it errs. */
export interface EyeClosure {
  /** Against how deep the lids mostly go. */
  closure: number;
  /** Against what lids come to that are shut: some stay shallower than others. */
  shut: number;
  /** Standard deviation of `closure`, by noise and by what the lids' distance usually is unsure by. */
  deviation: number;
}

interface Sample {
  time: number;
  level: number;
  aperture: number;
  deviation: number;
  seen: number;
  yaw: number;
  pitch: number;
}

/** Of a pose. */
type Usual = Pick<Sample, 'aperture' | 'deviation' | 'seen'> & { open: number };

const degrees = Math.PI / 180;
/** Of the distance its deviation is taken off so many times. */
const unsureness = 3;
/** Seconds between samples that are kept. */
const pace = 0.25;
/** What is usual is that of poses so near, once so many seconds of them were seen; of all poses before. */
const nearPose = 10 * degrees;
const leastNear = 3;
const openQuantile = 0.6;
/** Lids that have just been further open than is usual open so far: this share of the last moments, seconds. */
const lately = { seconds: 0.6, quantile: 0.7 };
/** An eye that is not seen so far for most of the last seconds, or hardly in this frame, says nothing. */
const lastSeen = { seconds: 2, quantile: 0.75 };
const hardlySeen = 0.1;
/** Noise is what frames differ by, without the tail that lids in motion make. */
const noise = { seconds: 5, quantile: 0.8, least: 0.05 };
const deviationsAt = 1.28 * Math.SQRT2;
const noisiest = 0.25;
/** Below this multiple of their deviation open eyes cannot be told from closed ones, unless a closure was seen. */
const leastContrast = 0.7;
/** Nobody's eyes open less, millimetres; before closures were seen they are thought to go as deep as eyes open, and shut at a share of it. */
const narrowest = 4;
const shutPrior = 0.75;
/** A closure is one that goes so deep: millimetres, times the noise, share of how far eyes open; beyond the last it is an error. */
const closureFrom = { millimetres: 2, noise: 5, share: 0.4 };
const deepest = 1.3;
const cameBack = 0.35;
const closuresKept = 15;
const depthQuantile = 0.5;
const shutQuantile = 0.1;
const shallowest = 0.75;

export class EyeWatch {
  readonly #window: number;
  readonly #settle: number;
  readonly #samples: Sample[] = [];
  readonly #depths: number[] = [];
  readonly #levels = new Recent(lately.seconds);
  readonly #seen = new Recent(lastSeen.seconds);
  readonly #steps = new Recent(noise.seconds);
  #first: number | undefined;
  #now: Sample | undefined;
  #depth = 0;
  #usual: { at: Sample; value: Usual } | undefined;

  /** Seconds. @param window – from which is learned. @param settle – before anything is said. */
  constructor(window: number, settle: number) {
    this.#window = window;
    this.#settle = settle;
  }

  /** undefined where it is unknown. */
  update(
    { aperture, deviation, seen }: EyeOpening,
    { yaw, pitch }: Pick<HeadPoseEstimate, 'yaw' | 'pitch'>,
    time: number,
  ): EyeClosure | undefined {
    this.#first ??= time;
    const level = aperture - unsureness * deviation;
    if (this.#now !== undefined && time - this.#now.time < pace)
      this.#steps.add(Math.abs(level - this.#now.level), time);
    this.#now = { time, level, aperture, deviation, seen, yaw, pitch };
    this.#levels.add(level, time);
    this.#seen.add(seen, time);
    const usual = this.#usualNear(this.#now);
    if (usual === undefined) return undefined;
    const sigma = Math.max(noise.least, this.#steps.quantile(noise.quantile) / deviationsAt || 0);
    const open = Math.max(usual.open, this.#levels.quantile(lately.quantile) - sigma);
    const down = open - level;
    const expected = Math.max(narrowest, usual.aperture);
    const range = Math.max(0.3 * expected, quantile([...this.#depths, expected], depthQuantile));
    this.#followDepth(down, range, sigma, expected);
    const shut = Math.min(range, quantile([...this.#depths, shutPrior * expected], shutQuantile));
    const told =
      usual.aperture - usual.deviation >= leastContrast * usual.deviation || this.#depths.length > 0;
    const visible =
      usual.seen >= leastSeen && this.#seen.quantile(lastSeen.quantile) >= leastSeen && seen >= hardlySeen;
    if (time - this.#first < this.#settle || !told || !visible || sigma > noisiest * range) return undefined;
    return {
      closure: down / range,
      shut: down / Math.max(shallowest * range, shut),
      deviation: Math.hypot(sigma, usual.deviation) / range,
    };
  }

  /** The frame just seen is kept for what is usual. */
  learn(): void {
    const now = this.#now;
    if (now === undefined) return;
    const last = this.#samples.at(-1);
    if (last !== undefined && now.time - last.time < pace - 1e-6) return;
    this.#samples.push(now);
    while (this.#samples[0]!.time < now.time - this.#window) this.#samples.shift();
    // Sorting is what costs: every second is enough, more often at the start.
    const at = this.#usual?.at.time ?? 0;
    if (this.#samples.length <= 40 || now.time - at >= 1) this.#usual = undefined;
  }

  /** How deep the lids go, once they have come back. */
  #followDepth(down: number, range: number, sigma: number, expected: number): void {
    this.#depth = Math.max(this.#depth, Math.min(down, deepest * expected));
    if (down >= cameBack * Math.min(range, this.#depth)) return;
    const { millimetres, noise: times, share } = closureFrom;
    if (this.#depth >= Math.max(millimetres, times * sigma, share * expected)) {
      this.#depths.push(this.#depth);
      if (this.#depths.length > closuresKept) this.#depths.shift();
    }
    this.#depth = 0;
  }

  #usualNear(now: Sample): Usual | undefined {
    if (this.#samples.length === 0) return undefined;
    const away = (sample: Sample): number => Math.hypot(sample.yaw - now.yaw, sample.pitch - now.pitch);
    if (this.#usual !== undefined && away(this.#usual.at) < nearPose / 5) return this.#usual.value;
    const near = this.#samples.filter((sample) => away(sample) < nearPose);
    const samples = near.length * pace >= leastNear ? near : this.#samples;
    const all = (key: 'level' | keyof Omit<Usual, 'open'>): number[] => samples.map((sample) => sample[key]);
    const value = {
      open: quantile(all('level'), openQuantile),
      aperture: quantile(all('aperture'), openQuantile),
      deviation: median(all('deviation')),
      seen: median(all('seen')),
    };
    this.#usual = { at: now, value };
    return value;
  }
}
