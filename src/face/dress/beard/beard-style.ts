/** What sets the beard styles apart: the regions of the beard's area in which hair is let grow, 0 to 1 each. */
import type { BeardDescription } from '../../person/description.js';

export const beardRegions = [
  'moustache',
  'corners',
  'soulPatch',
  'chin',
  'jawLine',
  'cheek',
  'highCheek',
  'sideburn',
  'neck',
] as const;
export type BeardRegion = (typeof beardRegions)[number];

/** The full beard's `highCheek` follows the description's `cheek`. */
const styles: Readonly<Record<BeardDescription['style'], Readonly<Partial<Record<BeardRegion, number>>>>> = {
  none: {},
  full: {
    moustache: 1,
    corners: 1,
    soulPatch: 0.9,
    chin: 1,
    jawLine: 1,
    cheek: 1,
    highCheek: 1,
    sideburn: 1,
    neck: 1,
  },
  goatee: { soulPatch: 1, chin: 1 },
  vanDyke: { moustache: 1, corners: 0.9, soulPatch: 0.8, chin: 1 },
  moustache: { moustache: 1 },
  sideburns: { sideburn: 1, jawLine: 0.35, cheek: 0.75, neck: 0.2 },
  chinstrap: { jawLine: 1, chin: 0.8, sideburn: 0.9, neck: 0.5 },
};

/** How much of a region a beard takes, 0 to 1, whatever its cheek. */
export const regionWeight = ({ style }: BeardDescription, region: BeardRegion): number =>
  styles[style][region] ?? 0;

/** `[regions]` in the order of {@link beardRegions}. */
export function regionWeights(beard: BeardDescription): Float32Array {
  const weights = Float32Array.from(beardRegions, (region) => regionWeight(beard, region));
  weights[beardRegions.indexOf('highCheek')]! *= beard.cheek;
  return weights;
}
