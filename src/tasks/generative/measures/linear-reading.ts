/** How much of what pictures show lies in a line of their code: a ridge regression learnt on some faces, its share of the variance on others. */
import { applyRidge, fitRidge } from '../../../core/numbers/ridge-regression.js';

/** Relative to the mean variance of a number of the code. */
const strength = 1e-3;

export interface CodedFaces {
  /** `[N]` of `[L]`. */
  codes: readonly Float32Array[];
  /** `[N]` of `[M]`: what is read. */
  values: readonly Float32Array[];
}

/** @returns `[M]`: 1 − squared error / variance on the other faces; 0 where nothing is told, 1 where all is. */
export function linearReading(learnt: CodedFaces, others: CodedFaces): number[] {
  const map = fitRidge(learnt.codes, learnt.values, strength);
  const told = others.codes.map((code) => applyRidge(map, code));
  return Array.from(others.values[0]!, (_, m) => {
    const mean = others.values.reduce((sum, row) => sum + row[m]!, 0) / others.values.length;
    let [error, variance] = [0, 0];
    for (const [n, row] of others.values.entries()) {
      error += (told[n]![m]! - row[m]!) ** 2;
      variance += (row[m]! - mean) ** 2;
    }
    return 1 - error / variance;
  });
}
