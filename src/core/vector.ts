/** Small 3D algebra: vectors as tuples, 3×3 matrices row-major. For kernels over many points use typed arrays. */

export type Vector2 = readonly [number, number];
export type Vector3 = readonly [number, number, number];
/** Row-major 3×3 matrix. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

export const identity3: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector3, factor: number): Vector3 => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vector3): number => Math.sqrt(dot(a, a));
export const distance = (a: Vector3, b: Vector3): number => length(subtract(a, b));
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const mix = (a: Vector3, b: Vector3, t: number): Vector3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** The vector scaled to length 1; a zero vector stays zero. */
export function normalise(a: Vector3): Vector3 {
  const norm = length(a);
  return norm > 0 ? scale(a, 1 / norm) : a;
}

/** Between two directions of any length, radians; exact for nearly parallel ones too, and 0 where one of them is zero. */
export function angleBetweenVectors(a: Vector3, b: Vector3): number {
  return Math.atan2(length(cross(a, b)), dot(a, b));
}

export function transform(m: Matrix3, v: Vector3): Vector3 {
  return [
    m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
    m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
    m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
  ];
}

/** The product a·b: b is applied first. */
export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const at = (row: number, column: number): number =>
    a[row * 3]! * b[column]! + a[row * 3 + 1]! * b[column + 3]! + a[row * 3 + 2]! * b[column + 6]!;
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

export const transpose = (m: Matrix3): Matrix3 => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];

/** Rotation about the vector by its length, radians; none for the zero vector. */
export function rotationBy(vector: Vector3): Matrix3 {
  const [x, y, z] = vector;
  const angle = Math.hypot(x, y, z);
  return angle > 0 ? rotationAbout([x / angle, y / angle, z / angle], angle) : identity3;
}

/**
 * The reverse of `rotationBy`, up to half a turn: `to` is `from · rotationBy(turn)`.
 * @returns the turn about the axes that `from` has turned, radians.
 */
export function turnBetween(from: Matrix3, to: Matrix3): Vector3 {
  const turned = multiply(transpose(from), to);
  const axis = [turned[7] - turned[5], turned[2] - turned[6], turned[3] - turned[1]] as const;
  const sine = Math.hypot(...axis) / 2;
  const angle = Math.atan2(sine, (turned[0] + turned[4] + turned[8] - 1) / 2);
  const factor = sine < 1e-9 ? 0.5 : angle / (2 * sine);
  return [axis[0] * factor, axis[1] * factor, axis[2] * factor];
}

/** Rotation by `angle` radians about a unit axis (Rodrigues), right-handed. */
export function rotationAbout(axis: Vector3, angle: number): Matrix3 {
  const [x, y, z] = axis;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const k = 1 - c;
  return [
    x * x * k + c,
    x * y * k - z * s,
    x * z * k + y * s,
    y * x * k + z * s,
    y * y * k + c,
    y * z * k - x * s,
    z * x * k - y * s,
    z * y * k + x * s,
    z * z * k + c,
  ];
}
