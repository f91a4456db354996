/**
 * What every {@link HeadModel} must be, as tests: each source runs this suite from a test file beside it. Thresholds are
 * in centimetres on the mean face. The skin may be open at the neck, in the mouth and at the two eye openings only.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { add, distance, dot, length, scale, subtract, type Vector3 } from '../../core/vector.js';
import { resolveSet } from '../../landmarks/resolve.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import type { Side, SurfacePoint } from '../../landmarks/surface.js';
import { sampleFace } from '../person/distributions.js';
import { MeanSurface } from './curves/curves.js';
import type { FacialAction } from './facial-actions.js';
import { facialActions } from './facial-actions.js';
import { type HeadModel, type HeadParameters, headMaterials, neutralParameters } from './head-model.js';
import { actionExpectations } from './head-model-actions.suite.js';
import { curvesSuite } from './head-model-curves.suite.js';
import {
  boundaryLoops,
  centroid,
  curvePlaces,
  deepestLid,
  directedEdges,
  furthest,
  openingOf,
  trianglesOf,
  vertex,
} from './head-model-probes.suite.js';

const sides = ['right', 'left'] as const;

export function headModelSuite(name: string, load: () => HeadModel | Promise<HeadModel>): void {
  describe(`head model ${name}`, () => {
    let head: HeadModel;
    let neutral: HeadParameters;
    let mean: Float32Array;
    let landmarks: SurfacePoint[];
    beforeAll(async () => {
      head = await load();
      neutral = neutralParameters(head);
      mean = head.shape(neutral).positions;
      landmarks = resolveSet(ibug68, head);
    });
    const shaped = (change: Partial<HeadParameters>): Float32Array =>
      head.shape({ ...neutral, ...change }).positions;
    const placed = (positions: Float32Array): Vector3[] => {
      const surface = new MeanSurface(positions, head.topology.triangles);
      return landmarks.map((point) => surface.position(point));
    };

    describe('mesh', () => {
      it('has valid triangles and materials, and no loose vertex', () => {
        const { vertexCount, triangles, materials, rest } = head.topology;
        expect(rest.length).toBe(3 * vertexCount);
        expect(triangles.length).toBe(3 * materials.length);
        expect(new Set(triangles).size).toBe(vertexCount);
        expect(triangles.every((v) => v < vertexCount)).toBe(true);
        expect(materials.every((m) => m < headMaterials.length)).toBe(true);
      });

      it('rests as the neutral mean face', () => {
        expect(furthest(mean, head.topology.rest)).toBeLessThan(1e-4);
      });

      it('joins every two triangles of the skin with the same winding', () => {
        expect(directedEdges(head, ['skin']).repeated).toEqual([]);
      });

      it('closes the skin up to the neck, the mouth and the two eye openings', () => {
        const loops = boundaryLoops(directedEdges(head, ['skin']).edges);
        const { eyes } = head.shape(neutral);
        const found = loops.map((loop) =>
          openingOf(
            loop.map((v) => vertex(mean, v)),
            eyes,
            placed(mean),
          ),
        );
        expect(found.filter((kind) => kind === 'unknown')).toEqual([]);
        expect(new Set(found).size).toBe(found.length);
        expect(found).toContain('neck');
      });

      it('closes each eyeball, with its triangles facing outwards', () => {
        const { edges, repeated } = directedEdges(head, ['sclera']);
        expect(repeated).toEqual([]);
        expect(boundaryLoops(edges)).toEqual([]);
        const { eyes } = head.shape(neutral);
        const { triangles } = head.topology;
        for (const t of trianglesOf(head, ['sclera'])) {
          const [a, b, c] = [0, 1, 2].map((k) => vertex(mean, triangles[3 * t + k]!)) as [
            Vector3,
            Vector3,
            Vector3,
          ];
          const { centre } = a[0] > 0 ? eyes.left : eyes.right;
          const [p, q, r] = [subtract(a, centre), subtract(b, centre), subtract(c, centre)];
          // The signed volume that the triangle spans with the centre.
          expect(
            p[0] * (q[1] * r[2] - q[2] * r[1]) +
              p[1] * (q[2] * r[0] - q[0] * r[2]) +
              p[2] * (q[0] * r[1] - q[1] * r[0]),
          ).toBeGreaterThan(-1e-9);
        }
      });

      it('winds the skin of the face towards the viewer', () => {
        const { triangles } = head.topology;
        // Forehead, cheeks, nose and chin: around the landmarks between the brows and on the chin and nose.
        for (const k of [8, 28, 30]) {
          const { triangle } = landmarks[k]!;
          const [a, b, c] = [0, 1, 2].map((i) => vertex(mean, triangles[3 * triangle + i]!)) as [
            Vector3,
            Vector3,
            Vector3,
          ];
          const [ab, ac] = [subtract(b, a), subtract(c, a)];
          expect(ab[0] * ac[1] - ab[1] * ac[0], `landmark ${k}`).toBeGreaterThan(0);
        }
      });

      it('is symmetric', () => {
        const mirror = head.mirrorVertices;
        if (!mirror) return;
        const seen = new Set(
          trianglesOf(head, ['skin', 'sclera']).flatMap((t) =>
            Array.from(head.topology.triangles.subarray(3 * t, 3 * t + 3)),
          ),
        );
        let worst = 0;
        for (const v of seen) {
          const [x, y, z] = vertex(mean, mirror[v]!);
          worst = Math.max(worst, distance(vertex(mean, v), [-x, y, z]));
        }
        expect(worst).toBeLessThan(0.02);
      });
    });

    describe('eyes', () => {
      it('lie left and right of the origin and look straight ahead', () => {
        const { right, left } = head.shape(neutral).eyes;
        expect(length(scale(add(right.centre, left.centre), 0.5))).toBeLessThan(0.01);
        expect(left.centre[0]).toBeGreaterThan(2.6);
        expect(left.centre[0]).toBeLessThan(3.6);
        for (const { axis, radius, irisAngle, pupilAngle } of [right, left]) {
          expect(axis[2]).toBeGreaterThan(0.9999);
          expect(radius).toBeGreaterThan(1);
          expect(radius).toBeLessThan(1.7);
          // The iris is 10 to 13 mm across.
          expect(2 * radius * Math.sin(irisAngle)).toBeGreaterThan(1);
          expect(2 * radius * Math.sin(irisAngle)).toBeLessThan(1.3);
          expect(pupilAngle).toBeGreaterThan(0.15 * irisAngle);
          expect(pupilAngle).toBeLessThan(0.5 * irisAngle);
        }
      });

      it.each([
        ['at rest', {}],
        ['half closed', { actions: { 'eyesClosed.right': 0.5, 'eyesClosed.left': 0.5 } }],
        ['closed', { actions: { 'eyesClosed.right': 1, 'eyesClosed.left': 1 } }],
        ['turned', { gaze: { right: { yaw: 0.4, pitch: -0.3 }, left: { yaw: 0.4, pitch: -0.3 } } }],
      ] as const)('stay inside the lids: %s', (_, change) => {
        expect(deepestLid(head, { ...neutral, ...change })).toBeLessThan(0.03);
      });

      it('turn as the gaze says, each on its own', () => {
        const gaze = { right: { yaw: 0.3, pitch: 0.2 }, left: { yaw: -0.1, pitch: -0.25 } };
        const turned = head.shape({ ...neutral, gaze });
        const straight = head.shape(neutral);
        for (const side of sides) {
          const { yaw, pitch } = gaze[side];
          const expected: Vector3 = [
            Math.sin(yaw) * Math.cos(pitch),
            Math.sin(pitch),
            Math.cos(yaw) * Math.cos(pitch),
          ];
          expect(dot(turned.eyes[side].axis, expected)).toBeGreaterThan(0.99999);
          expect(distance(turned.eyes[side].centre, straight.eyes[side].centre)).toBeLessThan(1e-3);
          // The pupil's curve follows: its middle lies on the axis.
          const middle = centroid(curvePlaces(head, turned.positions, `pupil.${side}`));
          const seen = subtract(middle, turned.eyes[side].centre);
          expect(dot(seen, expected) / length(seen)).toBeGreaterThan(0.999);
        }
      });
    });

    curvesSuite(() => ({ head, neutral, mean }));

    describe('facial actions', () => {
      it('are at least twelve', () => {
        expect(new Set(head.actions.map((action) => facialActions[action])).size).toBeGreaterThanOrEqual(12);
      });

      for (const [action, expectation] of Object.entries(actionExpectations))
        it(`${action}: ${expectation.says}`, (context) => {
          if (!head.actions.includes(action as FacialAction))
            return context.skip(`${name} does not perform it`);
          const before = placed(mean);
          const after = placed(shaped({ actions: { [action]: 1 } }));
          expectation.check(before, after);
        });

      it('move a bounded part of the face, in proportion to their intensity', () => {
        for (const action of head.actions) {
          const full = furthest(shaped({ actions: { [action]: 1 } }), mean);
          expect(full, action).toBeGreaterThan(0.1);
          expect(full, action).toBeLessThan(6);
          const slight = furthest(shaped({ actions: { [action]: 0.25 } }), mean);
          expect(slight, action).toBeGreaterThan(0.1 * full);
          expect(slight, action).toBeLessThan(0.5 * full);
        }
      });

      it('of one side leave the other side of the face nearly still', () => {
        const before = placed(mean);
        for (const action of head.actions) {
          if (!action.includes('.')) continue;
          const after = placed(shaped({ actions: { [action]: 1 } }));
          const moved = { right: 0, left: 0 };
          before.forEach((place, i) => {
            if (Math.abs(place[0]) < 1) return;
            const side: Side = place[0] > 0 ? 'left' : 'right';
            moved[side] = Math.max(moved[side], distance(place, after[i]!));
          });
          const own: Side = action.endsWith('.right') ? 'right' : 'left';
          const other: Side = own === 'right' ? 'left' : 'right';
          expect(moved[own], action).toBeGreaterThan(2 * moved[other]);
        }
      });
    });

    describe('identity', () => {
      it('has at least twelve parameters with names of their own', () => {
        expect(head.identityNames.length).toBeGreaterThanOrEqual(12);
        expect(new Set(head.identityNames).size).toBe(head.identityNames.length);
      });

      it('each changes the shape, within bounds, and about linearly', () => {
        head.identityNames.forEach((label, i) => {
          const at = (value: number): Float32Array =>
            shaped({ identity: head.identityNames.map((_, j) => (i === j ? value : 0)) });
          const [plus, minus] = [at(2), at(-2)];
          expect(furthest(plus, mean), label).toBeGreaterThan(0.05);
          expect(furthest(plus, mean), label).toBeLessThan(6);
          const skin = new Set(
            trianglesOf(head, ['skin']).flatMap((t) =>
              Array.from(head.topology.triangles.subarray(3 * t, 3 * t + 3)),
            ),
          );
          let bend = 0;
          for (const v of skin) {
            const sum = add(vertex(plus, v), vertex(minus, v));
            bend = Math.max(bend, distance(scale(sum, 0.5), vertex(mean, v)));
          }
          expect(bend, label).toBeLessThan(0.25 * furthest(plus, mean) + 0.05);
        });
      });

      it('keeps sampled faces human: finite, and of human size', () => {
        for (let seed = 0; seed < 12; seed++) {
          const { identity, actions, gaze } = sampleFace(new Random(seed), head);
          const shape = head.shape({ identity, actions, gaze });
          expect(shape.positions.every(Number.isFinite)).toBe(true);
          const points = placed(shape.positions);
          const pupils = distance(shape.eyes.right.centre, shape.eyes.left.centre);
          expect(pupils).toBeGreaterThan(4.8);
          expect(pupils).toBeLessThan(7.8);
          const height = points[27]![1] - points[8]![1];
          expect(height).toBeGreaterThan(8);
          expect(height).toBeLessThan(18);
        }
      });
    });

    it('is pure: the same parameters give the same bits, and nothing else changes', () => {
      const { identity, actions, gaze } = sampleFace(new Random(4), head);
      const rest = head.topology.rest.slice();
      const first = head.shape({ identity, actions, gaze });
      const copy = first.positions.slice();
      head.shape({ ...neutral, actions: { jawDrop: 1 } });
      const second = head.shape({ identity, actions, gaze });
      expect(second.positions).not.toBe(first.positions);
      expect(second.positions).toEqual(copy);
      expect(first.positions).toEqual(copy);
      expect(second.eyes).toEqual(first.eyes);
      expect(head.topology.rest).toEqual(rest);
    });
  });
}
