/**
 * The box through which a face is looked at again: tight around the points of the last look, turned so that its eyes are
 * level. K landmarks.
 *
 * Seen from afar all lines between mirror images run along one direction of the head, so their sum shows how the face is
 * turned in the plane of the image. Those between the eyes are taken where the set has eyes: they lie on the surface, while
 * outlines slide as the head turns.
 */
import { applyAffine } from '../../core/affine.js';
import { type FaceBox, tightBox } from '../../landmarks/face-crop.js';
import { pickPoints } from '../../landmarks/point-lists.js';
import type { NamedSet } from '../../landmarks/sets/named-set.js';

/**
 * @param points – `[K, 2]` pixels. @param roll – degrees by which the face was taken to be turned: says which side is
 * which, so it may be off by less than 90°, and is kept where the set has no mirror pairs.
 * @returns null where the points span no area.
 */
export function levelBox(
  points: Float32Array,
  landmarks: Pick<NamedSet, 'names' | 'mirror'>,
  roll = 0,
): FaceBox | null {
  const turn = faceRoll(points, landmarks, roll) ?? roll;
  const radians = (turn * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const upright = tightBox(applyAffine([cos, sin, 0, -sin, cos, 0], innerPoints(points, landmarks)));
  if (upright === null || !(upright.width > 0 && upright.height > 0)) return null;
  const { width, height } = upright;
  const u = upright.x + width / 2;
  const v = upright.y + height / 2;
  return {
    x: cos * u - sin * v - width / 2,
    y: sin * u + cos * v - height / 2,
    width,
    height,
    ...(turn !== 0 && { roll: turn }),
  };
}

/**
 * The points between brows and chin: boxes of faces, which models learn from, go no further, but dense sets do.
 * @returns all of them where the set has no others.
 */
export function innerPoints(points: Float32Array, { names }: Pick<NamedSet, 'names'>): Float32Array {
  const inner = names.flatMap((name, k) => (/^(oval|forehead|ear)\b/.test(name) ? [] : [k]));
  if (inner.length === 0 || inner.length === names.length) return points;
  return pickPoints(points, inner);
}

/** Degrees by which the line between the eyes is turned, clockwise as seen; null where the set has no mirror pairs. */
export function faceRoll(
  points: Float32Array,
  { names, mirror }: Pick<NamedSet, 'names' | 'mirror'>,
  roll = 0,
): number | null {
  const pairs = mirror.flatMap((other, k) => (k < other ? [[k, other] as const] : []));
  const eyes = pairs.filter(([k]) => /^(eye|lid)\b/.test(names[k] ?? ''));
  const ahead = (roll * Math.PI) / 180;
  let x = 0;
  let y = 0;
  for (const [a, b] of eyes.length > 0 ? eyes : pairs) {
    const dx = points[2 * b]! - points[2 * a]!;
    const dy = points[2 * b + 1]! - points[2 * a + 1]!;
    const sign = dx * Math.cos(ahead) + dy * Math.sin(ahead) < 0 ? -1 : 1;
    x += sign * dx;
    y += sign * dy;
  }
  return x === 0 && y === 0 ? null : (Math.atan2(y, x) * 180) / Math.PI;
}

export function hasMirrorPairs({ mirror }: Pick<NamedSet, 'mirror'>): boolean {
  return mirror.some((other, k) => other !== k);
}
