/**
 * The emotion that a face shows, by a small network that reads what that of actions reads (`action-features.ts`): points, how sure they are, and
 * the fitted head. Fitted on synthetic faces whose expressions have names (`scripts/fit-from-points.ts`). F features, O kinds of faces, R points.
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
import { actionFeatures, readPoints } from './action-features.js';
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
  const { features, mirrored } = actionFeatures(view);
  const answers = applyBothWays(network, features, mirrored);
  if (answers === undefined) return undefined;
  const [own, other] = answers.map(softmax) as [Float64Array, Float64Array];
  const deviations = deviationsOf(view, [
    { slopes: shareSlopes(network, features, own), isMirrored: false },
    { slopes: shareSlopes(network, mirrored, other), isMirrored: true },
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

/** How each share changes with each feature. @returns `[O][F]` */
function shareSlopes(network: SmallNetwork, features: Float64Array, shares: Float64Array): Float64Array[] {
  const slopes = smallNetworkSlopes(network, features);
  const average = features.map((_, f) => shares.reduce((sum, share, o) => sum + share * slopes[o]![f]!, 0));
  return slopes.map((slope, k) => slope.map((value, f) => shares[k]! * (value - average[f]!)));
}

/** What the errors of the points' places come to, in the mean of both looks. @returns `[O]` */
function deviationsOf(
  view: FaceView,
  looks: readonly { slopes: readonly Float64Array[]; isMirrored: boolean }[],
): Float64Array {
  const { indices, size } = readPoints(view);
  const alike = Math.max(1, indices.length / effective);
  return Float64Array.from(emotionKinds, (_, k) => {
    // By the point itself: in the mirror stands its image, and right is left.
    const moved = new Map<number, [number, number]>();
    for (const { slopes, isMirrored } of looks)
      for (const [i, index] of indices.entries()) {
        const point = isMirrored ? view.head.mirror[index]! : index;
        const [x, y] = moved.get(point) ?? [0, 0];
        const [u, v] = [slopes[k]![2 * i]!, slopes[k]![2 * i + 1]!];
        moved.set(point, [x + (isMirrored ? -u : u) / looks.length, y + v / looks.length]);
      }
    let variance = 0;
    for (const [point, [x, y]] of moved)
      variance += (x * x + y * y) * (view.points.uncertainty[point]! / size) ** 2;
    return Math.sqrt(alike * variance);
  });
}
