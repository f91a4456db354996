/** How bytes reach the network. */
import type { Normalisation } from '../../dataset/load/loader.js';

/** As about −1 to 1; recorded in the model file. */
export const normalisation: Normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] };
