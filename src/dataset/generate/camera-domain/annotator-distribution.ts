/**
 * How the annotators of the simulated camera domain differ from exact labels. All lengths are shares of the face's size
 * (`annotators.ts`: about the distance of the outer eye corners), not per cent.
 *
 * **Convention**: what all annotators do alike, against ibug68 as Lineament lays it. No published table of such
 * differences exists; the directions are those that people who compare label sets report (Wood et al. 2021 learn a "label
 * adaptation" for them), the sizes are ours: large enough that a perfect model of the training domain's labels is about as
 * far off as the error of a good detector, so that adapting to the labels is worth something.
 *
 * **Errors**: two annotators of the same picture differ by 1.8 % of the distance of the outer eye corners (mean over
 * points, two annotators of HELEN). With independent normal errors of deviation σ along either axis the mean distance of two labels is
 * σ √π, so the points' mean σ is 0.018 / √π = 0.0102. It is spread over the features by our judgement:
 * least at the eyes' and mouth's corners and lids, most along brows and jaw, where nothing marks the place along the curve;
 * then all are scaled until two annotators of frontal faces of the domain differ by 1.8 % (the test measures it).
 */

/** Along the feature's curve and out of it. */
interface Shift {
  along: number;
  out: number;
}

export interface AnnotatorDistribution {
  annotators: number;
  /** 0 leaves the jaw's points where the face has them; 1 spaces them evenly on the visible contour. */
  evenJaw: number;
  /** Shift of points by their number; others have none. */
  convention: Readonly<Record<number, Shift>>;
  /** Standard deviation of each feature's errors, all parts together. */
  deviation: Readonly<Record<string, Shift>>;
  /** Shares of the variance: habits of an annotator, errors of a feature in a picture, errors of single points. */
  shares: { habits: number; pictures: number; points: number };
}

const out = (value: number): Shift => ({ along: 0, out: value });
const each = (points: readonly number[], shift: Shift): Record<number, Shift> =>
  Object.fromEntries(points.map((k) => [k, shift]));

export const annotatorDistribution: AnnotatorDistribution = {
  annotators: 5,
  evenJaw: 0.7,
  convention: {
    // Inside of the outline: people click on skin.
    ...each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], out(-0.012)),
    // In the middle of the brow's hair instead of its upper edge; the ends drawn in.
    ...each([18, 19, 20, 23, 24, 25], out(-0.03)),
    17: { along: 0.015, out: -0.02 },
    21: { along: -0.01, out: -0.03 },
    22: { along: 0.01, out: -0.03 },
    26: { along: -0.015, out: -0.02 },
    // The bridge begins lower, and its tip is the tip.
    27: { along: 0.03, out: 0 },
    28: { along: 0.02, out: 0 },
    29: { along: 0.01, out: 0 },
    // Wings of the nose: at their widest, not where they meet the lip. Along runs from right to left.
    31: { along: -0.03, out: -0.01 },
    32: { along: -0.012, out: 0 },
    34: { along: 0.012, out: 0 },
    35: { along: 0.03, out: -0.01 },
    // Lids outside of the lash line, corners a little outside.
    ...each([37, 38, 43, 44], out(0.018)),
    ...each([40, 41, 46, 47], out(0.012)),
    ...each([36, 39, 42, 45], out(0.008)),
    // Lips: on the skin just outside of the red.
    ...each([49, 50, 51, 52, 53, 55, 56, 57, 58, 59], out(0.01)),
    ...each([48, 54], out(0.006)),
  },
  deviation: {
    jaw: { along: 0.021, out: 0.0094 },
    'right brow': { along: 0.0155, out: 0.0094 },
    'left brow': { along: 0.0155, out: 0.0094 },
    bridge: { along: 0.0133, out: 0.0066 },
    'nose base': { along: 0.0088, out: 0.0072 },
    'right eye': { along: 0.0075, out: 0.0057 },
    'left eye': { along: 0.0075, out: 0.0057 },
    'outer lips': { along: 0.0094, out: 0.0072 },
    'inner lips': { along: 0.0094, out: 0.0066 },
  },
  shares: { habits: 0.3, pictures: 0.3, points: 0.4 },
};
