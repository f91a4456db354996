/**
 * Labels as people make them: exact ibug68 points become those of an annotator, by a convention that all annotators share,
 * a habit of each, errors that a feature's points share in one picture, and errors of single points
 * (`annotator-distribution.ts` says how large each is and why). Pure: the same stream and points give the same labels.
 *
 * Every shift is given along and across the feature: "along" is the direction of the curve from each point's
 * neighbour before to the one behind, "out" the direction across it that leads away from the feature's middle (down from the brows'
 * upper edge is "in"). Unit is the face's size, 0.6 √(width · height) of the box of its points: about the distance of the
 * outer eye corners of a frontal face (SPIGA's figures in three normalisers have that ratio), and steady where a
 * turned head brings these together.
 */
import { wholeRange } from '../../../core/numbers/whole-range.js';
import { Random } from '../../../core/random.js';
import { tightBox } from '../../../landmarks/face-crop.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { type AnnotatorDistribution, annotatorDistribution } from './annotator-distribution.js';

/** A feature's points in their order along the curve. */
interface Feature {
  points: readonly number[];
  closed: boolean;
  /** Which way is out: from the feature's middle, or from another point of the face. */
  away: readonly number[];
}

/** Name of the set that annotators have. */
export const annotatedSet: string = ibug68.name;

/** Of {@link annotatedSet}. */
export const features: Readonly<Record<string, Feature>> = {
  jaw: { points: wholeRange(0, 16), closed: false, away: wholeRange(27, 30) },
  'right brow': { points: wholeRange(17, 21), closed: false, away: wholeRange(36, 41) },
  'left brow': { points: wholeRange(22, 26), closed: false, away: wholeRange(42, 47) },
  bridge: { points: wholeRange(27, 30), closed: false, away: wholeRange(36, 41) },
  'nose base': { points: wholeRange(31, 35), closed: false, away: [27] },
  'right eye': { points: wholeRange(36, 41), closed: true, away: wholeRange(36, 41) },
  'left eye': { points: wholeRange(42, 47), closed: true, away: wholeRange(42, 47) },
  'outer lips': { points: wholeRange(48, 59), closed: true, away: wholeRange(48, 59) },
  'inner lips': { points: wholeRange(60, 67), closed: true, away: wholeRange(60, 67) },
};

export interface Annotation {
  /** `[68, 2]` pixels. */
  points: Float32Array;
  /** Number of the annotator. */
  annotator: number;
}

/**
 * @param exact – `[68, 2]` pixels: the visible contour's points.
 * @param random – a stream of the face's own.
 * @param crew – seed of the annotators: their habits are the same in all pictures of a dataset.
 */
export function annotate(
  exact: Float32Array,
  random: Random,
  crew: number,
  distribution: AnnotatorDistribution = annotatorDistribution,
): Annotation {
  const annotator = random.child('annotator').integer(0, distribution.annotators - 1);
  const conventional = applyConvention(exact, distribution);
  const size = faceSize(exact);
  const points = Float32Array.from(conventional);
  const habits = new Random(crew, 'annotator', annotator);
  for (const [name, feature] of Object.entries(features)) {
    const frames = framesOf(exact, feature);
    const habit = habits.child(name);
    const shared = random.child('feature', name);
    const own = random.child('point', name);
    const shift = { along: shared.normal(), out: shared.normal() };
    for (const [i, k] of feature.points.entries()) {
      const deviation = distribution.deviation[name]!;
      const { habits: h, pictures: p, points: s } = distribution.shares;
      const mixed = (axis: 'along' | 'out'): number =>
        deviation[axis] *
        size *
        (Math.sqrt(h) * habit.normal() + Math.sqrt(p) * shift[axis] + Math.sqrt(s) * own.normal());
      move(points, k, frames[i]!, mixed('along'), mixed('out'));
    }
  }
  return { points, annotator };
}

/** The convention alone, without any error. @param exact – `[68, 2]` pixels. */
export function applyConvention(
  exact: Float32Array,
  { convention, evenJaw }: Pick<AnnotatorDistribution, 'convention' | 'evenJaw'> = annotatorDistribution,
): Float32Array {
  const size = faceSize(exact);
  const points = Float32Array.from(exact);
  const jaw = features.jaw!.points;
  const even = evenlySpaced(exact, jaw);
  for (const [i, k] of jaw.entries())
    for (const axis of [0, 1])
      points[2 * k + axis]! += evenJaw * (even[2 * i + axis]! - exact[2 * k + axis]!);
  for (const feature of Object.values(features)) {
    const frames = framesOf(exact, feature);
    for (const [i, k] of feature.points.entries()) {
      const bias = convention[k];
      if (bias !== undefined) move(points, k, frames[i]!, bias.along * size, bias.out * size);
    }
  }
  return points;
}

/** Pixels. */
export function faceSize(points: Float32Array): number {
  const box = tightBox(points);
  return box === null ? 0 : 0.6 * Math.sqrt(box.width * box.height);
}

/** Unit vectors `[x, y]` of a point. */
interface Frame {
  along: readonly [number, number];
  out: readonly [number, number];
}

function framesOf(points: Float32Array, { points: order, closed, away }: Feature): Frame[] {
  const n = order.length;
  const middle = centreOf(points, away);
  return order.map((k, i) => {
    const before = order[closed ? (i + n - 1) % n : Math.max(0, i - 1)]!;
    const behind = order[closed ? (i + 1) % n : Math.min(n - 1, i + 1)]!;
    const x = points[2 * behind]! - points[2 * before]!;
    const y = points[2 * behind + 1]! - points[2 * before + 1]!;
    const length = Math.hypot(x, y);
    // Points that fall together, as of closed lips in profile, have no direction: the picture's own serves.
    const along: [number, number] = length > 1e-6 ? [x / length, y / length] : [1, 0];
    const out: [number, number] = [-along[1], along[0]];
    const leads = out[0] * (points[2 * k]! - middle[0]) + out[1] * (points[2 * k + 1]! - middle[1]);
    return { along, out: leads < 0 ? [-out[0], -out[1]] : out };
  });
}

function move(points: Float32Array, k: number, { along, out }: Frame, a: number, o: number): void {
  points[2 * k]! += a * along[0] + o * out[0];
  points[2 * k + 1]! += a * along[1] + o * out[1];
}

function centreOf(points: Float32Array, of: readonly number[]): [number, number] {
  let [x, y] = [0, 0];
  for (const k of of) {
    x += points[2 * k]! / of.length;
    y += points[2 * k + 1]! / of.length;
  }
  return [x, y];
}

/** `[n, 2]`: as many points on the same chain of straight lines, at equal lengths of the way; both ends stay. */
export function evenlySpaced(points: Float32Array, order: readonly number[]): Float32Array {
  const at = order.map((k) => [points[2 * k]!, points[2 * k + 1]!] as const);
  const way = [0];
  for (let i = 1; i < at.length; i++)
    way.push(way[i - 1]! + Math.hypot(at[i]![0] - at[i - 1]![0], at[i]![1] - at[i - 1]![1]));
  const total = way.at(-1)!;
  const result = new Float32Array(2 * at.length);
  for (let i = 0, s = 0; i < at.length; i++) {
    const wanted = (total * i) / (at.length - 1);
    while (s < at.length - 2 && way[s + 1]! < wanted) s++;
    const length = way[s + 1]! - way[s]!;
    const share = length > 0 ? Math.min(1, (wanted - way[s]!) / length) : 0;
    result[2 * i] = at[s]![0] + share * (at[s + 1]![0] - at[s]![0]);
    result[2 * i + 1] = at[s]![1] + share * (at[s + 1]![1] - at[s]![1]);
  }
  return result;
}
