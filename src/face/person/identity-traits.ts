/**
 * How a person's traits shift a head's identity parameters: the smallest change of the parameters that gives the
 * published change of measures on that head. With parameters that are independent standard normals it is also the most
 * likely one. It serves modes that have a name and modes that have none (principal components of scans) alike.
 */

import type { Random } from '../../core/random.js';
import type { IdentityTraits } from '../heads/head-model.js';
import type { PersonDescription } from './description.js';
import { ageScore, masculineScore } from './person-distribution.js';

/** Identity: independent normals, a little wider than the scanned population, cut at ±2.5 of their deviations. */
const identity = { scale: 1.1, limit: 2.5 } as const;
/** λ against the mean square effect of a measure. */
const ridgeShare = 0.12;
/** What is left of the spread along a trait's own direction at least: traits never fix a face. */
const leastSpread = 0.5;

/**
 * The least x with J x ≈ d: Jᵀ(J Jᵀ + λ)⁻¹ d, with some λ so that measures that pull against each other give way.
 *
 * @param jacobian – `[m][P]` change of each measure with each parameter.
 * @param wanted – `[m]` change of each measure.
 */
export function leastShift(jacobian: readonly (readonly number[])[], wanted: readonly number[]): number[] {
  const m = wanted.length;
  const gram = jacobian.map((row) => jacobian.map((other) => dotProduct(row, other)));
  const ridge = (ridgeShare * gram.reduce((sum, row, i) => sum + row[i]!, 0)) / m;
  const system = gram.map((row, i) => [...row.map((v, j) => (i === j ? v + ridge : v)), wanted[i]!]);
  for (let p = 0; p < m; p++)
    for (let r = 0; r < m; r++) {
      if (r === p) continue;
      const factor = system[r]![p]! / system[p]![p]!;
      for (let c = p; c <= m; c++) system[r]![c]! -= factor * system[p]![c]!;
    }
  const weights = system.map((row, i) => row[m]! / row[i]!);
  return (jacobian[0] ?? []).map((_, k) => weights.reduce((sum, w, i) => sum + w * jacobian[i]![k]!, 0));
}

/**
 * Identity parameters of a person: normals whose mean follows the traits and whose spread along each trait shrinks by
 * what the trait explains, so that the population keeps the spread that it has without them.
 *
 * @param count – P. @param scale – multiplies everything; 0 is the mean face.
 */
export function sampleIdentity(
  random: Random,
  count: number,
  person: PersonDescription,
  traits: IdentityTraits | undefined,
  scale: number,
): number[] {
  if (scale === 0) return Array.from({ length: count }, () => 0);
  const values = Array.from({ length: count }, () =>
    random.truncatedNormal(0, identity.scale, identity.limit),
  );
  for (const [trait, score] of [
    [traits?.masculinity, masculineScore(person)],
    [traits?.age, ageScore(person)],
  ] as const) {
    if (trait === undefined) continue;
    const squared = dotProduct(trait, trait);
    if (squared === 0) continue;
    const kept = Math.sqrt(Math.max(leastSpread ** 2, 1 - squared));
    const change = ((kept - 1) * dotProduct(values, trait)) / squared + score;
    for (let i = 0; i < count; i++) values[i]! += change * trait[i]!;
  }
  const most = identity.scale * identity.limit;
  return values.map((value) => scale * Math.min(most, Math.max(-most, value)));
}

function dotProduct(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
