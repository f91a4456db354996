/**
 * Faces whose parts lie elsewhere at rest, for networks that are to tell an expression from a person's own face: of people's photographs
 * brows and lids lie nearer to each other than on generated heads, by two of those heads' deviations (docs/describing.md).
 * K points.
 */
import type { Random } from '../src/core/random.js';
import type { ObservedPoints } from '../src/detect/describe/observed-points.js';

/** Deviations of what is drawn for a face, as shares of its size (`readPoints`): downwards, of both sides alike. */
const spreads = { brows: 0.05, eyes: 0.035, upperLids: 0.025, mouthCorners: 0.02 } as const;

type Moves = Record<keyof typeof spreads, number>;

const moving = /^(lid|lash|crease|iris|pupil|socket)\./;
const upper = /^((lid|lash)\.(right|left)\.upper|crease\.)/;

/**
 * @param size – pixels that the face measures. @param roll – turn of the line of its eyes (`Sight`).
 * @returns the points with parts of the face moved along it.
 */
export function otherwiseAtRest(
  points: ObservedPoints,
  { size, roll }: { size: number; roll: number },
  random: Random,
): ObservedPoints {
  const moves = Object.fromEntries(
    Object.entries(spreads).map(([part, spread]) => [part, random.normal(0, spread)]),
  ) as Moves;
  const [x, y] = [Math.sin(roll), Math.cos(roll)];
  const moved = points.points.slice();
  for (const [k, name] of points.names.entries()) {
    const by = size * moveOf(name, moves);
    moved[2 * k]! += by * x;
    moved[2 * k + 1]! += by * y;
  }
  return { ...points, points: moved };
}

function moveOf(name: string, { brows, eyes, upperLids, mouthCorners }: Moves): number {
  if (name.startsWith('brow.')) return brows;
  // Along a curve, from 0 to 1.
  const along = Number(/\.(\d+)$/.exec(name)?.[1] ?? 500) / 1000;
  if (moving.test(name)) return eyes + (upper.test(name) ? upperLids * Math.sin(Math.PI * along) : 0);
  return /^lip\.(outer|inner)\./.test(name) ? mouthCorners * Math.abs(2 * along - 1) : 0;
}
