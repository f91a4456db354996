import { describe, expect, it } from 'vitest';
import type { LandmarkDefinition } from '../landmark-set.js';
import { doubtfulPoints } from './point-faults.js';
import { landmarkSet, landmarkSetNames } from './registry.js';
import { templatePosition } from './template.js';

const told = (points: readonly LandmarkDefinition[]): string[] =>
  doubtfulPoints(points, points.map(templatePosition)).map(
    ({ point, rule }) => `${points[point]!.name} ${rule}`,
  );

describe('doubtful points', () => {
  it.each(landmarkSetNames)('%s has none', (name) => {
    expect(told(landmarkSet(name).points)).toEqual([]);
  });

  it('are those of the wrong side, and those that nearly coincide', () => {
    expect(
      told([
        { name: 'corner.right', region: 'eyes', curve: 'lid.left.upper', at: 0 },
        { name: 'corner.left', region: 'eyes', curve: 'lid.right.upper', at: 0 },
        { name: 'chin', region: 'contour', curve: 'jaw', at: 0.5 },
        { name: 'chin2', region: 'contour', curve: 'jaw', at: 0.501 },
        { name: 'chin3', region: 'contour', curve: 'jaw.front', at: 0.5 },
      ]),
    ).toEqual([
      "corner.right is called right and lies on the subject's left",
      "corner.left is called left and lies on the subject's right",
      expect.stringMatching(/^chin2 is 0\.\d mm from 'chin'$/),
    ]);
  });

  it('are those that were meant off the surface', () => {
    const point: LandmarkDefinition = { name: 'tip', region: 'nose', curve: 'nose.bridge', at: 1 };
    const [x, y, z] = templatePosition(point);
    expect(doubtfulPoints([point], [[x, y, z]], [[x, y, z + 2]])[0]!.rule).toBe(
      'was meant 20 mm off the surface',
    );
  });
});
