/** Timing of ours against another's: in turns, by medians. */
import { median } from '../src/core/numbers/statistics.js';

/** Seconds of one repetition. */
export interface Timing {
  wall: number;
  /** Processor time, of all threads of the process. */
  cpu: number;
}

export type Clock = keyof Timing;

/** Times each repetition of `work`. */
export async function timed(work: () => unknown, times: number): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (let i = 0; i < times; i++) {
    const used = process.cpuUsage();
    const start = performance.now();
    await work();
    const wall = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(used);
    timings.push({ wall, cpu: (user + system) / 1e6 });
  }
  return timings;
}

export interface Comparison {
  ours: Timing;
  theirs?: Timing;
  /** Their time / ours: above 1, ours is faster. */
  ratio: Partial<Record<Clock, number>>;
}

/**
 * Lets both run in turns. The first turn warms both up and is not counted; medians are taken over all repetitions of
 * the others.
 */
export async function inTurns(
  turns: number,
  ours: () => Promise<Timing[]>,
  theirs?: () => Promise<Timing[]>,
): Promise<Comparison> {
  const own: Timing[] = [];
  const other: Timing[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    const [a, b] = [await ours(), (await theirs?.()) ?? []];
    if (turn === 0) continue;
    own.push(...a);
    other.push(...b);
  }
  const mine = medianTiming(own);
  if (theirs === undefined) return { ours: mine, ratio: {} };
  const reference = medianTiming(other);
  return {
    ours: mine,
    theirs: reference,
    ratio: { wall: reference.wall / mine.wall, cpu: reference.cpu / mine.cpu },
  };
}

export function medianTiming(timings: readonly Timing[]): Timing {
  return { wall: median(timings.map(({ wall }) => wall)), cpu: median(timings.map(({ cpu }) => cpu)) };
}
