/**
 * What can be seen of each point, with what the network cannot know: it sees a crop, so where the picture ends is told by the
 * points' places and deviations instead. K landmarks.
 */
import { visibility, visibilityKinds } from '../../landmarks/landmark-set.js';

/**
 * @param shares – `[K, 4]` as the network gives them. @param points – `[K, 2]`, pixels of the picture. @param sigma – `[K]`
 * @returns `[K, 4]`: outside as probable as the place is beyond the picture, the rest in the network's proportions.
 */
export function pictureVisibility(
  shares: Float32Array,
  points: Float32Array,
  sigma: Float32Array,
  { width, height }: { width: number; height: number },
): Float32Array {
  const seen = shares.slice();
  for (let k = 0; k < sigma.length; k++) {
    const from = k * visibilityKinds;
    const inside = within(points[2 * k]!, sigma[k]!, width) * within(points[2 * k + 1]!, sigma[k]!, height);
    const rest = 1 - shares[from + visibility.outside]!;
    for (let kind = 0; kind < visibilityKinds; kind++)
      seen[from + kind] =
        kind === visibility.outside
          ? 1 - inside
          : // A network that is sure of the outside says nothing of the other kinds.
            inside * (rest > 1e-6 ? shares[from + kind]! / rest : 1 / (visibilityKinds - 1));
  }
  return seen;
}

/** @param shares – `[K, 4]`. @param nearest – `[T]`, for each point of another set the one that stands for it. @returns `[T, 4]`. */
export function nearestVisibility(shares: Float32Array, nearest: readonly number[]): Float32Array {
  const seen = new Float32Array(nearest.length * visibilityKinds);
  nearest.forEach((k, t) => {
    seen.set(shares.subarray(k * visibilityKinds, (k + 1) * visibilityKinds), t * visibilityKinds);
  });
  return seen;
}

/** Of a normal distribution: how much lies on pixels 0 to size − 1. */
function within(place: number, sigma: number, size: number): number {
  return below((size - 0.5 - place) / sigma) - below((-0.5 - place) / sigma);
}

/** Of a standard normal distribution, within 0.01 (Bowling et al. 2009). */
function below(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z));
}
