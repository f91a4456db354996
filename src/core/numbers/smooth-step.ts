/** The smooth step of shading languages (3t² − 2t³). */

/** 0 below `from`, 1 above `to`, smooth between; also for `from` > `to`. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = (value - from) / (to - from);
  return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
}
