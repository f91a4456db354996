/**
 * From independent standard deviations to a head: z → correlated measures (Cholesky factor of their correlations) →
 * modes → control points. Every measure is taken once on every mode (a Jacobian), and the
 * modes are scaled so that over the population each measure has its published standard deviation. Inverting the
 * Jacobian, so that each parameter changes one measure alone, was tried: nested measures (nose, chin, whole face) then
 * pull against each other, and 2 standard deviations are a caricature.
 */
import { choleskyFactor } from '../../../core/numbers/linear-system.js';
import type { Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import { leastShift } from '../../person/identity-traits.js';
import { ageChange, type MeasureChange, masculineChange, sagWithAge } from '../../person/trait-measures.js';
import { browFields, browsWithMasculinity } from '../brow-shapes.js';
import type { IdentityTraits } from '../head-model.js';
import { asymmetryFields, rigidAtEyes, type ShapeField, sagField } from '../shape-fields.js';
import {
  correlations,
  type MeasureName,
  measureNames,
  measures,
  populationDeviation,
} from './anthropometry.js';
import type { CageTopology } from './cage-topology.js';
import { meanEyeCentre } from './eyeballs.js';
import { modes } from './identity-modes.js';
import { type CagePoint, limitOf } from './mean-cage.js';
import type { SparseRows } from './subdivision.js';

const count = measureNames.length;
const { eyeAsymmetry, breadthAsymmetry, cheekAsymmetry, earAsymmetry } = asymmetryFields;
/** Changes that no measure describes, each a parameter of its own after the measures. */
const unmeasured: Readonly<Record<string, ShapeField>> = {
  eyeAsymmetry,
  breadthAsymmetry,
  cheekAsymmetry,
  earAsymmetry,
  sag: sagField,
};
/** Names of the identity parameters: the last, brows, move the fine mesh (`brow-skin.ts`), not its control points. */
export const identityNames: readonly string[] = [
  ...measureNames,
  ...Object.keys(unmeasured),
  ...Object.keys(browFields),
];
const sides: readonly Side[] = ['right', 'left'];

export class Identity {
  readonly traits: IdentityTraits;
  /** `[P, N, 3]`: what one standard deviation of each parameter moves. */
  readonly #fields: Float64Array[];
  /** `[P, 3]` the same for the two eyeballs' centres. */
  readonly #eyes: Readonly<Record<Side, Float64Array>>;

  constructor(cage: CageTopology, matrix: SparseRows, mean: Float64Array, points: readonly CagePoint[]) {
    const raw = measureNames.map((name) => rawMode(name, points));
    const jacobian = new Float64Array(count * count);
    const before = measureAll(cage, matrix, mean, eyeCentres());
    raw.forEach(({ field, eyes }, j) => {
      const moved = mean.map((value, i) => value + step * field[i]!);
      const after = measureAll(cage, matrix, moved, eyeCentres(eyes, step));
      for (let i = 0; i < count; i++) jacobian[count * i + j] = (after[i]! - before[i]!) / step;
    });
    const amplitudes = fitAmplitudes(jacobian);
    const lower = correlations();
    choleskyFactor(lower, count);
    const fields = measureNames.map(() => new Float64Array(mean.length));
    const eyes = { right: new Float64Array(3 * count), left: new Float64Array(3 * count) };
    fields.forEach((field, parameter) => {
      raw.forEach((mode, j) => {
        const share = amplitudes[j]! * lower[count * j + parameter]!;
        if (share === 0) return;
        for (let i = 0; i < field.length; i++) field[i]! += share * mode.field[i]!;
        for (const side of sides)
          for (let axis = 0; axis < 3; axis++)
            eyes[side][3 * parameter + axis]! += share * mode.eyes[side][axis]!;
      });
    });
    const measureChanges = fields.map((field, parameter) => {
      const shift = (side: Side): Vector3 => {
        const [x, y, z] = eyes[side].subarray(3 * parameter, 3 * parameter + 3);
        return [x!, y!, z!];
      };
      const moved = mean.map((value, i) => value + field[i]!);
      const after = measureAll(
        cage,
        matrix,
        moved,
        eyeCentres({ right: shift('right'), left: shift('left') }, 1),
      );
      return after.map((value, i) => value - before[i]!);
    });
    this.traits = traitsOf(measureChanges);
    const centres = eyeCentres();
    for (const field of Object.values(unmeasured)) {
      const rigid = rigidAtEyes(field, [centres.right, centres.left]);
      fields.push(Float64Array.from(points.flatMap(({ x, y, z }) => rigid(x, y, z))));
      for (const side of sides) eyes[side] = Float64Array.of(...eyes[side], ...rigid(...centres[side]));
    }
    this.#fields = fields;
    this.#eyes = eyes;
  }

  /** Moves the control points. @param points – `[N, 3]`, changed in place. @returns the eyeballs' centres. */
  apply(points: Float64Array, identity: readonly number[]): Record<Side, Vector3> {
    const centres = eyeCentres() as Record<Side, [number, number, number]>;
    this.#fields.forEach((field, parameter) => {
      const amount = identity[parameter] ?? 0;
      if (amount === 0) return;
      for (let i = 0; i < field.length; i++) points[i]! += amount * field[i]!;
      for (const side of sides)
        for (let axis = 0; axis < 3; axis++)
          centres[side][axis]! += amount * this.#eyes[side][3 * parameter + axis]!;
    });
    return centres;
  }
}

/** @param changes – `[P][measures]` what one standard deviation of each parameter does to the measures. */
function traitsOf(changes: readonly Float64Array[]): IdentityTraits {
  const least = (wanted: MeasureChange, own: Readonly<Record<string, number>>): number[] => {
    const chosen = measureNames.flatMap((name, i) => (name in wanted ? [i] : []));
    const rows = chosen.map((i) => changes.map((change) => change[i]!));
    const shift = leastShift(
      rows,
      chosen.map((i) => wanted[measureNames[i]!]!),
    );
    return [...shift, ...identityNames.slice(count).map((name) => own[name] ?? 0)];
  };
  return {
    masculinity: least(masculineChange, browsWithMasculinity),
    age: least(ageChange, { sag: sagWithAge }),
  };
}

/** Centimetres by which modes are tried to measure the Jacobian. */
const step = 0.1;

interface RawMode {
  field: Float64Array;
  eyes: Record<Side, Vector3>;
}

/** A mode on all control points. Lids ride with the eyeball: they take the movement of its centre, not of their place. */
function rawMode(name: MeasureName, points: readonly CagePoint[]): RawMode {
  const mode = modes[name];
  const atEye = (side: Side): Vector3 =>
    mode({
      patch: 'eyeball',
      ring: 0,
      place: 0,
      x: side === 'left' ? meanEyeCentre[0] : -meanEyeCentre[0],
      y: 0,
      z: 0,
    });
  const eyes = { right: atEye('right'), left: atEye('left') };
  const field = new Float64Array(3 * points.length);
  const shapesLids = name.startsWith('eyeFissure');
  points.forEach((point, i) => {
    const rides = point.patch === 'eye' && !shapesLids ? (point.ring >= 2 ? 1 : 0.75) : 0;
    const own = mode(point);
    const ball = eyes[point.x > 0 ? 'left' : 'right'];
    for (let axis = 0; axis < 3; axis++) field[3 * i + axis] = rides * ball[axis]! + (1 - rides) * own[axis]!;
  });
  return { field, eyes };
}

function eyeCentres(moved?: Record<Side, Vector3>, amount = 0): Record<Side, Vector3> {
  const at = (side: Side): Vector3 => {
    const [x, y, z] = meanEyeCentre;
    const move = moved?.[side] ?? [0, 0, 0];
    return [(side === 'left' ? x : -x) + amount * move[0], y + amount * move[1], z + amount * move[2]];
  };
  return { right: at('right'), left: at('left') };
}

/** Takes every measure on a head, centimetres. */
export function measureAll(
  cage: CageTopology,
  matrix: SparseRows,
  points: Float64Array,
  eyes: Readonly<Record<Side, Vector3>>,
): Float64Array {
  const at = (name: string, side: Side = 'left'): Vector3 => limitOf(matrix, points, cage.index(name, side));
  const breadth = (name: string): number => at(name)[0] - at(name, 'right')[0];
  const apart = (a: string, b: string): number => {
    const [p, q] = [at(a), at(b)];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  };
  const drop = (a: string, b: string): number => at(a)[1] - at(b)[1];
  const depth = (a: string, b: string): number => at(a)[2] - at(b)[2];
  const tilt = (name: string): number => at(name)[1] - at(name, 'right')[1];
  const sellion = 'grid/15/0';
  const subnasale = 'grid/9/0';
  const menton = 'grid/4/0';
  const taken: Record<MeasureName, number> = {
    faceLength: apart(sellion, menton),
    faceBreadth: breadth('grid/13/8'),
    jawBreadth: breadth('grid/5/8'),
    interpupillaryDistance: eyes.left[0] - eyes.right[0],
    noseBreadth: breadth('grid/11/3'),
    noseProtrusion: depth('grid/12/0', subnasale),
    noseLength: apart(sellion, subnasale),
    nasalRootBreadth: breadth('grid/15/1'),
    lipLength: breadth('mouth/1/5'),
    minimumFrontalBreadth: breadth('grid/18/7'),
    headBreadth: breadth('grid/17/11'),
    headLength: depth('grid/16/0', 'grid/16/14'),
    upperVermilion: drop('mouth/1/10', 'mouth/3/10'),
    lowerVermilion: drop('mouth/3/0', 'mouth/1/0'),
    eyeFissureLength: apart('eye/2/0', 'eye/2/7'),
    eyeFissureHeight: drop('eye/2/11', 'eye/2/3'),
    eyeFissureSlant: drop('eye/2/7', 'eye/2/0'),
    chinHeight: drop('mouth/3/0', menton),
    earLength: drop('ear/2/10', 'ear/2/1'),
    neckBreadth: breadth('grid/1/7'),
    headHeight: at('crown/3/0')[1],
    chinProtrusion: depth('grid/5/0', sellion),
    browHeight: at('grid/17/4')[1] - eyes.left[1],
    browRidge: depth('grid/16/1', 'grid/18/1'),
    cheekFullness: breadth('grid/7/7') / 2,
    cheekboneProminence: depth('grid/13/6', 'grid/13/8'),
    noseBridgeHeight: depth('grid/14/0', 'grid/14/3'),
    noseTipRise: drop('grid/12/0', subnasale),
    lipProtrusion: depth('mouth/1/10', 'grid/7/7'),
    earProtrusion: at('ear/2/6')[0] - at('ear/0/6')[0],
    jawAsymmetry: at(menton)[0],
    noseAsymmetry: at('grid/12/0')[0],
    browAsymmetry: tilt('grid/17/4') / 2,
    mouthAsymmetry: tilt('mouth/1/5') / 2,
  };
  return Float64Array.from(measureNames, (name) => taken[name]);
}

/**
 * How far each mode goes at one standard deviation. Modes overlap, so a measure varies with several of them; the
 * amplitudes are scaled until the spread of every measure over the population is the published one. Measures without
 * published figures only describe a mode, which goes as far as they say.
 * @param jacobian – `[P, P]` change of each measure (rows) with each mode (columns).
 */
function fitAmplitudes(jacobian: Float64Array): Float64Array {
  const wanted = measureNames.map((name) => populationDeviation(measures[name]));
  const amplitudes = Float64Array.from(wanted, (deviation, i) => deviation / jacobian[count * i + i]!);
  const least = amplitudes.map((amplitude) => leastShare * amplitude);
  for (let round = 0; round < 60; round++) {
    const spread = measureSpread(jacobian, amplitudes);
    measureNames.forEach((name, i) => {
      if (measures[name].men.mean === 0) return;
      amplitudes[i] = Math.max(least[i]!, amplitudes[i]! * Math.sqrt(wanted[i]! / spread[i]!));
    });
  }
  return amplitudes;
}

/** No mode is scaled below this share of what it would need alone. */
const leastShare = 0.3;

/** Standard deviation of each measure over the population, to first order. */
function measureSpread(jacobian: Float64Array, amplitudes: Float64Array): Float64Array {
  const correlation = correlations();
  return Float64Array.from(measureNames, (_, i) => {
    let variance = 0;
    for (let j = 0; j < count; j++)
      for (let k = 0; k < count; k++)
        variance +=
          jacobian[count * i + j]! *
          amplitudes[j]! *
          correlation[count * j + k]! *
          amplitudes[k]! *
          jacobian[count * i + k]!;
    return Math.sqrt(variance);
  });
}
