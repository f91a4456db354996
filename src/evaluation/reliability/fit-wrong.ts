/** How probable it is that a face is wrong: logistic regression on two numbers that the network says of it (Newton's steps). */
import { solvePositive } from '../../core/numbers/linear-system.js';

/** A face whose error is known. */
export interface JudgedFace {
  /** Logarithm of the features' distance from those of training faces. */
  distance: number;
  /** Logarithm of the mean deviation, see `logDeviation`. */
  deviation: number;
  wrong: boolean;
}

export interface WrongFit {
  intercept: number;
  distance: number;
  deviation: number;
}

/** Holds the weights where all faces of one kind lie beyond all of the other. */
const ridge = 1e-2;
const iterations = 50;

export function fitWrong(faces: readonly JudgedFace[]): WrongFit {
  const rows = faces.map(({ distance, deviation }) => [1, distance, deviation] as const);
  const weights = new Float64Array(3);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const step = weights.map((weight) => ridge * weight);
    const hessian = new Float64Array(9);
    for (let i = 0; i < 3; i++) hessian[4 * i] = ridge;
    for (const [index, row] of rows.entries()) {
      const argument = row.reduce((sum, value, i) => sum + value * weights[i]!, 0);
      const share = 1 / (1 + Math.exp(-argument));
      for (let i = 0; i < 3; i++) {
        step[i]! += row[i]! * (share - Number(faces[index]!.wrong));
        for (let j = 0; j <= i; j++) hessian[3 * i + j]! += row[i]! * row[j]! * share * (1 - share);
      }
    }
    solvePositive(hessian, step, 3);
    for (let i = 0; i < 3; i++) weights[i]! -= step[i]!;
  }
  const [intercept, distance, deviation] = Array.from(weights, (weight) => Number(weight.toPrecision(6)));
  return { intercept: intercept!, distance: distance!, deviation: deviation! };
}
