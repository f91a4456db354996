/**
 * Every landmark of a shape as a weighted sum of a few of them, the anchors: ridge regression over training shapes, x and y
 * alike and both relative to the anchors' mean. N shapes, K landmarks, A anchors.
 */
import { solvePositive } from '../../core/numbers/linear-system.js';

/** Of the mean of the normal matrix's diagonal: anchors next to each other move almost alike. */
const ridge = 1e-4;

/**
 * @param shapes – `[N, K, 2]`, pixels. @param chosen – the anchors.
 * @returns `[A, K]`.
 */
export function fitDecoder(shapes: Float32Array, landmarks: number, chosen: readonly number[]): Float32Array {
  const anchors = chosen.length;
  const normal = new Float64Array(anchors * anchors);
  const right = new Float64Array(anchors * landmarks);
  const own = new Float64Array(anchors);
  for (let start = 0; start < shapes.length; start += 2 * landmarks)
    for (let axis = 0; axis < 2; axis++) {
      const at = (landmark: number): number => shapes[start + 2 * landmark + axis]!;
      const mean = chosen.reduce((sum, landmark) => sum + at(landmark), 0) / anchors;
      for (let i = 0; i < anchors; i++) own[i] = at(chosen[i]!) - mean;
      for (let i = 0; i < anchors; i++) {
        for (let j = 0; j <= i; j++) normal[i * anchors + j]! += own[i]! * own[j]!;
        for (let k = 0; k < landmarks; k++) right[i * landmarks + k]! += own[i]! * (at(k) - mean);
      }
    }
  let trace = 0;
  for (let i = 0; i < anchors; i++) trace += normal[i * anchors + i]!;
  for (let i = 0; i < anchors; i++) normal[i * anchors + i]! += (ridge * trace) / anchors;
  solvePositive(normal, right, anchors);
  return Float32Array.from(right);
}
