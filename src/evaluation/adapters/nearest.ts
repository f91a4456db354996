/** The nearest subset: which point stands for which is decided on the template; nothing is fitted. */
import { type AdapterFit, plainAdapter } from './adapter.js';

export const fitNearestSubset: AdapterFit = async (_, context) => ({
  adapter: plainAdapter('nearest-subset', context),
  ridge: null,
  crossValidated: null,
});
