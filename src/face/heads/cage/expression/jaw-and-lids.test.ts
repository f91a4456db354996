import { describe, expect, it } from 'vitest';
import { Random } from '../../../../core/random.js';
import { neutralParameters } from '../../head-model.js';
import { createCageHead } from '../cage-head.js';
import { eyeRadius, gazeRotation } from '../eyeballs.js';
import { upperArch } from '../mouth-parts.js';
import { jawMovement, moveWithJaw } from './jaw.js';

describe('jaw', () => {
  it('turns a point about the condyles: 90 degrees carry what lies before them below them', () => {
    // Condyles at (y, z) = (−2.9, −5.2); a point 4 cm before them.
    const points = Float64Array.from([1, -2.9, -1.2]);
    moveWithJaw(points, 0, 1, { angle: Math.PI / 2, forward: 0, sideways: 0.5 });
    expect([...points].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1.5, -6.9, -5.2]);
  });

  it('opens 30 to 45 mm between the front teeth', () => {
    const edge = Float64Array.from([0, upperArch.edge, upperArch.front]);
    moveWithJaw(edge, 0, 1, jawMovement(1, 0, 0, 0));
    const opening = Math.hypot(edge[1]! - upperArch.edge, edge[2]! - upperArch.front);
    expect(opening).toBeGreaterThan(2.5);
    expect(opening).toBeLessThan(4.5);
  });
});

describe('gaze', () => {
  it('turns up by pitch and to the left by yaw', () => {
    const turn = gazeRotation({ yaw: 0.3, pitch: 0.2 });
    expect(turn[2]).toBeCloseTo(Math.sin(0.3) * Math.cos(0.2), 12);
    expect(turn[5]).toBeCloseTo(Math.sin(0.2), 12);
  });
});

describe('lids', () => {
  const head = createCageHead();
  const neutral = neutralParameters(head);
  const edge = (positions: Float32Array, name: string): [number, number, number][] =>
    head.curves.get(name)!.points.map(({ triangle, weights }) => {
      const place: [number, number, number] = [0, 0, 0];
      for (let k = 0; k < 3; k++) {
        const v = head.topology.triangles[3 * triangle + k]!;
        for (let axis = 0; axis < 3; axis++) place[axis]! += weights[k]! * positions[3 * v + axis]!;
      }
      return place;
    });
  const meet = (positions: Float32Array, side: string): number => {
    const lower = edge(positions, `lid.${side}.lower`);
    const upper = edge(positions, `lid.${side}.upper`);
    return Math.max(
      ...upper.map(([x, y]) => {
        const nearest = lower.reduce((best, place) =>
          Math.abs(place[0] - x) < Math.abs(best[0] - x) ? place : best,
        );
        return y - nearest[1];
      }),
    );
  };

  it('meet when closed, on every head, whatever the gaze', () => {
    const random = new Random(11);
    for (let i = 0; i < 6; i++) {
      const identity = head.identityNames.map(() => (i === 0 ? 0 : random.normal()));
      const gaze = { yaw: 0, pitch: random.uniform(-0.3, 0.3) };
      const { positions } = head.shape({
        identity,
        actions: { 'eyesClosed.right': 1, 'eyesClosed.left': 1 },
        gaze: { right: gaze, left: gaze },
      });
      for (const side of ['right', 'left']) expect(meet(positions, side), `head ${i}`).toBeLessThan(0.12);
    }
  });

  it('follow the gaze: down closes by the upper lid, up opens', () => {
    const top = (pitch: number): number => {
      const gaze = { yaw: 0, pitch };
      const { positions } = head.shape({ ...neutral, gaze: { right: gaze, left: gaze } });
      return Math.max(...edge(positions, 'lid.left.upper').map(([, y]) => y));
    };
    expect(top(-0.25)).toBeLessThan(top(0) - 0.15);
    expect(top(0.25)).toBeGreaterThan(top(0) + 0.1);
  });

  it('cover the top of the iris at rest', () => {
    const iris = Math.max(...edge(head.topology.rest, 'iris.left').map(([, y]) => y));
    const lid = Math.max(...edge(head.topology.rest, 'lid.left.upper').map(([, y]) => y));
    expect(iris - lid).toBeGreaterThan(0.03);
    expect(iris - lid).toBeLessThan(0.25);
    expect(eyeRadius).toBeGreaterThan(iris);
  });
});
