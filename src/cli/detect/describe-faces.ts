/** `detect --describe`: what the points of each face say, beside them. */
import type { DescribeOptions } from '../../detect/describe/describe-options.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { openHeadPoints } from '../../detect/node/open-head-points.js';
import { describingOf as describingBy } from '../../studies/description/describe-picture.js';
import { recordWords } from '../../studies/description/face-words.js';

export interface DescribeFlags {
  describe?: true;
  /** Pixels. */
  focal?: number;
  head?: string;
  /** The points that are asked for: a YAML file says where they lie. */
  landmarks?: string;
}

/** What faces are described with. */
export interface Describing {
  options: DescribeOptions;
  /** What the points do not tell. */
  missing: readonly string[];
}

/** @returns undefined where nothing is to be described. */
export async function describingOf(
  { describe, focal, head, landmarks: asked }: DescribeFlags,
  { metadata }: Detector,
): Promise<Describing | undefined> {
  if (!describe) return undefined;
  const { points, missing } = await openHeadPoints('detect', metadata.landmarks, { asked, head });
  return {
    missing,
    options: describingBy({ ...(focal !== undefined && { focal }), ...(points && { head: points }) }),
  };
}

/** One line about what is not told; there is something. @param set – its points. */
export function missingWords(set: string, missing: readonly string[]): string {
  return `not told, for ${set} lacks the points: ${missing.join('; ')}`;
}

/** One line for people. */
export function descriptionText(described: DescribedFace, wrong?: number): string {
  const away = described.pose === undefined ? '' : `; ${(-described.pose.position[2]).toFixed(0)} cm away`;
  return `     ${recordWords({ described, ...(wrong !== undefined && { wrong }) })}${away}; misfit ${described.misfit.toFixed(1)}`;
}
