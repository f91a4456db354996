/** `detect --describe`: what the points of each face say, beside them. */
import { UsageError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { DescribeOptions } from '../../detect/describe/describe-face.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import type { HeadPoints } from '../../detect/describe/head/head-points.js';
import { sampleHeadPoints } from '../../detect/describe/head/sample-head-points.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { loadHead } from '../../face/heads/registry.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';

export interface DescribeFlags {
  describe?: true;
  /** Pixels. */
  focal?: number;
  head?: string;
}

/** What the faces of a picture are described with. */
export type DescribingOf = (image: Pick<Image, 'width' | 'height'>) => DescribeOptions;

/** @returns undefined where nothing is to be described. */
export async function describingOf(
  { describe, focal, head: named = 'cage' }: DescribeFlags,
  { metadata }: Detector,
): Promise<DescribingOf | undefined> {
  if (!describe) return undefined;
  const { set, convention } = metadata.landmarks;
  if (!landmarkSetNames.includes(set))
    throw new UsageError(`detect: nothing is known of where the points of ${set} lie on a head`, {
      hint: `--describe takes models of ${landmarkSetNames.join(', ')}; or ask for such points with --landmarks`,
    });
  const head: HeadPoints = sampleHeadPoints(await loadHead(named), await openLandmarkSet(set), convention);
  return ({ width, height }) => ({
    camera: { width, height, ...(focal !== undefined && { focal }) },
    head,
  });
}

/** One line for people. */
export function descriptionText({ pose, misfit }: DescribedFace): string {
  if (pose === undefined) return '';
  const degrees = (radians: number): number => Math.round((radians * 180) / Math.PI);
  const { yaw, pitch, roll, deviation, position } = pose;
  return `     head: yaw ${degrees(yaw)}°, pitch ${degrees(pitch)}°, roll ${degrees(roll)}° (± ${degrees(deviation)}°), ${(-position[2]).toFixed(0)} cm away, misfit ${misfit.toFixed(1)}`;
}
