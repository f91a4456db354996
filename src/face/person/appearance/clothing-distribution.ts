/**
 * What people wear at neck and shoulders in portraits. T-shirts and shirts are commonest; turtlenecks and hoodies, which
 * hide the neck and part of the jaw, are drawn more often than they are worn, because they are what can mislead.
 */
import type { Random } from '../../../core/random.js';
import type { ClothingDescription } from '../description.js';
import { fabricColour } from './worn-distribution.js';

export function sampleClothing(random: Random): ClothingDescription {
  return {
    style: random.weighted({
      crew: 0.27,
      collar: 0.19,
      vneck: 0.14,
      jacket: 0.14,
      hoodie: 0.1,
      turtleneck: 0.09,
      strap: 0.07,
    }),
    colour: fabricColour(random),
    secondColour: fabricColour(random),
    pattern: random.weighted({
      plain: 0.46,
      heather: 0.16,
      stripes: 0.13,
      checks: 0.1,
      dots: 0.05,
      print: 0.1,
    }),
    scale: Math.exp(random.uniform(-1, 0.7)),
    tie: random.chance(0.35),
    tieColour: fabricColour(random),
    seed: random.uint32() >>> 1,
  };
}
