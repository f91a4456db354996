import { describe, expect, it } from 'vitest';
import { distance } from '../../../core/vector.js';
import { resolveSet } from '../../../landmarks/resolve.js';
import { dense1001 } from '../../../landmarks/sets/dense-sets.js';
import { templatePosition } from '../../../landmarks/sets/template.js';
import { placeOn } from '../surface-place.js';
import { createCageHead } from './cage-head.js';

describe('the template of correspondences', () => {
  const head = createCageHead();
  const resolved = resolveSet(dense1001, head);

  it('lies on the mean face of the cage head', () => {
    resolved.forEach((surfacePoint, i) => {
      const point = dense1001.points[i]!;
      const away = distance(
        templatePosition(point),
        placeOn(head.topology, head.topology.rest, surfacePoint),
      );
      // Steps of 5 mm cut the curves' bends; between curves only the chord is known, under the skin.
      expect(away, point.name).toBeLessThan('curve' in point ? 0.12 : 2);
    });
  });

  it('has mirror points of the dense sets opposite each other', () => {
    const places = resolved.map((point) => placeOn(head.topology, head.topology.rest, point));
    places.forEach(([x, y, z], i) => {
      const other = places[dense1001.mirror[i]!]!;
      expect(distance(other, [-x, y, z]), dense1001.points[i]!.name).toBeLessThan(0.02);
    });
  });
});
