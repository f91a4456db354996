/** An empty dataset of ibug68 labels for tests: no layers, points may be missing, any number of samples. */
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { createDataset, type NewDataset } from './create-dataset.js';
import { describeLandmarks } from './manifest.js';
import type { Dataset } from './store.js';

export function createBareDataset(folder: string, origin: NewDataset['origin'] = {}): Promise<Dataset> {
  return createDataset(folder, {
    ...describeLandmarks(ibug68),
    conventions: ['contour'],
    layers: [],
    missingPoints: 'allowed',
    count: null,
    origin,
  });
}
