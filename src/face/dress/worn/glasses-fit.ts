/**
 * Where glasses sit on a shape: the plane of the front before eyes, brows and cheeks, the bridge on the nose, and the
 * path of each temple from the front past the side of the head to the root of the ear. Places are found on the mean face
 * once a head and move with the shape.
 */
import type { Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import type { HeadModel, HeadShape } from '../../heads/head-model.js';
import { placeOn } from '../../heads/surface-place.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { SkinCast, SkinPlace } from '../skin/skin-cast.js';

/** Tangent of the angle by which the lower rim is nearer to the cheeks (pantoscopic tilt, about 8°). */
export const frameTilt = 0.14;
/** Curvature of the front around the face: depth lost at a distance x is this times x². */
export const frameWrap = 0.011;
/** Least air between face and rim, and between eyeball and lens, centimetres. */
const rimAir = 0.12;
const eyeAir = 1.05;

export interface GlassesFit {
  /** Depth of the front at the middle, height 0 of the lenses' middle. */
  depth: number;
  /** Height of the lenses' middle. */
  height: number;
  /** Half the distance between the pupils. */
  halfPupils: number;
  /** Half the head's breadth at the ears. */
  halfBreadth: number;
  /** Ridge of the nose where the bridge sits. */
  ridge: Vector3;
  /** For each side, places along the side of the head from the temple back to above the ear's root. */
  temples: Readonly<Record<Side, readonly Vector3[]>>;
}

/** Where rims may touch: outwards from the middle and height, centimetres. */
const rimPlaces: readonly (readonly [number, number])[] = [
  [1.8, 1.9],
  [3.2, 2.2],
  [4.8, 1.9],
  [1.9, -1.9],
  [2.6, -2.3],
  [3.6, -2.4],
  [4.8, -2.1],
];

export function createGlassesFitter(
  head: HeadModel,
  features: RestFeatures,
  cast: SkinCast,
): (shape: HeadShape, slip: number) => GlassesFit {
  const { topology } = head;
  const { earFoot } = features;
  const sides: readonly Side[] = ['right', 'left'];
  const sign = (side: Side): number => (side === 'right' ? -1 : 1);
  const forward: Vector3 = [0, 0, 1];
  const rims = sides.flatMap((side) =>
    rimPlaces.flatMap(([x, y]) => cast.furthest([sign(side) * x, y, -4], forward) ?? []),
  );
  // The ear's root lies this far behind and above the jaw curve's end on every head.
  const root: Vector3 = [earFoot[0], earFoot[1] + 0.5, earFoot[2] - 2.6];
  const temple = (side: Side): SkinPlace[] =>
    [0, 0.25, 0.5, 0.75, 1].flatMap((t) => {
      const z = -1 + (root[2] + 1) * t;
      const y = 0.9 + (root[1] - 0.9) * t;
      return cast.furthest([sign(side) * 3, y, z], [sign(side), 0, 0], 4.95) ?? [];
    });
  const temples = { right: temple('right'), left: temple('left') };
  const bridge = head.curves.get('nose.bridge')!.points;

  return (shape, slip) => {
    const { positions, eyes } = shape;
    const middle = (eyes.right.centre[1] + eyes.left.centre[1]) / 2;
    const height = middle - 0.35 - slip;
    let depth = 0;
    for (const side of sides) {
      const { centre, radius } = eyes[side];
      depth = Math.max(
        depth,
        centre[2] + radius + eyeAir + frameWrap * centre[0] ** 2 - frameTilt * (centre[1] - height),
      );
    }
    for (const place of rims) {
      const [x, y, z] = place(positions);
      // Raised cheeks lift glasses rather than push them off the face.
      const most = depth + 0.7;
      depth = Math.max(depth, Math.min(most, z + rimAir + frameWrap * x * x - frameTilt * (y - height)));
    }
    const ridge = ridgeAt(
      bridge.map((point) => placeOn(topology, positions, point)),
      height + 0.75,
    );
    return {
      depth: Math.max(depth, ridge[2] + 0.05 - frameTilt * 0.75) + 0.35 * slip,
      height,
      halfPupils: (Math.abs(eyes.right.centre[0]) + Math.abs(eyes.left.centre[0])) / 2,
      halfBreadth: Math.max(
        ...sides.map((side) => Math.abs(temples[side].at(-1)?.(positions)[0] ?? features.halfBreadth)),
      ),
      ridge,
      temples: {
        right: temples.right.map((place) => place(positions)),
        left: temples.left.map((place) => place(positions)),
      },
    };
  };
}

/** The nose's ridge at a height; above the curve's upper end the line is prolonged. */
function ridgeAt(bridge: readonly Vector3[], height: number): Vector3 {
  let i = 0;
  while (i + 2 < bridge.length && bridge[i + 1]![1] > height) i++;
  const [a, b] = [bridge[i]!, bridge[i + 1]!];
  const t = Math.max(-4, (height - a[1]) / (b[1] - a[1]));
  return [a[0], height, Math.min(a[2] + 0.1, a[2] + (b[2] - a[2]) * t)];
}
