import { describe, expect, it } from 'vitest';
import { distance, dot, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';
import type { LandmarkSet } from '../../../landmarks/landmark-set.js';
import { resolveSet } from '../../../landmarks/resolve.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { ballRadius, sphereHead } from '../sphere-head.suite.js';
import { slideToContour } from './contour.js';

const jawSet: LandmarkSet = {
  name: 'jaw',
  points: ibug68.points.slice(0, 17),
  mirror: Array.from({ length: 17 }, (_, i) => 16 - i),
};
const head = sphereHead();
const resolved = resolveSet(jawSet, head);
const place = (point: (typeof resolved)[number]): Vector3 => head.surface.position(point);
/** The camera where a head turned by `yaw` and `pitch` sees it, in head space. */
const cameraAt = (yaw: number, pitch = 0): Vector3 =>
  scale([-Math.sin(yaw) * Math.cos(pitch), -Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)], 60);
/** Centimetres by which a place of the ball misses the outline, along the surface: there the sight line is tangent. */
const offOutline = (point: Vector3, camera: Vector3): number => {
  const sine = dot(normalise(point), normalise(subtract(camera, point)));
  return Math.abs(Math.asin(sine)) * ballRadius;
};

/** Lengths of the steps between points as the camera sees them. */
const stepsSeen = (points: readonly Vector3[], camera: Vector3): number[] => {
  const axis = normalise(scale(camera, -1));
  const seen = points.map((point) => {
    const ray = subtract(point, camera);
    return scale(ray, 1 / dot(ray, axis));
  });
  return seen.slice(1).map((point, k) => distance(point, seen[k]!));
};
const even: LandmarkSet = {
  ...jawSet,
  points: jawSet.points.map((point, k) => ({ ...point, at: k / 16 })),
};

describe('the visible contour', () => {
  it('is the fixed place where the jaw faces the camera', () => {
    // From 60 cm a ball of 8 cm hides what lies behind z = 8²/60 = 1.07: the rim at 1.5 is seen whole and as a circle.
    const slid = slideToContour(head, head.topology.rest, cameraAt(0), jawSet, resolved);
    slid.forEach((point, k) => {
      expect(distance(place(point), place(resolved[k]!)), `point ${k}`).toBeLessThan(0.1);
    });
  });

  it.each([0.2, 0.5, -0.5, 0.65])('lies on the outline of the far side at a yaw of %d', (yaw) => {
    const camera = cameraAt(yaw);
    const slid = slideToContour(head, head.topology.rest, camera, jawSet, resolved);
    const cosine = (point: Vector3): number => dot(normalise(point), normalise(subtract(camera, point)));
    slid.forEach((point, k) => {
      // Nothing that is hidden is marked; what lies before the rim (z = 1.5) was moved there from behind the outline.
      expect(cosine(place(point)), `point ${k}`).toBeGreaterThan(-0.05);
      if (place(point)[2] > 1.7) expect(offOutline(place(point), camera), `point ${k}`).toBeLessThan(0.35);
    });
    const far = yaw > 0 ? [14, 15, 16] : [0, 1, 2];
    for (const k of far) expect(place(slid[k]!)[2], `point ${k}`).toBeGreaterThan(1.7);
    for (const k of far) expect(place(slid[16 - k]!)[2], `point ${16 - k}`).toBeLessThan(1.7);
  });

  it.each([0, 0.3, -0.6])(
    'is cut into steps that look even between each end and the chin at a yaw of %d',
    (yaw) => {
      const camera = cameraAt(yaw);
      const slid = slideToContour(head, head.topology.rest, camera, even, resolveSet(even, head)).map(place);
      const steps = stepsSeen(slid, camera);
      for (const side of [steps.slice(0, 8), steps.slice(8)]) {
        const mean = side.reduce((sum, step) => sum + step, 0) / 8;
        for (const step of side) expect(Math.abs(step / mean - 1)).toBeLessThan(0.2);
      }
      // The nearer side looks longer.
      if (yaw !== 0) expect(Math.sign(steps[2]! - steps[13]!)).toBe(Math.sign(yaw));
    },
  );

  it('slides the chin up its front when the head looks down', () => {
    const slid = slideToContour(head, head.topology.rest, cameraAt(0, -0.4), jawSet, resolved);
    const chin = place(slid[8]!);
    expect(chin[1]).toBeGreaterThan(place(resolved[8]!)[1] + 0.05);
    expect(offOutline(chin, cameraAt(0, -0.4))).toBeLessThan(0.35);
  });

  it('moves with the shape', () => {
    const larger = head.topology.rest.map((value) => 1.2 * value);
    const camera = scale(cameraAt(0.5), 1.2);
    expect(slideToContour(head, larger, camera, jawSet, resolved)).toEqual(
      slideToContour(head, head.topology.rest, cameraAt(0.5), jawSet, resolved),
    );
    expect(distance(camera, cameraAt(0.5))).toBeGreaterThan(1);
  });
});
