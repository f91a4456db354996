/**
 * Identity beyond the published modes: differences between the sides and sag as modes of our own (`shape-fields.ts`), and
 * how age and the feminine–masculine axis shift the published ones, which are principal components without names. What
 * can be defended there is what can be measured: the published differences of distances between the 68 landmarks.
 */
import type { Vector3 } from '../../../core/vector.js';
import { leastShift } from '../../person/identity-traits.js';
import { ageChange, type MeasureChange, masculineChange, sagWithAge } from '../../person/trait-measures.js';
import { browFields, browsWithMasculinity } from '../brow-shapes.js';
import type { MeasureName } from '../cage/anthropometry.js';
import type { IdentityTraits } from '../head-model.js';
import { asymmetryFields, rigidAtEyes, type ShapeField, sagField } from '../shape-fields.js';
import { type BallMesh, placeBall } from './eyes.js';

const fields = { ...asymmetryFields, sag: sagField };

/** @param base – `[V, 3]` the mean head, origin between the eyes. @returns modes `[V, 3]` each. */
export function ownModes(
  base: Float32Array,
  balls: readonly BallMesh[],
): { names: readonly string[]; modes: readonly Float32Array[] } {
  const centres = balls.map((ball) => placeBall(ball, base.slice(), { yaw: 0, pitch: 0 }).centre);
  const sampled = (field: ShapeField): Float32Array => {
    const mode = new Float32Array(base.length);
    for (let i = 0; i < base.length; i += 3) mode.set(field(base[i]!, base[i + 1]!, base[i + 2]!), i);
    return mode;
  };
  const modes = Object.values(fields).map((field) => sampled(rigidAtEyes(field, centres)));
  // Brows move over the bone and leave the lids where they are.
  modes.push(...Object.values(browFields).map(sampled));
  return { names: [...Object.keys(fields), ...Object.keys(browFields)], modes };
}

/** Distances between two of the 68 landmarks (their usual numbers from 0), along x or y. */
const landmarkMeasures: Readonly<Partial<Record<MeasureName, readonly [number, number, 'x' | 'y']>>> = {
  faceLength: [27, 8, 'y'],
  faceBreadth: [16, 0, 'x'],
  jawBreadth: [12, 4, 'x'],
  noseBreadth: [35, 31, 'x'],
  noseLength: [27, 33, 'y'],
  lipLength: [54, 48, 'x'],
  upperVermilion: [51, 62, 'y'],
  lowerVermilion: [66, 57, 'y'],
  chinHeight: [66, 8, 'y'],
  eyeFissureLength: [45, 42, 'x'],
  eyeFissureHeight: [43, 47, 'y'],
};

/**
 * @param modes – `[V, 3]` each: the published modes. @param landmarks – `[68]` vertex numbers.
 * @param own – names of the modes after the published ones.
 */
export function facekitTraits(
  base: Float32Array,
  modes: readonly Float32Array[],
  landmarks: readonly number[],
  own: readonly string[],
): IdentityTraits {
  const place = (field: Float32Array, landmark: number): Vector3 => {
    const v = 3 * landmarks[landmark]!;
    return [field[v]!, field[v + 1]!, field[v + 2]!];
  };
  const change = (field: Float32Array, [from, to, axis]: readonly [number, number, 'x' | 'y']): number => {
    const k = axis === 'x' ? 0 : 1;
    return place(field, from)[k] - place(field, to)[k];
  };
  const least = (wanted: MeasureChange, ownShift: Readonly<Record<string, number>>): number[] => {
    const chosen = Object.entries(landmarkMeasures).filter(([name]) => name in wanted);
    const rows = chosen.map(([, measure]) => {
      const sign = Math.sign(change(base, measure));
      return modes.map((mode) => sign * change(mode, measure));
    });
    const shift = leastShift(
      rows,
      chosen.map(([name]) => wanted[name as MeasureName]!),
    );
    return [...shift, ...own.map((name) => ownShift[name] ?? 0)];
  };
  return {
    masculinity: least(masculineChange, browsWithMasculinity),
    age: least(ageChange, { sag: sagWithAge }),
  };
}
