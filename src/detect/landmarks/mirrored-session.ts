/**
 * Test-time mirroring: a model sees each crop as it is and mirrored, and its two answers are averaged. It costs one more
 * inference; what it brings: docs/detection.md. K landmarks, S the side of the crop.
 *
 * Uncertainty: of two equally likely answers the variance is the mean of theirs plus a quarter of the squared distance between
 * them along an axis (the law of total variance). Where the answers disagree, the model is less sure than it says.
 */
import { LineamentError } from '../../core/errors.js';
import { visibilityKinds } from '../../landmarks/landmark-set.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import type { DetectionSession } from './detector.js';
import { hasMirrorPairs } from './points-box.js';
import { mirroredFeatures } from './seen-features.js';

/** @returns a session of the same outputs; any that is not known here is that of the crop as it is. */
export function mirroredSession(
  { landmarks, transfer, input }: Pick<ModelMetadata, 'landmarks' | 'transfer' | 'input'>,
  session: DetectionSession,
): DetectionSession {
  if (!hasMirrorPairs(landmarks))
    throw new LineamentError(
      `detect: mirroring needs a set that says which points are mirror images; ${landmarks.set} has no pairs`,
      { hint: 'leave mirroring out, or train the model with a set that names its mirror images' },
    );
  const { size } = input;
  return {
    async run(feeds) {
      const mirroredFeeds = Object.entries(feeds).map(
        ([name, { data, shape }]) => [name, { data: mirrorPlanes(data, size), shape }] as const,
      );
      const plain = await session.run(feeds);
      const mirrored = await session.run(Object.fromEntries(mirroredFeeds));
      const joined = { ...plain, ...mirroredFeatures(mirrored) };
      average(joined, mirrored, { points: 'points', sigma: 'sigma', mirror: landmarks.mirror, size });
      averageShares(joined, mirrored, 'visibility', landmarks.mirror);
      if (transfer !== undefined) {
        const names = { points: 'transferred', sigma: 'transferredSigma' };
        average(joined, mirrored, { ...names, mirror: transfer.mirror, size });
      }
      return joined;
    },
  };
}

interface PointOutputs {
  /** Names of the outputs. */
  points: string;
  sigma: string;
  mirror: readonly number[];
  size: number;
}

/** Outputs that are missing or of another length are left for the detector to refuse. */
function average(
  plain: Record<string, Float32Array>,
  mirrored: Readonly<Record<string, Float32Array>>,
  { points, sigma, mirror, size }: PointOutputs,
): void {
  const [a, b, s, t] = [plain[points], mirrored[points], plain[sigma], mirrored[sigma]];
  const count = mirror.length;
  if (a?.length !== 2 * count || b?.length !== 2 * count || s?.length !== count || t?.length !== count)
    return;
  const places = new Float32Array(2 * count);
  const deviations = new Float32Array(count);
  for (let k = 0; k < count; k++) {
    const other = mirror[k]!;
    const [x, y] = [a[2 * k]!, a[2 * k + 1]!];
    const [u, v] = [size - 1 - b[2 * other]!, b[2 * other + 1]!];
    places[2 * k] = (x + u) / 2;
    places[2 * k + 1] = (y + v) / 2;
    const apart = ((x - u) ** 2 + (y - v) ** 2) / 2;
    deviations[k] = Math.sqrt((s[k]! ** 2 + t[other]! ** 2) / 2 + apart / 4);
  }
  plain[points] = places;
  plain[sigma] = deviations;
}

/** Of shares for each point: as probable as both answers say. @param name – of an output `[1, K, 4]`, where there is one. */
function averageShares(
  plain: Record<string, Float32Array>,
  mirrored: Readonly<Record<string, Float32Array>>,
  name: string,
  mirror: readonly number[],
): void {
  const [a, b] = [plain[name], mirrored[name]];
  if (a === undefined || b?.length !== a.length || a.length !== mirror.length * visibilityKinds) return;
  plain[name] = a.map((share, i) => {
    const other = mirror[Math.floor(i / visibilityKinds)]!;
    return (share + b[other * visibilityKinds + (i % visibilityKinds)]!) / 2;
  });
}

/** @param data – planes of `[S, S]`, each mirrored left to right. */
function mirrorPlanes(data: Float32Array, size: number): Float32Array {
  const mirrored = data.slice();
  for (let from = 0; from < mirrored.length; from += size) mirrored.subarray(from, from + size).reverse();
  return mirrored;
}
