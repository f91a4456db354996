/**
 * Fits both eyeballs of a fitted head to the points of iris and pupil, by Gauss–Newton with an analytic Jacobian. Each eye
 * has seven parameters: yaw and pitch against the head, where its centre lies off the fitted head's, and the sizes of iris
 * and pupil. The two turn nearly together (Hering's law), which is a prior on their difference: an eye that is badly seen
 * follows the other. The lids hold the centres: their points move with them.
 *
 * Head space as in `head/head-points.ts`; a gaze turns up or down about x first, then sideways about y, as in `face/`.
 */
import { solvePositive } from '../../../core/numbers/linear-system.js';
import { transform, type Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import { inversePositive } from '../fit/inverse.js';
import type { FaceView } from '../head-fit.js';

export const sides = ['right', 'left'] as const;

/** Standard deviations of what is not known before the points are seen; radians, centimetres, logarithms of sizes. */
export interface GazePriors {
  yaw: number;
  pitch: number;
  /** The centre of an eyeball sideways, up and down, and along the line of sight, against where the fitted head has it. */
  across: number;
  up: number;
  depth: number;
  irisSize: number;
  pupilSize: number;
  /** How far the eyes turn towards each other, and how unlike that and their pitches are. */
  vergence: number;
  vergenceDeviation: number;
  pitchDeviation: number;
}

const degrees = Math.PI / 180;

export const gazePriors: GazePriors = {
  yaw: 16 * degrees,
  pitch: 11 * degrees,
  // Measured with one head model fitted to faces of the other: the lids tell little of where the ball behind them is.
  across: 0.09,
  up: 0.13,
  depth: 0.12,
  irisSize: 0.06,
  pupilSize: 0.35,
  vergence: 3 * degrees,
  vergenceDeviation: 3 * degrees,
  pitchDeviation: 2 * degrees,
};

/** Centimetres by which points on an eyeball, and the lids about it, differ from any eye of the model. */
const eyeDeviation = 0.015;
const lidDeviation = 0.1;
/**
 * Share of the variance of an eyeball's points by which they are weighed against the priors: with all of it gazes come out a third too
 * straight on generated faces. Error bars go by all of it.
 */
const weighedVariance = 0.25;
/** Degrees of freedom of Student's t, by which a point that lies far off counts less. */
const freedom = 5;
const perEye = 7;
const rounds = 8;

export interface FittedEyeball {
  /** Radians against the head. */
  yaw: number;
  pitch: number;
  /** Head space, centimetres. */
  centre: Vector3;
  /** `[2, 2]` covariance of yaw and pitch, row by row. */
  covariance: readonly [number, number, number, number];
}

export interface FittedEyeballs {
  eyes: Record<Side, FittedEyeball>;
  /** Covariance of the right eye's yaw and pitch with the left one's. */
  shared: { yaw: number; pitch: number };
}

interface EyePoint {
  index: number;
  side: number;
  /** From the centre of the eyeball that looks straight ahead: its length, its angle from the line of sight, its turn about it. */
  reach: number;
  angle: number;
  turn: number;
  /** Parameter that sizes it. */
  size: number;
}

/** @param lids – the points of each eye's lids. */
export function fitEyeballs(
  view: FaceView,
  lids: Readonly<Record<Side, readonly number[]>>,
  priors: GazePriors = gazePriors,
): FittedEyeballs {
  const points = eyePoints(view);
  const state = new Float64Array(2 * perEye);
  const n = state.length;
  const gram = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    normalEquations(view, points, lids, state, weighedVariance, gram, gradient);
    addPriors(state, priors, gram, gradient);
    // The gradient becomes the step; both are filled anew in the next round.
    solvePositive(gram, gradient, n);
    let largest = 0;
    for (let i = 0; i < n; i++) {
      const most = i % perEye < 2 ? 0.35 : 0.3;
      const change = Math.max(-most, Math.min(most, gradient[i]!));
      state[i]! += change;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest < 1e-6) break;
  }
  normalEquations(view, points, lids, state, 1, gram, gradient);
  addPriors(state, priors, gram, gradient);
  const covariance = inversePositive(gram, n);
  const at = (i: number, j: number): number => covariance[i * n + j]!;
  const eye = (side: number): FittedEyeball => {
    const from = side * perEye;
    const centre = view.fit.eyeCentres[sides[side]!];
    return {
      yaw: state[from]!,
      pitch: state[from + 1]!,
      centre: [centre[0] + state[from + 2]!, centre[1] + state[from + 3]!, centre[2] + state[from + 4]!],
      covariance: [at(from, from), at(from, from + 1), at(from + 1, from), at(from + 1, from + 1)],
    };
  };
  return {
    eyes: { right: eye(0), left: eye(1) },
    shared: { yaw: at(0, perEye), pitch: at(1, perEye + 1) },
  };
}

function eyePoints({ head }: FaceView): EyePoint[] {
  const points: EyePoint[] = [];
  head.parts.forEach((part, index) => {
    if (part === 0) return;
    const side = part - 1;
    const { centre, irisAngle, pupilAngle } = head.eyes[sides[side]!];
    const [x, y, z] = [0, 1, 2].map((axis) => head.mean[3 * index + axis]! - centre[axis]!);
    const across = Math.hypot(x!, y!);
    const angle = Math.atan2(across, z!);
    points.push({
      index,
      side,
      reach: Math.hypot(across, z!),
      angle,
      turn: Math.atan2(y!, x!),
      size: angle > (irisAngle + pupilAngle) / 2 ? 5 : 6,
    });
  });
  return points;
}

function normalEquations(
  view: FaceView,
  points: readonly EyePoint[],
  lids: Readonly<Record<Side, readonly number[]>>,
  state: Float64Array,
  eyeballVariance: number,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const n = state.length;
  gram.fill(0);
  gradient.fill(0);
  const { uncertainty, seen, points: observed } = view.points;
  const { rotation, translation, eyeCentres, places } = view.fit;
  const slopes: Vector3[] = Array.from({ length: perEye }, () => [0, 0, 0]);

  const add = (
    index: number,
    side: number,
    place: Vector3,
    used: number,
    own: number,
    count: number,
    share = 1,
  ): void => {
    const u0 = observed[2 * index]!;
    const v0 = observed[2 * index + 1]!;
    const deviation = uncertainty[index]!;
    if (!Number.isFinite(u0 + v0 + deviation)) return;
    const p = transform(rotation, place);
    const depth = -(p[2] + translation[2]);
    const enlarge = view.camera.focal / depth;
    const u = (p[0] + translation[0]) * enlarge;
    const v = -(p[1] + translation[1]) * enlarge;
    const du = u0 - view.camera.cx - u;
    const dv = v0 - view.camera.cy - v;
    const variance = share * deviation ** 2 + (own * enlarge) ** 2;
    const trust = unseenTrust + (1 - unseenTrust) * seen[index]!;
    const weight = (trust * (freedom + 2)) / (freedom + (du * du + dv * dv) / variance) / variance / count;
    const us: number[] = [];
    const vs: number[] = [];
    for (let i = 0; i < used; i++) {
      const d = transform(rotation, slopes[i]!);
      us.push(enlarge * d[0] + (u / depth) * d[2]);
      vs.push(-enlarge * d[1] + (v / depth) * d[2]);
    }
    const from = side * perEye;
    for (let i = 0; i < used; i++) {
      gradient[from + i]! += weight * (us[i]! * du + vs[i]! * dv);
      for (let j = 0; j <= i; j++)
        gram[(from + i) * n + from + j]! += weight * (us[i]! * us[j]! + vs[i]! * vs[j]!);
    }
  };

  // A detector that misses an iris misses all its points alike (a model of 1001 points: 1.24 of 1.28 px): one witness an eye.
  const counts = sides.map((_, side) => points.filter((point) => point.side === side).length);
  for (const { index, side, reach, angle, turn, size } of points) {
    const from = side * perEye;
    const yaw = state[from]!;
    const pitch = state[from + 1]!;
    const sized = angle * Math.exp(state[from + size]!);
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const straight: Vector3 = [
      reach * Math.sin(sized) * c,
      reach * Math.sin(sized) * s,
      reach * Math.cos(sized),
    ];
    const grown: Vector3 = [
      reach * sized * Math.cos(sized) * c,
      reach * sized * Math.cos(sized) * s,
      -reach * sized * Math.sin(sized),
    ];
    const raised = pitched(straight, pitch);
    const d = yawed(raised, yaw);
    slopes[0] = [d[2], 0, -d[0]];
    slopes[1] = yawed([0, raised[2], -raised[1]], yaw);
    slopes[2] = [1, 0, 0];
    slopes[3] = [0, 1, 0];
    slopes[4] = [0, 0, 1];
    slopes[5] = [0, 0, 0];
    slopes[6] = [0, 0, 0];
    slopes[size] = yawed(pitched(grown, pitch), yaw);
    const centre = eyeCentres[sides[side]!];
    add(
      index,
      side,
      [
        centre[0] + state[from + 2]! + d[0],
        centre[1] + state[from + 3]! + d[1],
        centre[2] + state[from + 4]! + d[2],
      ],
      perEye,
      eyeDeviation,
      counts[side]!,
      eyeballVariance,
    );
  }
  slopes[0] = [0, 0, 0];
  slopes[1] = [0, 0, 0];
  for (const side of [0, 1]) {
    const from = side * perEye;
    const own = lids[sides[side]!];
    for (const k of own)
      add(
        k,
        side,
        [
          places[3 * k]! + state[from + 2]!,
          places[3 * k + 1]! + state[from + 3]!,
          places[3 * k + 2]! + state[from + 4]!,
        ],
        5,
        lidDeviation,
        // The lids of one eye are one witness of where it lies, however many points they have.
        Math.max(1, own.length / lidWitnesses),
      );
  }
}

/** What a point that is not seen counts against one that is. */
const unseenTrust = 0.1;
const lidWitnesses = 3;

function addPriors(
  state: Float64Array,
  priors: GazePriors,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const n = state.length;
  const own = [
    priors.yaw,
    priors.pitch,
    priors.across,
    priors.up,
    priors.depth,
    priors.irisSize,
    priors.pupilSize,
  ];
  for (const from of [0, perEye])
    own.forEach((deviation, i) => {
      const precision = deviation ** -2;
      gram[(from + i) * (n + 1)]! += precision;
      gradient[from + i]! -= precision * state[from + i]!;
    });
  // right less left: positive where the eyes turn towards each other
  const pair = (i: number, mean: number, deviation: number): void => {
    const j = perEye + i;
    const precision = deviation ** -2;
    const off = state[i]! - state[j]! - mean;
    gram[i * (n + 1)]! += precision;
    gram[j * (n + 1)]! += precision;
    gram[j * n + i]! -= precision;
    gradient[i]! -= precision * off;
    gradient[j]! += precision * off;
  };
  pair(0, priors.vergence, priors.vergenceDeviation);
  pair(1, 0, priors.pitchDeviation);
}

function yawed([x, y, z]: Vector3, yaw: number): Vector3 {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  return [c * x + s * z, y, -s * x + c * z];
}

/** Up is positive. */
function pitched([x, y, z]: Vector3, pitch: number): Vector3 {
  const [c, s] = [Math.cos(pitch), Math.sin(pitch)];
  return [x, c * y + s * z, -s * y + c * z];
}

/** Unit direction of a gaze, head space. */
export function gazeDirection(yaw: number, pitch: number): Vector3 {
  return yawed(pitched([0, 0, 1], pitch), yaw);
}

/** Yaw and pitch of a unit direction: the reverse of {@link gazeDirection}. */
export function directionAngles([x, y, z]: Vector3): { yaw: number; pitch: number } {
  return { yaw: Math.atan2(x, z), pitch: Math.asin(Math.max(-1, Math.min(1, y))) };
}
