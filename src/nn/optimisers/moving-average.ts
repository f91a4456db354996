/**
 * Exponential moving average of weights (Polyak & Juditsky, 1992; as the teacher of Tarvainen & Valpola, NeurIPS 2017).
 * The decay warms up, decay(t) = min(decay, (1 + t) / (10 + t)), so that the first average is not the random start.
 */

/** The share of the old average that remains in step `step`, from 1. */
export function averageDecay(decay: number, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}

/** average ← average + (1 − decay) · (values − average), over [start, end): a value that stands still keeps its bits. */
export function followAverage(
  average: Float32Array,
  values: Float32Array,
  decay: number,
  start = 0,
  end: number = values.length,
): void {
  const share = 1 - decay;
  for (let i = start; i < end; i++) average[i] = average[i]! + share * (values[i]! - average[i]!);
}
