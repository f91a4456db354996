import { describe, expect, it } from 'vitest';
import { curveNames } from '../../landmarks/surface.js';
import { headModelSuite } from '../head-model.suite.js';
import { createCageHead } from './cage-head.js';
import { createCageTopology } from './cage-topology.js';

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
});

headModelSuite('cage', createCageHead);
