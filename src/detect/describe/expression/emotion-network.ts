/**
 * The emotion that a face shows, by a small network that reads where the points lie and how sure they are (`action-features.ts`). It does not read
 * the fitted head, which makes up for a person's own face and differs most between photographs and synthetic faces. Fitted on synthetic faces whose
 * expressions have names (`scripts/fit-from-points.ts`), with brows, lids and corners of the mouth moved as people's differ at rest.
 * O kinds of faces, R points.
 */
import { effective } from '../fit/head-fitter.js';
import type { FaceView } from '../head-fit.js';
import { isFittedFor } from '../networks-input.js';
import {
  applyBothWays,
  type SmallNetwork,
  smallNetworkSlopes,
  unpackSmallNetwork,
} from '../small-network.js';
import { placeFeatures, readPoints } from './action-features.js';
import { type EmotionEstimate, emotionEstimate, emotionKinds } from './emotion.js';
import { packedEmotionMap } from './emotion-map.js';

let unpacked: SmallNetwork | undefined;

/** @returns undefined for points or a head that the network was not fitted for, and where a point is not known. */
export function askedEmotion(view: FaceView): EmotionEstimate | undefined {
  if (!isFittedFor(view)) return undefined;
  unpacked ??= unpackSmallNetwork(packedEmotionMap.data, packedEmotionMap.units);
  return applyEmotionNetwork(unpacked, view);
}

/** The mean of what it says of the face and of its mirror image. */
export function applyEmotionNetwork(network: SmallNetwork, view: FaceView): EmotionEstimate | undefined {
  const { features, mirrored } = placeFeatures(view);
  const answers = applyBothWays(network, features, mirrored);
  if (answers === undefined) return undefined;
  const [own, other] = answers.map(softmax) as [Float64Array, Float64Array];
  const read = readPoints(view);
  const places = 2 * read.indices.length;
  const slopesAt = (seen: Float64Array, shares: Float64Array): Float64Array[] =>
    shareSlopes(smallNetworkSlopes(network, seen, places), shares);
  const deviations = deviationsOf(view, read, [
    { slopes: slopesAt(features, own), isMirrored: false },
    { slopes: slopesAt(mirrored, other), isMirrored: true },
  ]);
  return emotionEstimate((emotion) => {
    const k = emotionKinds.indexOf(emotion);
    return { value: (own[k]! + other[k]!) / 2, deviation: deviations[k]! };
  });
}

export function softmax(logits: Float64Array): Float64Array {
  const most = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** How each share changes with what the logits change with. @param slopes – `[O][2R]` of the logits. @returns `[O][2R]` */
function shareSlopes(slopes: readonly Float64Array[], shares: Float64Array): Float64Array[] {
  const average = slopes[0]!.map((_, f) => shares.reduce((sum, share, o) => sum + share * slopes[o]![f]!, 0));
  return slopes.map((slope, k) => slope.map((value, f) => shares[k]! * (value - average[f]!)));
}

/** What the errors of the points' places come to, in the mean of both looks. @returns `[O]` */
function deviationsOf(
  view: FaceView,
  { indices, size }: ReturnType<typeof readPoints>,
  looks: readonly { slopes: readonly Float64Array[]; isMirrored: boolean }[],
): Float64Array {
  const alike = Math.max(1, indices.length / effective);
  return Float64Array.from(emotionKinds, (_, k) => {
    // By the point itself: in the mirror stands its image, and right is left.
    const moved = new Float64Array(2 * view.points.uncertainty.length);
    for (const { slopes, isMirrored } of looks)
      for (const [i, index] of indices.entries()) {
        const point = isMirrored ? view.head.mirror[index]! : index;
        moved[2 * point]! += ((isMirrored ? -1 : 1) * slopes[k]![2 * i]!) / looks.length;
        moved[2 * point + 1]! += slopes[k]![2 * i + 1]! / looks.length;
      }
    const variance = moved.reduce(
      // Of points that are not read nothing need be known.
      (sum, value, at) =>
        value === 0 ? sum : sum + (value * (view.points.uncertainty[at >> 1]! / size)) ** 2,
      0,
    );
    return Math.sqrt(alike * variance);
  });
}
