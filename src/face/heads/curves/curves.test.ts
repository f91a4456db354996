import { describe, expect, it } from 'vitest';
import { distance, length, normalise, type Vector3 } from '../../../core/vector.js';
import { ballRadius, sphereMesh } from '../sphere-head.suite.js';
import { MeanSurface, ringDirections } from './curves.js';

/** Two triangles: the unit square of the plane z = 0. */
const square = {
  positions: Float32Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0),
  triangles: Uint32Array.of(0, 1, 2, 0, 2, 3),
};

describe('MeanSurface', () => {
  const flat = new MeanSurface(square.positions, square.triangles);
  const { positions, triangles } = sphereMesh(30, 60);
  const ball = new MeanSurface(positions, triangles);

  it.each<[string, Vector3, Vector3]>([
    ['above the middle', [0.7, 0.2, 3], [0.7, 0.2, 0]],
    ['beyond an edge', [0.5, -2, 1], [0.5, 0, 0]],
    ['beyond a corner', [4, 5, -1], [1, 1, 0]],
    ['above the diagonal', [0.5, 0.5, 0.1], [0.5, 0.5, 0]],
  ])('finds the nearest point: %s', (_, from, to) => {
    expect(distance(flat.position(flat.closest(from)), to)).toBeLessThan(1e-12);
  });

  it('finds the nearest point of a ball where the radius says it is', () => {
    for (const point of [
      [9, 1, 2],
      [1, -7.5, 1.2],
      [-3, 2, -14],
    ] as const) {
      const nearest = ball.position(ball.closest(point));
      // The flat triangles lie up to 0.03 inside the sphere and shift the foot of the perpendicular a little.
      expect(Math.abs(distance(nearest, point) - Math.abs(length(point) - ballRadius))).toBeLessThan(0.03);
      expect(distance(normalise(nearest), normalise(point))).toBeLessThan(0.03);
    }
  });

  it('gives a vertex as a point of a triangle', () => {
    expect(flat.position(flat.atVertex(3))).toEqual([0, 1, 0]);
    expect(() => flat.atVertex(4)).toThrow('internal: vertex 4');
  });

  it('takes the shortest way along edges', () => {
    // The diagonal 0–2 is an edge, 1–3 is none.
    expect(flat.edgePath([0, 2])).toEqual([0, 2]);
    expect(flat.edgePath([1, 3])).toHaveLength(3);
    expect(flat.edgePath([1, 0, 3])).toEqual([1, 0, 3]);
  });

  it('measures fractions by arc length', () => {
    const curve = flat.alongVertices([0, 1, 2]);
    expect(curve.fractions).toEqual([0, 0.5, 1]);
    const closed = flat.curve(
      [0, 1, 2, 3].map((v) => flat.atVertex(v)),
      true,
    );
    expect(closed.fractions).toEqual([0, 0.25, 0.5, 0.75]);
  });

  it('passes guide curves through every guide, on the surface', () => {
    const guides = [0, 7, 15, 20].map((v) => ball.vertex(20 * 60 + v));
    const places = ball.alongGuides(guides, { step: 0.2 }).points.map((point) => ball.position(point));
    for (const guide of guides)
      expect(Math.min(...places.map((place) => distance(place, guide)))).toBeLessThan(1e-5);
    for (let i = 1; i < places.length; i++) expect(distance(places[i]!, places[i - 1]!)).toBeLessThan(0.25);
    for (const place of places) expect(Math.abs(length(place) - ballRadius)).toBeLessThan(0.05);
  });

  it('cuts a great circle out of a ball', () => {
    const start: Vector3 = [-ballRadius, 0, 0];
    const path = ball.section(start, [0, 0, ballRadius], [0, 1, 0.3], ([x]) => x > 0);
    const places = path.map((point) => ball.position(point));
    expect(distance(places[0]!, start)).toBeLessThan(0.1);
    const end = normalise([0, -0.3, 1]);
    expect(distance(places.at(-1)!, [0, end[1] * ballRadius, end[2] * ballRadius])).toBeLessThan(0.9);
    for (const [, y, z] of places.slice(1)) expect(Math.abs(y + 0.3 * z)).toBeLessThan(1e-5);
    for (let i = 1; i < places.length; i++) expect(places[i]![0]).toBeGreaterThan(places[i - 1]![0]);
  });

  it('hits what a ray points at, and says when there is nothing', () => {
    const direction = normalise([0.3, 0.5, -0.4]);
    const place = ball.position(ball.alongRay([0, 0, 0], direction));
    expect(distance(normalise(place), direction)).toBeLessThan(1e-6);
    expect(() => flat.alongRay([0.5, 0.5, 1], [0, 0, 1])).toThrow('internal: no surface along the ray');
  });
});

describe('ringDirections', () => {
  it('starts outermost and goes over the top, on both sides', () => {
    for (const outwards of [1, -1] as const) {
      const ring = ringDirections([0, 0, 1], 0.4, outwards, 4);
      expect(ring[0]![0]).toBeCloseTo(outwards * Math.sin(0.4), 12);
      expect(ring[1]![1]).toBeCloseTo(Math.sin(0.4), 12);
      for (const direction of ring) expect(direction[2]).toBeCloseTo(Math.cos(0.4), 12);
    }
  });
});
