/**
 * What a person's traits do to the measures of a head, centimetres for one standard deviation of the trait. Sex: half
 * the difference of the published means (`cage/anthropometry.ts`). Age: ears grow 0.22 mm a year (Heathcote 1995), lips
 * thin and widen, nose and philtrum lengthen (Iblher et al. 2008; Sforza et al. 2010), rounded by us.
 */
import { type MeasureName, measureNames, measures } from '../heads/cage/anthropometry.js';
import { ageDeviation, meanScoreOfMen } from './person-distribution.js';

export type MeasureChange = Readonly<Partial<Record<MeasureName, number>>>;

export const masculineChange: MeasureChange = Object.fromEntries(
  measureNames
    .filter((name) => measures[name].men.mean > 0)
    .map((name) => {
      const { men, women } = measures[name];
      return [name, (men.mean - women.mean) / 20 / meanScoreOfMen];
    }),
);

export const ageChange: MeasureChange = {
  earLength: 0.022 * ageDeviation,
  noseLength: 0.07,
  noseTipRise: -0.08,
  upperVermilion: -0.06,
  lowerVermilion: -0.04,
  lipLength: 0.08,
  eyeFissureHeight: -0.02,
};

/** Share of one standard deviation of sag (`shape-fields.ts`) for each of age. */
export const sagWithAge = 0.75;
