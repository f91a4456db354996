/**
 * How a person's traits shift a head's identity parameters: the smallest change of the parameters that gives the
 * published change of measures on that head. With parameters that are independent standard normals it is also the most
 * likely one. It serves modes that have a name and modes that have none (principal components of scans) alike.
 */

import { solvePositive } from '../../core/numbers/linear-system.js';
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
  const gram = Float64Array.from(jacobian.flatMap((row) => jacobian.map((other) => dotProduct(row, other))));
  let trace = 0;
  for (let i = 0; i < m; i++) trace += gram[i * m + i]!;
  for (let i = 0; i < m; i++) gram[i * m + i]! += (ridgeShare * trace) / m;
  const weights = Float64Array.from(wanted);
  solvePositive(gram, weights, m);
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
