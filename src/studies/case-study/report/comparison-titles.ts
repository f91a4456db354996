/** What the ways of comparing are called in a report. */
import type { Comparison } from '../../../evaluation/rows/row-result.js';

export const comparisonTitles: Record<Comparison, string> = {
  'own-set': 'its own points',
  'nearest-subset': 'nearest subset',
  mlp: 'MLP adapter',
  'ridge-affine': 'ridge-affine adapter',
  'ridge-features': 'ridge-features adapter',
  auxiliary: 'auxiliary network',
  'own-head': 'own head',
};
