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

describe('the visible contour', () => {
  it('is the fixed point where the jaw faces the camera', () => {
    // From 60 cm a ball of 8 cm hides what lies behind z = 8²/60 = 1.07: the rim at 1.5 is seen.
    expect(slideToContour(head, head.topology.rest, cameraAt(0), jawSet, resolved)).toEqual(resolved);
  });

  it.each([0.2, 0.5, -0.5, 0.65])('lies on the outline of the far side at a yaw of %d', (yaw) => {
    const camera = cameraAt(yaw);
    const slid = slideToContour(head, head.topology.rest, camera, jawSet, resolved);
    let moved = 0;
    slid.forEach((point, k) => {
      const before = place(resolved[k]!);
      const hidden = dot(normalise(before), normalise(subtract(camera, before))) < -0.02;
      if (hidden) {
        moved++;
        expect(offOutline(place(point), camera), `point ${k}`).toBeLessThan(0.35);
      } else if (dot(normalise(before), normalise(subtract(camera, before))) > 0.02)
        expect(point).toBe(resolved[k]);
    });
    expect(moved).toBeGreaterThan(4);
    // The face's left goes away for positive yaw, and the other side stays.
    expect(slid[yaw > 0 ? 2 : 14]).toBe(resolved[yaw > 0 ? 2 : 14]);
    expect(slid[yaw > 0 ? 14 : 2]).not.toBe(resolved[yaw > 0 ? 14 : 2]);
  });

  it('keeps the height of points beside the mouth', () => {
    const slid = slideToContour(head, head.topology.rest, cameraAt(0.6), jawSet, resolved);
    for (const k of [14, 15]) expect(Math.abs(place(slid[k]!)[1] - place(resolved[k]!)[1])).toBeLessThan(0.1);
  });

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
