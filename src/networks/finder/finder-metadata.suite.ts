/** A finder's metadata for tests. */
import { finderStrides } from './finder-map.js';
import { type FinderMetadata, finderFormat } from './finder-metadata.js';

export const exampleFinder: FinderMetadata = {
  format: finderFormat,
  input: { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], sides: [640, 213] },
  strides: [...finderStrides],
  threshold: 0.5,
  mostOverlap: 0.4,
  architecture: { channels: [4, 4, 8, 8, 8], blocks: [1, 1, 1] },
  training: { recipe: 'example', seed: 0, steps: 0, data: 'Nothing.' },
  precision: 'float32',
  lineament: '0.1.0',
  licence: 'Apache-2.0',
};
