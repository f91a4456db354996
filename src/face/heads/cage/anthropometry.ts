/**
 * The population of heads in figures: what is measured, how much it varies, and how much of that is one common factor.
 * Means and deviations of men and women in millimetres, rounded, from:
 * - Zhuang & Bradtmiller, "Head-and-face anthropometric survey of U.S. respirator users", J. Occup. Environ. Hyg. 2
 *   (2005) 567–576: breadths, lengths, interpupillary distance, nose, lips (3997 people);
 * - Farkas, Anthropometry of the Head and Face, 2nd ed. (1994): eye fissure, vermilion, chin, ear.
 * They were entered from memory of these tables, to half a millimetre, and have not been checked against them since.
 * Where no survey gives a figure (brow height, fullness, profile of the nose, asymmetry) the deviation is our estimate.
 *
 * The deviation of the whole population joins the spread within each sex with the difference of their means. What is
 * common to all measures (sex and body size) is one factor: R = ℓℓᵀ + diag(1 − ℓ²) with loadings ℓ, which gives the
 * correlations of 0.2 to 0.6 that surveys of the head find between breadths, lengths and jaw, and near 0 for details.
 */

interface Measure {
  /** Millimetres, men and women. */
  readonly men: { readonly mean: number; readonly deviation: number };
  readonly women: { readonly mean: number; readonly deviation: number };
  /** Loading on the common size factor. */
  readonly size: number;
}

const sexes = (
  menMean: number,
  menDeviation: number,
  womenMean: number,
  womenDeviation: number,
  size: number,
): Measure => ({
  men: { mean: menMean, deviation: menDeviation },
  women: { mean: womenMean, deviation: womenDeviation },
  size,
});
/** A measure for which only a spread around the mean head is known. */
const spread = (deviation: number, size = 0): Measure => sexes(0, deviation, 0, deviation, size);

/** The measures: these are the names of the identity parameters, in their order. */
export const measureNames = [
  'faceLength',
  'faceBreadth',
  'jawBreadth',
  'interpupillaryDistance',
  'noseBreadth',
  'noseProtrusion',
  'noseLength',
  'nasalRootBreadth',
  'lipLength',
  'minimumFrontalBreadth',
  'headBreadth',
  'headLength',
  'upperVermilion',
  'lowerVermilion',
  'eyeFissureLength',
  'eyeFissureHeight',
  'eyeFissureSlant',
  'chinHeight',
  'earLength',
  'neckBreadth',
  'headHeight',
  'chinProtrusion',
  'browHeight',
  'browRidge',
  'cheekFullness',
  'cheekboneProminence',
  'noseBridgeHeight',
  'noseTipRise',
  'lipProtrusion',
  'earProtrusion',
  'jawAsymmetry',
  'noseAsymmetry',
  'browAsymmetry',
  'mouthAsymmetry',
] as const;
export type MeasureName = (typeof measureNames)[number];

export const measures: Readonly<Record<MeasureName, Measure>> = {
  faceLength: sexes(122.5, 7, 113.5, 6, 0.75),
  faceBreadth: sexes(143.5, 7, 135, 6.5, 0.75),
  jawBreadth: sexes(120.5, 10.5, 110, 9, 0.65),
  interpupillaryDistance: sexes(64.5, 3.5, 62, 3.5, 0.5),
  noseBreadth: sexes(36.5, 4, 33, 4, 0.45),
  noseProtrusion: sexes(21, 2.5, 20, 2.5, 0.3),
  noseLength: sexes(52, 4, 48, 4, 0.6),
  nasalRootBreadth: sexes(16.5, 2.5, 16.5, 2, 0.15),
  lipLength: sexes(51, 4, 48, 4, 0.5),
  minimumFrontalBreadth: sexes(105.5, 5.5, 103, 5.5, 0.5),
  headBreadth: sexes(153, 6, 147, 5.5, 0.6),
  headLength: sexes(197.5, 7.5, 187.5, 7, 0.65),
  upperVermilion: sexes(8, 1.5, 8.5, 1.5, -0.1),
  lowerVermilion: sexes(9.5, 1.5, 9.5, 1.5, 0),
  eyeFissureLength: sexes(31, 1.5, 30.5, 1.5, 0.3),
  eyeFissureHeight: sexes(10.5, 1, 11, 1.2, -0.1),
  /** Rise of the outer corner over the inner. */
  eyeFissureSlant: spread(1.1),
  chinHeight: sexes(51, 4, 44, 3.5, 0.6),
  earLength: sexes(63, 4, 59, 3.5, 0.5),
  neckBreadth: sexes(121, 8, 104, 7, 0.65),
  headHeight: spread(6, 0.4),
  chinProtrusion: spread(2.8),
  browHeight: spread(2, -0.3),
  browRidge: spread(1.3, 0.35),
  cheekFullness: spread(2),
  cheekboneProminence: spread(1.8),
  noseBridgeHeight: spread(1.5, 0.2),
  noseTipRise: spread(1.8),
  lipProtrusion: spread(1.6),
  earProtrusion: spread(2.5),
  jawAsymmetry: spread(1.3),
  noseAsymmetry: spread(1),
  browAsymmetry: spread(0.9),
  mouthAsymmetry: spread(0.8),
};

/** Standard deviation in a population of as many men as women, centimetres. */
export function populationDeviation({ men, women }: Measure): number {
  const within = (men.deviation ** 2 + women.deviation ** 2) / 2;
  const between = ((men.mean - women.mean) / 2) ** 2;
  return Math.sqrt(within + between) / 10;
}

/** `[P, P]` row-major correlations of the measures, from their loadings. */
export function correlations(): Float64Array {
  const loadings = measureNames.map((name) => measures[name].size);
  const count = loadings.length;
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) matrix[count * i + j] = i === j ? 1 : loadings[i]! * loadings[j]!;
  return matrix;
}
