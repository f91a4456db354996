import { describe, expect, it } from 'vitest';
import { add, distance, rotationAbout, subtract, transform, type Vector3 } from '../../../core/vector.js';
import { createCageHead } from '../../heads/cage/cage-head.js';
import { neutralParameters } from '../../heads/head-model.js';
import { cutPart } from '../skin/mesh-part.js';
import { measureRestFeatures } from '../skin/rest-features.js';
import { BodySurface } from './body-surface.js';
import { bendNeck, bodyTurn, createNeckBend } from './neck-bend.js';
import { findNeckRing, neckDirections } from './neck-ring.js';

describe('the neck between head and body', () => {
  const pivot: Vector3 = [0, -9, -7];
  const axis: Vector3 = [0.6, 0, 0.8];
  const rotation = rotationAbout(axis, 0.7);
  const head = createCageHead();
  const features = measureRestFeatures(head);
  const ring = findNeckRing(head.topology, features);

  it("reads a rotation's axis and angle", () => {
    const turn = bodyTurn(rotation, pivot);
    expect(turn.angle).toBeCloseTo(0.7, 12);
    turn.axis.forEach((value, k) => {
      expect(value).toBeCloseTo(axis[k]!, 12);
    });
    expect(bodyTurn([1, 0, 0, 0, 1, 0, 0, 0, 1], pivot).angle).toBe(0);
  });

  it('turns a vertex at the cut as the body, half of the way between, and no vertex of the face', () => {
    // Above the border that is drawn in: 0.3 cm over the cut at most.
    const offsets = Uint32Array.of(0, 3);
    const bend = { offsets, shares: Float32Array.of(1, 0.5), tucks: Float32Array.of(0, 0) };
    const places: Vector3[] = [
      [4, -13, -5],
      [1, -12, -2],
      [0, 0, 0],
    ];
    const positions = Float32Array.from(places.flat());
    bendNeck(positions, bend, bodyTurn(rotation, pivot), -8);
    const about = (place: Vector3, angle: number): Vector3 =>
      add(pivot, transform(rotationAbout(axis, angle), subtract(place, pivot)));
    const wanted = [about(places[0]!, 0.7), about(places[1]!, 0.35), places[2]!];
    wanted.forEach((place, v) => {
      const [x, y, z] = positions.subarray(3 * v, 3 * v + 3);
      expect(distance([x!, y!, z!], place)).toBeLessThan(1e-5);
    });
    const { rest } = cutPart(head.topology, 'skin');
    const real = createNeckBend(ring, features, rest);
    const highest = real.offsets.reduce(
      (most, v) => (rest[v + 2]! > -2 ? Math.max(most, rest[v + 1]!) : most),
      -99,
    );
    expect(highest).toBeLessThan(features.chin[1] - 0.8);
  });

  it("the body begins on the head's own skin all around the cut", () => {
    const { positions } = head.shape({
      ...neutralParameters(head),
      identity: head.identityNames.map((_, i) => Math.sin(i)),
    });
    const body = new BodySurface(ring, positions);
    const place = new Float32Array(3);
    for (let i = 0; i < neckDirections; i++) {
      const skin = ring.places[i]!(positions);
      // Ring 2 has the skin's own radius, 3 mm under the cut.
      body.place(((i / neckDirections) * 2 - 1) * Math.PI, 2, 0, place, 0);
      expect(distance([place[0]!, place[1]!, place[2]!], add(skin, [0, -0.3, 0]))).toBeLessThan(1e-4);
    }
  });
});
