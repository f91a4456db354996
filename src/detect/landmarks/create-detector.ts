/** The detector that a product embeds, made of a model's session: how often it looks at a face is a choice. */
import { LineamentError } from '../../core/errors.js';
import type { ModelMetadata } from '../../networks/model-metadata.js';
import { type DetectionSession, type Detector, oneLookDetector } from './detector.js';
import { mirroredSession } from './mirrored-session.js';
import { secondLook } from './second-look.js';

/** Each further look costs one more inference; docs/detection.md says what it brings. */
export interface LookOptions {
  /** Averages with what the model says of the mirrored crop; false by default. */
  mirror?: boolean;
  /** 2: looks again through the box of the points that it found, turned until the eyes are level; 1 by default. */
  looks?: 1 | 2;
}

/**
 * @example
 * const detector = createDetector(metadata, session, { mirror: true, looks: 2 });
 * const { points, uncertainty } = await detector.detect(image, { x: 120, y: 80, width: 200, height: 210 });
 */
export function createDetector(
  metadata: ModelMetadata,
  session: DetectionSession,
  { mirror = false, looks = 1 }: LookOptions = {},
): Detector {
  checkLooks(looks);
  const once = oneLookDetector(metadata, mirror ? mirroredSession(metadata, session) : session);
  return looks === 2 ? secondLook(once) : once;
}

/** Plain JavaScript may give anything. */
function checkLooks(looks: unknown): void {
  if (looks === 1 || looks === 2) return;
  throw new LineamentError(`detect: looks must be 1 or 2, got ${String(looks)}`, {
    hint: 'leave it out, or give 2 for a second look',
  });
}
