/** Metadata of a model for tests: a small 68-point network that nobody trained. */
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { networkSchema } from '../registry.js';
import { type ModelMetadata, modelFormat } from './model-metadata.js';

export function exampleMetadata(changes: Partial<ModelMetadata> = {}): ModelMetadata {
  return {
    format: modelFormat,
    landmarks: namedSet(ibug68, 'contour'),
    input: { size: 128, mean: [0, 0, 0], deviation: [1, 1, 1], enlarge: 1.3 },
    decoding: 'integral',
    architecture: networkSchema.parse({ width: 8, bottleneck: 4 }),
    training: { recipe: 'test.yaml', seed: 1, steps: 0, data: 'nothing' },
    lineament: '0.1.0',
    licence: 'Apache-2.0',
    ...changes,
  };
}
