/** The detector that a product embeds, made of a model's session: how often it looks at a face is a choice. */
import { checkOptions } from '../../core/settings/known-options.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { type Given, type LookSettings, lookNames, parseLooks } from '../detection-settings.js';
import { anyRollDetector } from './any-roll.js';
import { type DetectionSession, type Detector, oneLookDetector } from './detector.js';
import { mirroredSession } from './mirrored-session.js';
import { secondLook } from './second-look.js';

/** With the defaults of {@link LookSettings}. */
export type LookOptions = Given<LookSettings>;

/**
 * @example
 * const detector = createDetector(metadata, session, { mirror: true, looks: 2 });
 * const { points, uncertainty } = await detector.detect(image, { x: 120, y: 80, width: 200, height: 210 });
 */
export function createDetector(
  metadata: ModelMetadata,
  session: DetectionSession,
  options: LookOptions = {},
): Detector {
  checkOptions('createDetector', options, lookNames);
  const { mirror, looks, anyRoll } = parseLooks(options);
  const once = oneLookDetector(metadata, mirror ? mirroredSession(metadata, session) : session);
  const first = anyRoll ? anyRollDetector(once) : once;
  return looks === 2 ? secondLook(once, first) : first;
}
