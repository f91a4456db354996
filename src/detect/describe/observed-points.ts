/** What describing starts from: the points of one face, each with its uncertainty and how surely it is seen. K points. */
import type { Convention } from '../../landmarks/landmark-set.js';
import type { FacePoints } from '../face.js';

export interface ObservedPoints {
  /** Name of the landmark set. */
  readonly set: string;
  readonly convention: Convention;
  /** K, in the order of the set. */
  readonly names: readonly string[];
  /** `[K, 2]` pixels of the picture, (0, 0) the centre of its top-left pixel; NaN for a point that is not known. */
  readonly points: Float32Array;
  /** `[K]` standard deviation of each point along either axis, pixels. */
  readonly uncertainty: Float32Array;
  /** `[K]` probability that the point can be seen; 1 where nobody says. */
  readonly seen: Float32Array;
}

/** A detected face as points to describe. JSON has null where a place is not a number. */
export function observedPoints({ set, convention, points }: FacePoints): ObservedPoints {
  const place = (value: number | null): number => value ?? Number.NaN;
  return {
    set,
    convention,
    names: points.map(({ name }) => name),
    points: Float32Array.from(points.flatMap(({ x, y }) => [place(x), place(y)])),
    uncertainty: Float32Array.from(points, ({ uncertainty }) => place(uncertainty)),
    seen: Float32Array.from(points, ({ visibility }) => visibility?.visible ?? 1),
  };
}
