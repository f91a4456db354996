/** The case study's test-time adaptation: a small network over the nearest subset, fitted on real labels. */
import { type AdapterFit, fitRows, plainAdapter } from './adapter-fit.js';
import { type NetworkSettings, trainResidualNetwork } from './residual-network.js';

/** Fixed: nothing here is chosen on faces that are measured. */
const settings: NetworkSettings = {
  hidden: 64,
  steps: 400,
  batch: 64,
  learningRate: 1e-3,
  weightDecay: 0.1,
  noise: 0.01,
};

export const fitMlp: AdapterFit = async (faces, context) => {
  const plain = plainAdapter('mlp', context);
  const { steps = settings.steps, seed } = context;
  const layers = await trainResidualNetwork(fitRows(faces, plain, context), { ...settings, steps }, seed);
  return { adapter: { ...plain, layers }, ridge: null, crossValidated: null };
};
