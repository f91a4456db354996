/**
 * What a person has done to a face, one entry for each deed, and the face that comes of it: server and page replay the same
 * list, so undo and redo are a place in it. K points. Pixels of the upright picture. Safe in browsers.
 */
import { z } from 'zod';
import { conditionPoints, type FixedPoint, type PointGaussian } from './point-gaussian.js';

const coordinate = z.number().min(-1e5).max(1e5);
const index = z.int().min(0).max(100_000);

export const editSchema: z.ZodType<Edit> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('points'),
    places: z
      .array(z.tuple([index, coordinate, coordinate]))
      .min(1)
      .max(5000),
    alone: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal('release'), point: index }),
  z.strictObject({ kind: z.literal('move'), by: z.tuple([coordinate, coordinate]) }),
  z.strictObject({ kind: z.literal('visibility'), point: index, value: z.int().min(0).max(3) }),
  z.strictObject({ kind: z.literal('done'), value: z.boolean() }),
]);

export type Edit =
  /** Points put where they belong: one, or those of a whole curve. */
  | {
      kind: 'points';
      places: [point: number, x: number, y: number][];
      /** The other points stay where they are. */
      alone?: true | undefined;
    }
  /** A point that was put somewhere goes with the others again. */
  | { kind: 'release'; point: number }
  /** The whole face moves, fixed points too. */
  | { kind: 'move'; by: [x: number, y: number] }
  | { kind: 'visibility'; point: number; value: number }
  | { kind: 'done'; value: boolean };

export interface EditedFace {
  /** `[K, 2]` pixels. */
  points: Float32Array;
  fixed: Map<number, FixedPoint>;
  /** Of what a person has said only. */
  visibility: Map<number, number>;
  done: boolean;
  /** Where the face would be without fixed points: to condition further. */
  gaussian: PointGaussian;
}

export function replay(gaussian: PointGaussian, edits: readonly Edit[]): EditedFace {
  const fixed = new Map<number, FixedPoint>();
  const visibility = new Map<number, number>();
  let [dx, dy, done] = [0, 0, false];
  for (const edit of edits)
    switch (edit.kind) {
      case 'points':
        for (const [k, x, y] of edit.places) fixed.set(k, { x, y, ...(edit.alone && { alone: true }) });
        break;
      case 'release':
        fixed.delete(edit.point);
        break;
      case 'move':
        dx += edit.by[0];
        dy += edit.by[1];
        for (const [k, put] of fixed) fixed.set(k, { ...put, x: put.x + edit.by[0], y: put.y + edit.by[1] });
        break;
      case 'visibility':
        visibility.set(edit.point, edit.value);
        break;
      case 'done':
        done = edit.value;
    }
  const moved =
    dx === 0 && dy === 0
      ? gaussian
      : { ...gaussian, points: gaussian.points.map((value, i) => value + (i % 2 === 0 ? dx : dy)) };
  return { points: conditionPoints(moved, fixed), fixed, visibility, done, gaussian: moved };
}

/** How many deeds of a list placed something: what annotation costs. */
export function correctionsIn(edits: readonly Edit[]): number {
  return edits.filter(({ kind }) => kind === 'points' || kind === 'move').length;
}
