/**
 * Smooths places that are measured frame by frame with known noise: still ones become as steady as the mean of all that was
 * measured, moving ones are followed at once. A Kalman filter of a random walk (Kalman 1960, Trans. ASME 82) whose process
 * noise adapts itself: wherever an innovation, or the mean of the last few, is larger than noise would make it, something
 * moved, and the filter forgets as much as explains it (as in Mehra 1972, IEEE Trans. Automatic Control 17).
 *
 * Limits: motion much slower than the noise, in each frame, is followed late; how far behind is bounded (`mostBehind`).
 */

/** N places of D numbers each, with one noise for all numbers of a place. */
export interface MotionFilter {
  /** `[N, D]` smoothed; all NaN before the first measurement. */
  readonly places: Float64Array;
  /**
   * @param measured – `[N, D]`. @param noise – `[N]` standard deviation from frame to frame, in the units of the places.
   * @param seconds – since the last measurement.
   */
  update(measured: ArrayLike<number>, noise: ArrayLike<number>, seconds: number): void;
  /** Forgets everything: the next measurement is taken as it is. */
  reset(): void;
}

/** Innovations of so many standard deviations are still noise. */
const significant = 3;
/** Weight of the newest innovation in the mean of the last few. */
const newest = 0.3;
/** Of that mean against a single innovation, where all is noise: w / (2 − w). */
const meanVariance = newest / (2 - newest);
/** A smoothed place is never further from what is measured than so many standard deviations of the noise. */
const mostBehind = 3;
/** What still faces do in a second, as a share of the noise's variance. */
const drift = 0.02;

export function createMotionFilter(count: number, dimensions: number): MotionFilter {
  const places = new Float64Array(count * dimensions).fill(Number.NaN);
  const recent = new Float64Array(count * dimensions);
  const variance = new Float64Array(count);
  return {
    places,
    reset() {
      places.fill(Number.NaN);
    },
    update(measured, noise, seconds) {
      for (let n = 0; n < count; n++) {
        const from = n * dimensions;
        const own = noise[n]! ** 2;
        if (Number.isNaN(places[from]!)) {
          for (let i = from; i < from + dimensions; i++) places[i] = measured[i]!;
          recent.fill(0, from, from + dimensions);
          variance[n] = own;
          continue;
        }
        let single = 0;
        let several = 0;
        for (let i = from; i < from + dimensions; i++) {
          const innovation = measured[i]! - places[i]!;
          recent[i]! += newest * (innovation - recent[i]!);
          single += innovation ** 2 / dimensions;
          several += recent[i]! ** 2 / dimensions;
        }
        const before = variance[n]! + drift * own * seconds;
        const expected = before + own;
        const limit = significant ** 2 * expected;
        const moved = Math.max(0, single - limit, several - meanVariance * limit);
        const predicted = before + moved;
        const gain = predicted / (predicted + own);
        const behind = (1 - gain) * Math.sqrt(single * dimensions);
        const held = behind > mostBehind * noise[n]! ? (mostBehind * noise[n]!) / behind : 1;
        const step = 1 - held * (1 - gain);
        for (let i = from; i < from + dimensions; i++) places[i]! += step * (measured[i]! - places[i]!);
        variance[n] = step * own;
      }
    },
  };
}
