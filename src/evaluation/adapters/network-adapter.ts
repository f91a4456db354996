/** An adapter that is a small network over the nearest subset: what `mlp` and `auxiliary` have in common. */
import { type AdapterFit, fitRows, plainAdapter } from './adapter.js';
import { type NetworkSettings, trainResidualNetwork } from './residual-network.js';

export function networkAdapter(kind: 'mlp' | 'auxiliary', settings: NetworkSettings): AdapterFit {
  return async (faces, context) => {
    const plain = plainAdapter(kind, context);
    const { steps = settings.steps, seed } = context;
    const layers = await trainResidualNetwork(fitRows(faces, plain, context), { ...settings, steps }, seed);
    return { adapter: { ...plain, layers }, ridge: null, crossValidated: null };
  };
}
