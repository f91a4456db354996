/** A value and its standard deviation. */
export interface Measured {
  value: number;
  deviation: number;
}

/** No action is surer, and none less sure: its whole range. */
const surest = 0.02;
export const leastSure = 0.5;

/** Of a deviation's logarithm, as maps answer it. */
export function deviationOf(logarithm: number): number {
  return Math.min(leastSure, Math.max(surest, Math.exp(logarithm)));
}

/** @param value – of what lies between 0 and 1. @param logarithm – of its deviation. */
export function measuredShare(value: number, logarithm: number): Measured {
  return { value: Math.min(1, Math.max(0, value)), deviation: deviationOf(logarithm) };
}
