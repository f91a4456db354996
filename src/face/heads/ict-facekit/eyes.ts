/**
 * ICT-FaceKit's eyeballs. The published eye is an outer ball with a corneal bulge that points 7° outwards, around an
 * inner ball with the iris. We keep the outer ball's mesh, draw it as one closed surface (a sphere with a corneal
 * bulge about the line of sight) and turn that: the iris is painted by direction from the centre.
 *
 * The bulge's profile is fitted to the published outer ball (mean radius against the angle from its axis, within
 * 1 % of the radius). Iris 11.7 mm and pupil 3.5 mm across are the human means (Rüfer et al., Cornea 2005).
 */
import type { Vector3 } from '../../../core/vector.js';
import { type EyeSizes, scaledEye, slideDirections } from '../eye-sizes.js';
import type { Eyeball, Gaze } from '../head-model.js';

/** Height of the corneal bulge against the radius, and its width in radians. */
const bulge = { height: 0.148, width: 0.42 };
const irisAngle = 0.375;
const pupilAngle = 0.11;

/** Distance of the ball's surface from its centre, against the radius, at an angle from the line of sight. */
export function ballProfile(cosine: number): number {
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  return 1 + bulge.height * Math.exp(-((angle / bulge.width) ** 2));
}

export interface BallMesh {
  /** Vertex numbers. */
  readonly vertices: Uint32Array;
  /** `[n, 3]` unit directions from the centre when the eye looks straight ahead. */
  readonly directions: Float32Array;
  /** Places in `vertices` that lie far from the cornea: the sphere is fitted to them. */
  readonly back: Uint32Array;
}

export function ballMesh(positions: Float32Array, vertices: Uint32Array): BallMesh {
  let back = Uint32Array.from(vertices.keys());
  let fit = fitSphere(positions, vertices, back);
  // The corneal side bends the first fit: fit again without it until it settles.
  for (let round = 0; round < 12; round++) {
    const { centre } = fit;
    back = Uint32Array.from(vertices.keys()).filter((i) => {
      const v = 3 * vertices[i]!;
      const z = positions[v + 2]! - centre[2];
      const across = Math.hypot(positions[v]! - centre[0], positions[v + 1]! - centre[1]);
      return Math.atan2(across, z) > 0.95;
    });
    fit = fitSphere(positions, vertices, back);
  }
  const directions = new Float32Array(3 * vertices.length);
  // Turn the published outward axis to straight ahead, so that the bulge's finer mesh stays in front.
  const [axisX, axisY, axisZ] = axisOf(positions, vertices, fit);
  const yaw = Math.atan2(axisX, axisZ);
  const pitch = Math.asin(axisY);
  const turn = turnBy({ yaw, pitch });
  vertices.forEach((vertex, i) => {
    const d = [0, 1, 2].map((k) => positions[3 * vertex + k]! - fit.centre[k as 0 | 1 | 2]);
    const norm = Math.hypot(d[0]!, d[1]!, d[2]!);
    for (let k = 0; k < 3; k++)
      directions[3 * i + k] = (turn[k]! * d[0]! + turn[3 + k]! * d[1]! + turn[6 + k]! * d[2]!) / norm;
  });
  return { vertices, directions, back };
}

/** Puts the ball's vertices on the fitted sphere with its bulge, turned by the gaze. */
export function placeBall(ball: BallMesh, positions: Float32Array, gaze: Gaze, sizes?: EyeSizes): Eyeball {
  const { centre, radius } = fitSphere(positions, ball.vertices, ball.back);
  const turn = turnBy(gaze);
  const { vertices } = ball;
  const angles = scaledEye({ irisAngle, pupilAngle }, sizes);
  const directions = ball.directions.slice();
  slideDirections(directions, { irisAngle, pupilAngle }, angles);
  for (let i = 0; i < vertices.length; i++) {
    const x = directions[3 * i]!;
    const y = directions[3 * i + 1]!;
    const z = directions[3 * i + 2]!;
    const reach = radius * ballProfile(z);
    const v = 3 * vertices[i]!;
    positions[v] = centre[0] + reach * (turn[0]! * x + turn[1]! * y + turn[2]! * z);
    positions[v + 1] = centre[1] + reach * (turn[3]! * x + turn[4]! * y + turn[5]! * z);
    positions[v + 2] = centre[2] + reach * (turn[6]! * x + turn[7]! * y + turn[8]! * z);
  }
  return { centre, radius, axis: [turn[2]!, turn[5]!, turn[8]!], ...angles };
}

/** Row-major rotation that takes straight ahead (0, 0, 1) to the gaze: pitch about x, then yaw about y. */
function turnBy({ yaw, pitch }: Gaze): number[] {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [cy, -sy * sp, sy * cp, 0, cp, sp, -sy, -cy * sp, cy * cp];
}

/** Least squares: |p − c|² = r² is linear in c and r² − |c|². */
function fitSphere(
  positions: Float32Array,
  vertices: Uint32Array,
  chosen: Uint32Array,
): { centre: Vector3; radius: number } {
  const m = new Float64Array(20);
  // Coordinates near the ball keep the normal equations well conditioned.
  const near = 3 * vertices[chosen[0]!]!;
  const origin = [positions[near]!, positions[near + 1]!, positions[near + 2]!] as const;
  for (const i of chosen) {
    const v = 3 * vertices[i]!;
    const x = positions[v]! - origin[0];
    const y = positions[v + 1]! - origin[1];
    const z = positions[v + 2]! - origin[2];
    const row = [2 * x, 2 * y, 2 * z, 1, x * x + y * y + z * z];
    for (let r = 0; r < 4; r++) for (let c = 0; c < 5; c++) m[5 * r + c]! += row[r]! * row[c]!;
  }
  for (let p = 0; p < 4; p++)
    for (let r = 0; r < 4; r++) {
      if (r === p) continue;
      const factor = m[5 * r + p]! / m[5 * p + p]!;
      for (let c = p; c < 5; c++) m[5 * r + c]! -= factor * m[5 * p + c]!;
    }
  const [x, y, z, k] = [0, 1, 2, 3].map((p) => m[5 * p + 4]! / m[5 * p + p]!) as [
    number,
    number,
    number,
    number,
  ];
  return {
    centre: [origin[0] + x, origin[1] + y, origin[2] + z],
    radius: Math.sqrt(k + x * x + y * y + z * z),
  };
}

/** Unit vector to the middle of the bulge. */
function axisOf(
  positions: Float32Array,
  vertices: Uint32Array,
  { centre, radius }: { centre: Vector3; radius: number },
): Vector3 {
  const sum: [number, number, number] = [0, 0, 0];
  for (const vertex of vertices) {
    const d = [0, 1, 2].map((k) => positions[3 * vertex + k]! - centre[k as 0 | 1 | 2]);
    const excess = Math.hypot(d[0]!, d[1]!, d[2]!) / radius - 1.06;
    if (excess > 0) for (let k = 0; k < 3; k++) sum[k as 0 | 1 | 2] += excess * d[k]!;
  }
  const norm = Math.hypot(...sum);
  return [sum[0] / norm, sum[1] / norm, sum[2] / norm];
}
