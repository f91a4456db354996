/**
 * Fits the head to the points: pose, focal length where it is not known, identity and facial actions, by damped
 * Gauss–Newton on the points' distances in the picture. A point weighs by its uncertainty and by how surely it is seen;
 * one that lies far off counts less (Student's t, by reweighting); points of the outline lie where the outline is in the
 * present view. Identity and actions are held by their distribution in the population.
 *
 * Errors of neighbouring points are alike, which no uncertainty of single points says: however many there are, they count
 * as `effective` ones against the priors, and the covariance is widened by a measured factor (docs/describing.md).
 *
 * Limits: points on the eyeballs are left to the gaze. Actions count as straight ways to their full strength.
 */
import { LineamentError } from '../../../core/errors.js';
import { solvePositive } from '../../../core/numbers/linear-system.js';
import { add, scale, type Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView, HeadFit } from '../head-fit.js';
import type { ObservedPoints } from '../observed-points.js';
import { type KnownCamera, principalPoint, type ViewingCamera } from '../viewing-camera.js';
import { type FitState, logFocal, moved, poseParameters, translationOf } from './fit-parameters.js';
import { addPriors, priorCost, usualDistance, usualFocal } from './fit-priors.js';
import { type FocalEvidence, focalEvidence, focalPrecision } from './focal-evidence.js';
import { covarianceParts, poseCovariance, withoutOthers } from './inverse.js';
import { normalEquations, type PlacedPoints } from './normal-equations.js';
import { placesInView } from './places-in-view.js';
import { boxOfPoints, pointTrust } from './point-weights.js';
import { fillResiduals, headInView, type PointSlopes, shapePlaces, slopesFor } from './residuals.js';
import { type ShapeModes, shapeModes } from './shape-modes.js';
import { startPose } from './start-pose.js';

/** Centimetres by which the places of points differ from those of any face of the model. */
const modelDeviation = 0.08;
/** The same for points that slide on the outline. */
const slideDeviation = 0.5;
/** Degrees of freedom of Student's t. */
const freedom = 5;
/** More points than this do not say more: their errors are alike. */
export const effective = 50;
/** By how many the variances would still be too small. */
const alike = 4;
export const fewest = 4;
export class HeadFitter {
  readonly #points: ObservedPoints;
  readonly #head: HeadPoints;
  #known: KnownCamera;
  readonly #modes: ShapeModes;
  readonly #middle: readonly [number, number];
  /** `[K, 2]` from the principal point. */
  readonly #pixels: Float64Array;
  readonly #trust: Float64Array;
  /** What a point counts so that all together count as {@link effective} ones at most. */
  readonly #share: number;
  readonly #slides: ReadonlySet<number>;
  readonly #all: Chosen;
  readonly #slopes: PointSlopes;
  #state!: FitState;

  /** @param modes – the head's shapes and what is expected of them; the population's by default. */
  constructor(
    points: ObservedPoints,
    head: HeadPoints,
    camera: KnownCamera,
    modes: ShapeModes = shapeModes(head),
  ) {
    this.#points = points;
    this.#head = head;
    this.#known = camera;
    this.#modes = modes;
    this.#trust = pointTrust(points, head);
    this.#share = Math.min(
      1,
      effective /
        Math.max(
          1,
          this.#trust.reduce((sum, value) => sum + value, 0),
        ),
    );
    this.#slides = new Set(head.slides?.points);
    this.#middle = principalPoint(camera, boxOfPoints(points));
    this.#pixels = Float64Array.from(points.points, (value, i) => value - this.#middle[i % 2 === 0 ? 0 : 1]);
    this.#all = this.#choose(1);
    this.#slopes = slopesFor(this.parameters);
  }

  /** n, all of them. */
  get parameters(): number {
    return poseParameters + this.#modes.count;
  }

  /** Points that count at all. */
  get known(): number {
    return this.#all.numbers.length;
  }

  begin(): void {
    const weights = this.#trust.map(
      (trust, k) => trust && trust / Math.max(1e-6, this.#points.uncertainty[k]! ** 2),
    );
    const start = this.known < fewest ? null : startPose(this.#modes.mean, this.#pixels, weights);
    if (start === null)
      throw new LineamentError(`describe: a head is fitted to ${fewest} or more points that span a face`, {
        hint: `${this.known} of the ${this.#trust.length} points of ${this.#points.set} are known`,
      });
    const { focal, width, height } = this.#known;
    const longer = Math.max(width ?? 0, height ?? 0);
    const guess = longer > 0 ? usualFocal.middle * longer : usualDistance.middle * start.scale;
    this.#state = {
      rotation: start.rotation,
      offset: [start.origin[0], start.origin[1]],
      logScale: Math.log(start.scale),
      logFocal: Math.log(focal ?? guess),
      shape: this.#modes.expected.slice(),
    };
  }

  continueFrom({ fit, camera }: FaceView): void {
    const [x, y, z] = fit.translation;
    const focal = this.#known.focal ?? camera.focal;
    const shape = new Float64Array(this.#modes.count);
    shape.set(fit.identity.subarray(0, this.#modes.identityCount));
    shape.set(fit.expression, this.#modes.identityCount);
    this.#state = {
      rotation: fit.rotation,
      offset: [(-focal * x) / z, (focal * y) / z],
      logScale: Math.log(focal / -z),
      logFocal: Math.log(focal),
      shape,
    };
    this.descend(poseParameters, 2);
  }

  /** From here on the focal length is this one; the head stays as large in the picture. */
  hold(focal: number): void {
    this.#known = { ...this.#known, focal };
    this.#state = { ...this.#state, logFocal: Math.log(focal) };
  }

  /** Damped Gauss–Newton in the first `n` parameters, on every so many points. */
  descend(n: number, most: number, every = 1): void {
    const on = every === 1 ? this.#all : this.#choose(every);
    const gram = new Float64Array(n * n);
    const factor = new Float64Array(n * n);
    const gradient = new Float64Array(n);
    let damping = 1e-3;
    for (let round = 0; round < most; round++) {
      const before = this.#linearise(on, gram, gradient);
      let improved = false;
      for (let attempt = 0; attempt < 4 && !improved; attempt++) {
        factor.set(gram);
        for (let i = 0; i < n; i++) factor[i * n + i]! *= 1 + damping;
        const step = gradient.slice();
        solvePositive(factor, step, n);
        const next = moved(this.#state, step);
        shapePlaces(this.#modes, on.index, next.shape, on.places);
        const after = this.#squares(on, next);
        improved = after <= before;
        if (improved) {
          this.#state = next;
          damping = Math.max(1e-9, damping / 10);
          if (before - after < 1e-4 * before) return;
        } else damping *= 10;
      }
      if (!improved) return;
    }
  }

  /** Normal equations of as many parameters as the gradient has, and the cost, where the head stands now. @param known – see `addPriors`. */
  #linearise(
    on: Chosen,
    gram: Float64Array,
    gradient: Float64Array,
    known: KnownCamera | null = this.#known,
  ): number {
    placesInView(this.#head, this.#state, on);
    shapePlaces(this.#modes, on.index, this.#state.shape, on.places);
    this.#reweight(on);
    const cost = this.#squares(on, this.#state);
    normalEquations(headInView(this.#state), this.#modes, on, this.#slopes, gram, gradient);
    addPriors(this.#modes, known, this.#state, gram, gradient);
    return cost;
  }

  #choose(every: number): Chosen {
    const numbers = Int32Array.from(this.#trust.keys())
      .filter((k) => this.#trust[k]! > 0)
      .filter((_, i) => i % every === 0);
    const count = numbers.length;
    return {
      numbers,
      index: numbers.slice(),
      pixels: Float64Array.from(
        { length: 2 * count },
        (_, i) => this.#pixels[2 * numbers[i >> 1]! + (i % 2)]!,
      ),
      roots: new Float64Array(count),
      variances: new Float64Array(count),
      share: this.#share * every,
      places: new Float64Array(3 * count),
      residual: new Float64Array(2 * count),
    };
  }

  /** The weighted squares and priors of a state whose places are filled in. */
  #squares({ places, residual, pixels, roots }: Chosen, state: FitState): number {
    fillResiduals(headInView(state), places, pixels, roots, residual);
    let sum = priorCost(this.#modes, this.#known, state);
    for (const value of residual) sum += value * value;
    return sum;
  }

  /** Weights by uncertainty and by how far off a point is now, its place being filled in. */
  #reweight({ numbers, index, pixels, roots, variances, share, places, residual }: Chosen): void {
    const { uncertainty } = this.#points;
    const pixelsPerCentimetre = Math.exp(this.#state.logScale);
    roots.fill(1);
    fillResiduals(headInView(this.#state), places, pixels, roots, residual);
    for (let c = 0; c < roots.length; c++) {
      const k = numbers[c]!;
      const own = Math.hypot(
        this.#slides.has(k) ? slideDeviation : modelDeviation,
        this.#modes.leftOut[index[c]!]!,
      );
      const variance = uncertainty[k]! ** 2 + (own * pixelsPerCentimetre) ** 2;
      const off = (residual[2 * c]! ** 2 + residual[2 * c + 1]! ** 2) / variance;
      variances[c] = variance;
      roots[c] = Math.sqrt((share * this.#trust[k]! * (freedom + 2)) / (freedom + off) / variance);
    }
  }

  /**
   * @param focalDeviation – of the logarithm of a focal length that is held and was estimated, of this face among others: what else is
   * told is then as unsure as that leaves it.
   */
  result(focalDeviation?: number): FaceView {
    const n = this.parameters;
    const gram = new Float64Array(n * n);
    const known = focalDeviation === undefined ? this.#known : null;
    this.#linearise(this.#all, gram, new Float64Array(n), known);
    const misfit = this.#misfit();
    this.#widen(gram, known);
    // The others say what this face does not.
    if (focalDeviation !== undefined)
      gram[logFocal * (n + 1)]! += Math.max(0, focalDeviation ** -2 - focalPrecision(gram, n));
    const { corner, variances } = covarianceParts(gram, n, poseParameters);
    return {
      points: this.#points,
      head: this.#head,
      camera: this.#camera(corner, focalDeviation),
      fit: { ...this.#fit(corner, variances), ...misfit },
    };
  }

  /** What these points say of the focal length where the head stands now, all else left open and nothing held to be likely of cameras. */
  focalEvidence(): FocalEvidence {
    const n = this.parameters;
    const gram = new Float64Array(n * n);
    const gradient = new Float64Array(n);
    this.#linearise(this.#all, gram, gradient, null);
    const { misfit } = this.#misfit();
    const { logFocal, logScale } = this.#state;
    const wide = gram.slice();
    this.#widen(wide, null);
    return { ...focalEvidence(gram, gradient), told: focalPrecision(wide, n), logFocal, logScale, misfit };
  }

  /** The priors are no observations: their share is taken out, and put back as it is. */
  #widen(gram: Float64Array, known: KnownCamera | null): void {
    const n = this.parameters;
    const priors = new Float64Array(n * n);
    addPriors(this.#modes, known, this.#state, priors, new Float64Array(n));
    for (let i = 0; i < n * n; i++) gram[i] = (gram[i]! - priors[i]!) / alike + priors[i]!;
  }

  /**
   * What these points alone say of the P identity parameters, everything else left open: `[P, P]` precision and `[P]`
   * precision times mean. Sums over pictures of one person are what all of them say.
   */
  identityInformation(): { precision: Float64Array; vector: Float64Array } {
    const n = this.parameters;
    const { identityCount: count } = this.#modes;
    const gram = new Float64Array(n * n);
    const gradient = new Float64Array(n);
    this.#linearise(this.#all, gram, gradient);
    for (let p = 0; p < count; p++) gram[(poseParameters + p) * (n + 1)]! -= this.#modes.precision[p]!;
    const precision = withoutOthers(gram, n, poseParameters, count);
    // At the best fit the points pull as hard as the prior does.
    const vector = Float64Array.from({ length: count }, (_, i) => {
      let sum = this.#modes.precision[i]! * (this.#state.shape[i]! - this.#modes.expected[i]!);
      for (let j = 0; j < count; j++) sum += precision[i * count + j]! * this.#state.shape[j]!;
      return sum;
    });
    return { precision, vector };
  }

  /** @param covariance – of the pose's parameters. */
  #camera(covariance: Float64Array, focalDeviation?: number): ViewingCamera {
    const own = this.#known.focal === undefined ? Math.sqrt(covariance[logFocal * (poseParameters + 1)]!) : 0;
    return {
      focal: Math.exp(this.#state.logFocal),
      focalDeviation: focalDeviation ?? own,
      cx: this.#middle[0],
      cy: this.#middle[1],
    };
  }

  #misfit(): Pick<HeadFit, 'trust' | 'misfit'> {
    const { numbers, roots, variances, share, residual } = this.#all;
    const trust = new Float64Array(this.#trust.length);
    let squares = 0;
    let counted = 1e-9;
    numbers.forEach((k, c) => {
      const square = roots[c]! ** 2;
      trust[k] = Math.min(1, (square * variances[c]!) / share);
      squares += (residual[2 * c]! ** 2 + residual[2 * c + 1]! ** 2) / share;
      counted += 2 * trust[k]!;
    });
    return { trust, misfit: Math.sqrt(squares / counted) };
  }

  /** @param covariance – of the pose's parameters. @param variances – of all. */
  #fit(covariance: Float64Array, variances: Float64Array): Omit<HeadFit, 'trust' | 'misfit'> {
    const { rotation, shape } = this.#state;
    const { identityCount } = this.#modes;
    const deviation = (m: number): number => Math.sqrt(variances[poseParameters + m]!);
    const identity = new Float64Array(this.#head.identityNames.length);
    identity.set(shape.subarray(0, identityCount));
    const places = new Float64Array(3 * this.#trust.length);
    const index = Int32Array.from(this.#trust.keys());
    placesInView(this.#head, this.#state, { numbers: index, index });
    shapePlaces(this.#modes, index, shape, places);
    return {
      rotation,
      translation: translationOf(this.#state),
      covariance: poseCovariance(this.#state, covariance),
      identity,
      expression: shape.slice(identityCount),
      identityDeviation: identity.map((_, i) => (i < identityCount ? deviation(i) : 1)),
      expressionDeviation: shape.slice(identityCount).map((_, i) => deviation(identityCount + i)),
      places,
      eyeCentres: { right: this.#eyeCentre('right', identity), left: this.#eyeCentre('left', identity) },
    };
  }

  #eyeCentre(side: Side, identity: Float64Array): Vector3 {
    const { centre, identity: modes } = this.#head.eyes[side];
    return identity.reduce<Vector3>(
      (sum, amount, p) => add(sum, scale([modes[3 * p]!, modes[3 * p + 1]!, modes[3 * p + 2]!], amount)),
      centre,
    );
  }
}

/** Points that a descent looks at, C of the K, with room for what it fills in. */
interface Chosen extends PlacedPoints {
  /** `[C]` their numbers in the set. */
  readonly numbers: Int32Array;
  /** `[C, 2]` from the principal point. */
  readonly pixels: Float64Array;
  /** `[C]` variance along an axis, pixels squared. */
  readonly variances: Float64Array;
  /** What each counts, so that all count as no more than they tell. */
  readonly share: number;
}
