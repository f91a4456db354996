/**
 * The third way: a small network from dense to target points, fitted on synthetic pairs (`synthesisedPairs`) and frozen.
 * It knows the sets' definitions and no annotator: what it leaves of the error is the model's and the labels' own.
 */
import { type AdapterFit, fitRows, plainAdapter } from './adapter-fit.js';
import { type NetworkSettings, trainResidualNetwork } from './residual-network.js';

/** Pairs that it is fitted on. */
export const auxiliaryPairs = 1500;

/** The pairs are exact where predictions err: more noise than `mlp`, which sees predictions. */
const settings: NetworkSettings = {
  hidden: 96,
  steps: 800,
  batch: 64,
  learningRate: 1e-3,
  weightDecay: 0.01,
  noise: 0.03,
};

export const fitAuxiliary: AdapterFit = async (faces, context) => {
  const plain = plainAdapter('auxiliary', context);
  const { steps = settings.steps, seed } = context;
  const layers = await trainResidualNetwork(fitRows(faces, plain, context), { ...settings, steps }, seed);
  return { adapter: { ...plain, layers }, ridge: null, crossValidated: null };
};
