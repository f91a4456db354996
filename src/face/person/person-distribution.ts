/**
 * Who a face belongs to, as continuous latent variables drawn before everything else: age and a feminine–masculine axis.
 * They shift other distributions smoothly (shape of the head, wrinkles, grey hair, beards, brows) and decide none of
 * them: every combination stays possible. Ancestry is no variable: pigments, hair and the head's shape vary on their
 * own, each over the whole human range.
 */
import type { Random } from '../../core/random.js';
import type { PersonDescription } from './description.js';

/** Years; younger adults are somewhat commoner. */
const age = { youngest: 18, oldest: 85, skew: 1.25 } as const;
/** Two wide humps that overlap; 0.5 is as masculine as feminine. */
const masculinity = { feminine: 0.27, masculine: 0.73, deviation: 0.14 } as const;
/** Standard deviation of masculinity over the population: √(0.23² + 0.14²), a little less for the cut ends. */
const masculinityDeviation = 0.265;
/** Years, about: standard deviation of age over the population. */
export const ageDeviation = 19;
/** Masculinity of the masculine hump in standard deviations: where published means of men belong. */
export const meanScoreOfMen: number = (masculinity.masculine - 0.5) / masculinityDeviation;

export function samplePerson(random: Random): PersonDescription {
  const years = age.youngest + (age.oldest - age.youngest) * random.next() ** age.skew;
  const hump = random.chance(0.5) ? masculinity.masculine : masculinity.feminine;
  return {
    age: Math.round(years * 10) / 10,
    masculinity: Math.min(1, Math.max(0, random.truncatedNormal(hump, masculinity.deviation))),
  };
}

/** Masculinity as standard deviations from the middle. */
export function masculineScore(person: Pick<PersonDescription, 'masculinity'>): number {
  return (person.masculinity - 0.5) / masculinityDeviation;
}

/** Age as standard deviations from the middle of life: 18 is −1.4, 45 is 0, 85 is 2.1. */
export function ageScore(person: Pick<PersonDescription, 'age'>): number {
  return (person.age - 45) / ageDeviation;
}
