import { describe, expect, it } from 'vitest';
import { unknownVisibility, visibility } from '../../../landmarks/landmark-set.js';
import { networkSchema } from '../../../networks/registry.js';
import { buildObjective } from '../objective.js';
import { lossInputs, lossSchema } from './registry.js';

const batch = {
  images: new Float32Array(),
  points: new Float32Array(4),
  weights: new Float32Array(2),
  visibility: Uint8Array.of(visibility.hiddenByOther, unknownVisibility),
};

const metricsOf = (settings: object, seeing = false): string[] => {
  const model = networkSchema.parse({ depth: 3, width: 16, bottleneck: 8, visibility: seeing });
  return Object.keys(buildObjective({ model, landmarks: 2, loss: lossSchema.parse(settings) }, 1).metrics);
};

describe('losses', () => {
  it('are the likelihood and what a recipe gives a weight', () => {
    expect(metricsOf({})).toEqual(['likelihood', 'heatmaps', 'distance']);
    expect(metricsOf({ heatmaps: 0 })).toEqual(['likelihood', 'distance']);
    expect(metricsOf({ visibility: 0.5 }, true)).toEqual([
      'likelihood',
      'heatmaps',
      'visibility',
      'distance',
    ]);
  });

  it('ask for inputs of their own only where they have a weight', () => {
    expect(lossInputs(lossSchema.parse({}), batch)).toEqual({});
    const { visibility: shares } = lossInputs(lossSchema.parse({ visibility: 0.5 }), batch);
    expect([...shares!]).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
  });
});
