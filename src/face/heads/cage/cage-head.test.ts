import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { curveNames } from '../../../landmarks/surface.js';
import { sampleFace } from '../../person/distributions.js';
import { headMaterials, neutralParameters } from '../head-model.js';
import { headModelSuite } from '../head-model.suite.js';
import { along } from '../head-model-probes.suite.js';
import { createCageHead } from './cage-head.js';
import { createCageTopology } from './cage-topology.js';
import { upperArch } from './mouth-parts.js';

describe('cage', () => {
  it('is one closed surface of the topology of a sphere', () => {
    const { polygons, pointCount } = createCageTopology();
    const edges = new Set<string>();
    for (const { corners } of polygons)
      corners.forEach((a, i) => {
        const edge = `${a} ${corners[(i + 1) % corners.length]}`;
        expect(edges.has(edge)).toBe(false);
        edges.add(edge);
      });
    for (const edge of edges) expect(edges.has(edge.split(' ').reverse().join(' '))).toBe(true);
    expect(pointCount - edges.size / 2 + polygons.length).toBe(2);
  });

  it('has every feature curve', () => {
    const head = createCageHead();
    expect([...head.curves.keys()].sort()).toEqual([...curveNames].sort());
  });

  it('has its teeth behind the mouth of every face', () => {
    const head = createCageHead();
    const { triangles, materials, rest } = head.topology;
    const teeth = headMaterials.indexOf('teeth');
    // Where the upper front teeth bite, seen from the front.
    const biting = new Set(
      triangles.filter((v, i) => {
        const [x, y, z] = [rest[3 * v]!, rest[3 * v + 1]!, rest[3 * v + 2]!];
        const isTooth = materials[Math.floor(i / 3)] === teeth;
        return isTooth && Math.abs(x) < 1 && Math.abs(y - upperArch.edge) < 0.1 && z > 2;
      }),
    );
    expect(biting.size).toBeGreaterThan(10);
    for (let face = 0; face < 12; face++) {
      const { identity } = sampleFace(new Random(7, face), head);
      const { positions } = head.shape({ ...neutralParameters(head), identity });
      const mean = (axis: 1 | 2): number =>
        [...biting].reduce((sum, v) => sum + positions[3 * v + axis]!, 0) / biting.size;
      const lip = along(head, positions, 'lip.inner.upper', 0.5);
      expect(Math.abs(lip[1] - mean(1)), `face ${face}`).toBeLessThan(0.2);
      expect(lip[2] - mean(2), `face ${face}`).toBeGreaterThan(0.5);
      expect(lip[2] - mean(2), `face ${face}`).toBeLessThan(1.5);
    }
  });
});

headModelSuite('cage', createCageHead);
