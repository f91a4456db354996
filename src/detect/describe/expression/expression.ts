/** What the face does: coefficients, action units and emotions. */
import type { FaceView } from '../head-fit.js';

/** A value and its standard deviation. */
export interface Measured {
  value: number;
  deviation: number;
}

export interface ExpressionEstimate {
  /** By ARKit's names, those that the head has: 0 to 1. */
  coefficients: Record<string, Measured>;
}

/** @returns undefined where the points say nothing about the expression. */
export function estimateExpression(_view: FaceView): ExpressionEstimate | undefined {
  return undefined;
}
