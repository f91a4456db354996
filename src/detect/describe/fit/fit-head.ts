/**
 * Fits the head to the points: pose, focal length where it is not known, identity and facial actions, by damped
 * Gauss–Newton on the points' distances in the picture. A point weighs by its uncertainty and by how surely it is seen;
 * one that lies far off counts less (Student's t, by reweighting); points of the outline lie where the outline is in the
 * present view. Identity and actions are held by their distribution in the population.
 *
 * Limits: errors of neighbouring points are alike, which no uncertainty of single points says; the covariance is widened
 * for it by a measured figure (`alike`). Points on the eyeballs are left to the gaze.
 */
import { LineamentError } from '../../../core/errors.js';
import { choleskyFactor, solvePositive } from '../../../core/numbers/linear-system.js';
import { add, scale, type Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView, HeadFit } from '../head-fit.js';
import type { ObservedPoints } from '../observed-points.js';
import { checkCamera, type KnownCamera, principalPoint, type ViewingCamera } from '../viewing-camera.js';
import { type FitState, logFocal, logScale, moved, poseParameters, translationOf } from './fit-parameters.js';
import { normalEquations } from './normal-equations.js';
import { placesInView } from './places-in-view.js';
import { fillResiduals, type Residuals, residualsFor, shapePlaces } from './residuals.js';
import { type ShapeModes, shapeModes } from './shape-modes.js';
import { startPose } from './start-pose.js';

/** Faces are looked at from about so far, centimetres; a factor of e^spread either way is one standard deviation. */
const usualDistance = { middle: 70, spread: 0.6 };
/** Focal length against the picture's longer side, and the spread of its logarithm. */
const usualFocal = { middle: 1.2, spread: 0.5 };
/** Centimetres by which the places of points differ from those of any face of the model. */
const modelDeviation = 0.08;
/** The same for points that slide on the outline. */
const slideDeviation = 0.3;
/** What a point that is not seen counts against one that is. */
const hiddenTrust = 0.25;
/** Degrees of freedom of Student's t. */
const freedom = 5;
/** Points with like errors count as one: by how many the variances are too small. */
const alike = 6;
const fewest = 4;

export function fitHead(points: ObservedPoints, head: HeadPoints, camera: KnownCamera): FaceView {
  checkCamera(camera);
  const fit = new Fit(points, head, camera);
  fit.run();
  return fit.result();
}

class Fit {
  readonly #points: ObservedPoints;
  readonly #head: HeadPoints;
  readonly #known: KnownCamera;
  readonly #modes: ShapeModes;
  readonly #middle: readonly [number, number];
  /** `[K, 2]` from the principal point. */
  readonly #pixels: Float64Array;
  /** `[K]` what each counts before it is seen where it should be, 0 to 1. */
  readonly #trust: Float64Array;
  /** `[K]` roots of the weights, and the variance of each point along an axis, pixels squared. */
  readonly #weights: Float64Array;
  readonly #variances: Float64Array;
  readonly #index: Int32Array;
  readonly #room: Residuals;
  #state: FitState;

  constructor(points: ObservedPoints, head: HeadPoints, camera: KnownCamera) {
    checkSameSet(points, head);
    this.#points = points;
    this.#head = head;
    this.#known = camera;
    this.#modes = shapeModes(head);
    const count = head.names.length;
    this.#index = Int32Array.from({ length: count }, (_, k) => k);
    this.#room = residualsFor(count, poseParameters + this.#modes.count);
    this.#trust = trustOf(points, head);
    this.#middle = principalPoint(camera, boxOf(points));
    this.#pixels = Float64Array.from(points.points, (value, i) => value - this.#middle[i % 2 === 0 ? 0 : 1]);
    this.#weights = new Float64Array(count);
    this.#variances = new Float64Array(count);
    this.#state = this.#start();
  }

  #start(): FitState {
    const used = this.#trust.reduce((sum, value) => sum + +(value > 0), 0);
    const weights = this.#trust.map((trust, k) => trust / Math.max(1e-6, this.#points.uncertainty[k]! ** 2));
    const start = used < fewest ? null : startPose(this.#modes.mean, this.#pixels, weights);
    if (start === null)
      throw new LineamentError(`describe: a head is fitted to ${fewest} or more points that span a face`, {
        hint: `${used} of the ${this.#trust.length} points of ${this.#points.set} are known`,
      });
    const { focal, width, height } = this.#known;
    const longer = Math.max(width ?? 0, height ?? 0);
    const guess = longer > 0 ? usualFocal.middle * longer : usualDistance.middle * start.scale;
    return {
      rotation: start.rotation,
      offset: [start.origin[0], start.origin[1]],
      logScale: Math.log(start.scale),
      logFocal: Math.log(focal ?? guess),
      shape: new Float64Array(this.#modes.count),
    };
  }

  run(): void {
    this.#descend(poseParameters, 6);
    this.#descend(poseParameters + this.#modes.count, 8);
  }

  /** Damped Gauss–Newton in the first `n` parameters. */
  #descend(n: number, most: number): void {
    const gram = new Float64Array(n * n);
    const gradient = new Float64Array(n);
    let damping = 1e-3;
    for (let round = 0; round < most; round++) {
      placesInView(this.#head, this.#state, this.#index);
      this.#reweight();
      const before = this.#cost(this.#state, n);
      normalEquations(this.#room.jacobian, this.#room.residual, n, gram, gradient);
      this.#addPriors(this.#state, n, gram, gradient);
      let improved = false;
      for (let attempt = 0; attempt < 5 && !improved; attempt++) {
        const factor = gram.slice();
        for (let i = 0; i < n; i++) factor[i * n + i]! *= 1 + damping;
        const step = gradient.slice();
        solvePositive(factor, step, n);
        const next = moved(this.#state, step);
        const after = this.#cost(next, 0);
        improved = after <= before;
        if (improved) {
          this.#state = next;
          damping = Math.max(1e-9, damping / 10);
          if (before - after < 1e-6 * before) return;
        } else damping *= 10;
      }
      if (!improved) return;
    }
  }

  /** Half the weighted squares and priors; fills the room. @param n – rows of the Jacobian to fill. */
  #cost(state: FitState, n: number): number {
    shapePlaces(this.#modes, this.#index, state.shape, this.#room.places);
    fillResiduals(this.#room, state, this.#modes, this.#index, this.#pixels, this.#weights, n);
    let sum = this.#priorCost(state);
    for (const value of this.#room.residual) sum += value * value;
    return sum;
  }

  /** Weights by uncertainty and by how far off a point is now; `#weights` holds their roots. */
  #reweight(): void {
    const { uncertainty } = this.#points;
    const pixelsPerCentimetre = Math.exp(this.#state.logScale);
    const slides = this.#head.slides?.points;
    const sliding = new Set(slides);
    this.#weights.fill(1);
    shapePlaces(this.#modes, this.#index, this.#state.shape, this.#room.places);
    fillResiduals(this.#room, this.#state, this.#modes, this.#index, this.#pixels, this.#weights, 0);
    for (let k = 0; k < this.#weights.length; k++) {
      const trust = this.#trust[k]!;
      if (trust === 0) {
        this.#weights[k] = 0;
        continue;
      }
      const own = Math.hypot(
        sliding.has(k) ? slideDeviation : modelDeviation,
        this.#modes.leftOut[this.#index[k]!]!,
      );
      const variance = uncertainty[k]! ** 2 + (own * pixelsPerCentimetre) ** 2;
      this.#variances[k] = variance;
      const u = this.#room.residual[2 * k]!;
      const v = this.#room.residual[2 * k + 1]!;
      const off = (u * u + v * v) / variance;
      this.#weights[k] = Math.sqrt((trust * (freedom + 2)) / (freedom + off) / variance);
    }
  }

  #priorCost(state: FitState): number {
    let sum = 0;
    for (let m = 0; m < state.shape.length; m++)
      sum += this.#modes.precision[m]! * state.shape[m]! ** 2 + this.#beyond(state, m) ** 2 * strict;
    for (const { off, precision } of this.#focalPriors(state)) sum += precision * off * off;
    return sum;
  }

  /** By how much an action is outside 0 to 1. */
  #beyond(state: FitState, m: number): number {
    if (m < this.#modes.identityCount) return 0;
    const value = state.shape[m]!;
    return value < 0 ? value : value > 1 ? value - 1 : 0;
  }

  #addPriors(state: FitState, n: number, gram: Float64Array, gradient: Float64Array): void {
    for (let p = poseParameters; p < n; p++) {
      const m = p - poseParameters;
      const precision = this.#modes.precision[m]!;
      const beyond = this.#beyond(state, m);
      gram[p * n + p]! += precision + (beyond === 0 ? 0 : strict);
      gradient[p]! -= precision * state.shape[m]! + strict * beyond;
    }
    for (const { off, precision, scale } of this.#focalPriors(state)) {
      gram[logFocal * n + logFocal]! += precision;
      gradient[logFocal]! -= precision * off;
      if (!scale) continue;
      gram[logScale * n + logScale]! += precision;
      gram[logFocal * n + logScale]! -= precision;
      gradient[logScale]! += precision * off;
    }
  }

  /** `scale` – whether the prior is on the distance, which the scale enters too. */
  #focalPriors(state: FitState): { off: number; precision: number; scale: boolean }[] {
    const { focal, width, height } = this.#known;
    if (focal !== undefined)
      return [{ off: state.logFocal - Math.log(focal), precision: given, scale: false }];
    const distance = {
      off: state.logFocal - state.logScale - Math.log(usualDistance.middle),
      precision: usualDistance.spread ** -2,
      scale: true,
    };
    const longer = Math.max(width ?? 0, height ?? 0);
    if (longer === 0) return [distance];
    const frame = {
      off: state.logFocal - Math.log(usualFocal.middle * longer),
      precision: usualFocal.spread ** -2,
      scale: false,
    };
    return [distance, frame];
  }

  result(): FaceView {
    const n = poseParameters + this.#modes.count;
    const gram = new Float64Array(n * n);
    const gradient = new Float64Array(n);
    this.#reweight();
    this.#cost(this.#state, n);
    normalEquations(this.#room.jacobian, this.#room.residual, n, gram, gradient);
    for (let i = 0; i < n * n; i++) gram[i]! /= alike;
    this.#addPriors(this.#state, n, gram, gradient);
    const inverse = inverseOf(gram, n);
    return {
      points: this.#points,
      head: this.#head,
      camera: this.#camera(inverse, n),
      fit: this.#fit(inverse, n),
    };
  }

  #camera(inverse: Float64Array, n: number): ViewingCamera {
    return {
      focal: Math.exp(this.#state.logFocal),
      focalDeviation: this.#known.focal === undefined ? Math.sqrt(inverse[logFocal * n + logFocal]!) : 0,
      cx: this.#middle[0],
      cy: this.#middle[1],
    };
  }

  #fit(inverse: Float64Array, n: number): HeadFit {
    const { rotation, shape } = this.#state;
    const { identityCount } = this.#modes;
    const identities = this.#head.identityNames.length;
    const deviation = (m: number): number => Math.sqrt(inverse[(poseParameters + m) * (n + 1)]!);
    const identity = new Float64Array(identities);
    identity.set(shape.subarray(0, identityCount));
    let squares = 0;
    let counted = 0;
    const trust = new Float64Array(this.#trust.length);
    for (let k = 0; k < trust.length; k++) {
      const root = this.#weights[k]!;
      if (root === 0) continue;
      const square = root * root;
      trust[k] = Math.min(1, square * this.#variances[k]!);
      squares +=
        ((this.#room.residual[2 * k]! ** 2 + this.#room.residual[2 * k + 1]! ** 2) /
          square /
          this.#variances[k]!) *
        trust[k]!;
      counted += 2 * trust[k]!;
    }
    return {
      rotation,
      translation: translationOf(this.#state),
      covariance: this.#poseCovariance(inverse, n),
      identity,
      expression: shape.slice(identityCount),
      identityDeviation: Float64Array.from({ length: identities }, (_, i) =>
        i < identityCount ? deviation(i) : 1,
      ),
      expressionDeviation: Float64Array.from({ length: shape.length - identityCount }, (_, i) =>
        deviation(identityCount + i),
      ),
      places: this.#room.places.slice(),
      eyeCentres: { right: this.#eyeCentre('right', identity), left: this.#eyeCentre('left', identity) },
      trust,
      misfit: Math.sqrt(squares / Math.max(1e-9, counted)),
    };
  }

  #eyeCentre(side: Side, identity: Float64Array): Vector3 {
    const eye = this.#head.eyes[side];
    return identity.reduce<Vector3>(
      (centre, amount, p) =>
        add(
          centre,
          scale([eye.identity[3 * p]!, eye.identity[3 * p + 1]!, eye.identity[3 * p + 2]!], amount),
        ),
      eye.centre,
    );
  }

  /** From the parameters of the fit to rotation and translation. */
  #poseCovariance(inverse: Float64Array, n: number): Float64Array {
    const [tx, ty, tz] = translationOf(this.#state);
    const size = Math.exp(-this.#state.logScale);
    const map = new Float64Array(6 * poseParameters);
    for (let axis = 0; axis < 3; axis++) map[axis * poseParameters + axis] = 1;
    map.set([0, 0, 0, size, 0, -tx, 0], 3 * poseParameters);
    map.set([0, 0, 0, 0, -size, -ty, 0], 4 * poseParameters);
    map.set([0, 0, 0, 0, 0, -tz, tz], 5 * poseParameters);
    const covariance = new Float64Array(36);
    for (let row = 0; row < 6; row++)
      for (let column = 0; column < 6; column++)
        for (let p = 0; p < poseParameters; p++)
          for (let q = 0; q < poseParameters; q++)
            covariance[6 * row + column]! +=
              map[row * poseParameters + p]! * inverse[p * n + q]! * map[column * poseParameters + q]!;
    return covariance;
  }
}

/** Of an action outside its range, and of a focal length that was given. */
const strict = 400;
const given = 1e10;

/** @param a – symmetric positive definite, only its lower half is read; overwritten. */
function inverseOf(a: Float64Array, n: number): Float64Array {
  choleskyFactor(a, n);
  const lower = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    lower[j * n + j] = 1 / a[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= a[i * n + k]! * lower[k * n + j]!;
      lower[i * n + j] = sum / a[i * n + i]!;
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += lower[k * n + i]! * lower[k * n + j]!;
      inverse[i * n + j] = sum;
      inverse[j * n + i] = sum;
    }
  return inverse;
}

function trustOf({ points, uncertainty, seen }: ObservedPoints, { parts }: HeadPoints): Float64Array {
  return Float64Array.from(seen, (share, k) => {
    const known =
      Number.isFinite(points[2 * k]!) &&
      Number.isFinite(points[2 * k + 1]!) &&
      Number.isFinite(uncertainty[k]!);
    return known && parts[k] === 0 ? hiddenTrust + (1 - hiddenTrust) * share : 0;
  });
}

function boxOf({ points }: ObservedPoints): { x: number; y: number; width: number; height: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function checkSameSet({ set, names }: ObservedPoints, head: HeadPoints): void {
  if (names.length === head.names.length && names.every((name, k) => name === head.names[k])) return;
  throw new LineamentError(
    `describe: the face has ${names.length} points of ${set}, the head's correspondences ${head.names.length} of ${head.set}`,
    { hint: 'take the correspondences of the very set that the detector finds' },
  );
}
