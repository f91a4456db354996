import { describe, expect, it } from 'vitest';
import { adapter, describedSet, reader, square } from './adapter-example.suite.js';
import type { FacePatches } from './feature-patches.js';
import { adaptPoints, type PointAdapter, patchesOf } from './point-adapter.js';

describe('adaptPoints', () => {
  it('moves points in the frame of the face, by hand', () => {
    const round = (points: Float32Array): number[] =>
      [...points].map((value) => Math.round(value * 1e4) / 1e4);
    expect(round(adaptPoints(adapter, square))).toEqual([40, 50, 45, 70]);
    // Twice as large and elsewhere: the move is twice as long.
    expect(
      round(
        adaptPoints(
          adapter,
          square.map((value) => 2 * value + 7),
        ),
      ),
    ).toEqual([87, 107, 97, 147]);
    // A quarter turn clockwise as seen: what was to the right is below.
    const turned = Float32Array.from(square, (_, i) => (i % 2 === 0 ? -square[i + 1]! : square[i - 1]!));
    expect(round(adaptPoints(adapter, turned))).toEqual([-50, 40, -70, 45]);
    expect(round(adaptPoints({ ...adapter, layers: [] }, square))).toEqual([40, 50, 40, 70]);
  });

  it('takes a rectifier between layers', () => {
    const hidden = { weight: new Float32Array(16), bias: Float32Array.of(-3, 2), rectified: true };
    const last = {
      weight: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0),
      bias: new Float32Array(4),
      rectified: false,
    };
    // −3 becomes 0; 2 units of 10 pixels to the right.
    expect([...adaptPoints({ ...adapter, layers: [hidden, last] }, square)].map(Math.round)).toEqual([
      40, 50, 60, 70,
    ]);
  });

  it('refuses another number of points', () => {
    expect(() => adaptPoints(adapter, new Float32Array(6))).toThrow('takes 4 points, got 3');
  });
});

const patch = (last: number): Float32Array => Float32Array.of(9, 9, 9, 9, 9, last);

describe('adapters that read what the network saw', () => {
  const adapt = (patches?: FacePatches, by = reader): number[] =>
    [...adaptPoints(by, square, patches)].map((value) => Math.round(value * 1e4) / 1e4);

  it('move points by it, by hand', () => {
    expect(adapt({ plain: patch(4), mirrored: null })).toEqual([40, 50, 45, 80]);
    // The mirrored crop says 0.5 the other way and 2 · 0.25 down: the mean of both.
    expect(adapt({ plain: patch(4), mirrored: patch(2) })).toEqual([40, 50, 40, 77.5]);
  });

  it('give mirrored points for the mirrored picture', () => {
    const set = (name: string): PointAdapter['from'] => ({
      ...describedSet(name, ['a', 'b', 'c', 'd']),
      mirror: [1, 0, 3, 2],
    });
    const pairs: PointAdapter = {
      ...reader,
      ...{ from: set('four'), to: set('other'), subset: [0, 1, 2, 3] },
      layers: [
        {
          weight: Float32Array.from({ length: 8 * 20 }, (_, i) => Math.sin(i) / 20),
          bias: Float32Array.from({ length: 8 }, (_, i) => Math.cos(i) / 9),
          rectified: false,
        },
      ],
    };
    const rows = (phase: number): Float32Array =>
      Float32Array.from({ length: 12 }, (_, i) => Math.sin(phase + 5 * i));
    const flip = (points: Float32Array): Float32Array =>
      points.map((_, i) => {
        const other = points[2 * pairs.from.mirror[i >> 1]! + (i % 2)]!;
        return i % 2 === 0 ? 99 - other : other;
      });
    const bent = square.map((value, i) => value + 3 * Math.sin(i));
    const here = adaptPoints(pairs, bent, { plain: rows(1), mirrored: rows(2) });
    const there = flip(adaptPoints(pairs, flip(bent), { plain: rows(2), mirrored: rows(1) }));
    here.forEach((value, i) => {
      expect(there[i]!).toBeCloseTo(value, 3);
    });
  });

  it('say what they lack', () => {
    expect(() => adapt()).toThrow('reads what the network sees, and the model does not tell it');
    expect(() => adapt({ plain: new Float32Array(12), mirrored: null })).toThrow(
      'takes 14 numbers of points and features, got 20',
    );
  });

  it('read around the nearest subset, nothing where a detector does not tell', () => {
    const seen = {
      crop: [1, 0, 0, 0, 1, 0] as const,
      size: 100,
      side: 2,
      plain: [Float32Array.of(1, 2, 3, 4)],
      mirrored: null,
    };
    expect(patchesOf(reader, { points: square, seen })!.plain).toHaveLength(6);
    expect(patchesOf(reader, { points: square })).toBeUndefined();
    expect(patchesOf(adapter, { points: square, seen })).toBeUndefined();
  });
});
