/**
 * The third way: a small network from dense to target points, fitted on synthetic pairs (`synthesisedPairs`) and frozen.
 * It knows the sets' definitions and no annotator: what it leaves of the error is the model's and the labels' own.
 */
import type { AdapterFit } from './adapter.js';
import { networkAdapter } from './network-adapter.js';

/** Pairs that it is fitted on. */
export const auxiliaryPairs = 1500;

/** The pairs are exact where predictions err: more noise than `mlp`, which sees predictions. */
export const fitAuxiliary: AdapterFit = networkAdapter('auxiliary', {
  hidden: 96,
  steps: 800,
  batch: 64,
  learningRate: 1e-3,
  weightDecay: 0.01,
  noise: 0.03,
});
