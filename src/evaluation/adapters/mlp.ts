/** The case study's test-time adaptation: a small network over the nearest subset, fitted on real labels. */
import type { AdapterFit } from './adapter.js';
import { networkAdapter } from './network-adapter.js';

/** Fixed: nothing here is chosen on faces that are measured. */
export const fitMlp: AdapterFit = networkAdapter('mlp', {
  hidden: 64,
  steps: 400,
  batch: 64,
  learningRate: 1e-3,
  weightDecay: 0.1,
  noise: 0.01,
});
