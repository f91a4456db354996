/** An adapter as an option of whoever opens a model: what the network must give for it, and what then looks through it. */
import { LineamentError } from '../../core/errors.js';
import { withFeatureMaps } from '../../networks/feature-maps.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { adaptedDetector } from './adapted-detector.js';
import { createDetector, type LookOptions } from './create-detector.js';
import type { DetectionSession, Detector } from './detector.js';
import type { PointAdapter } from './point-adapter.js';

/** @param bytes – of a model's file. @param file – named in errors. @returns those of the network to run. */
export function networkFor(
  bytes: Uint8Array,
  file: string,
  adapter: Pick<PointAdapter, 'patches'> | undefined,
): Uint8Array {
  return adapter?.patches === undefined ? bytes : withFeatureMaps(bytes, file);
}

/** Refuses two ways of asking for points, before anything is opened for them. */
export function checkAsked(
  adapter: unknown,
  { landmarks, convention }: { landmarks?: unknown; convention?: unknown },
): void {
  if (adapter === undefined || (landmarks === undefined && convention === undefined)) return;
  throw new LineamentError(
    'detect: an adapter gives the points of its own set; landmarks and convention ask for others',
    { hint: 'give an adapter, or landmarks' },
  );
}

/**
 * A model's looks for an adapter. One that holds a map for a first look looks twice where nothing else is said: quickly, and through
 * the box that it then has as asked for. With `looks: 1` it looks through the given boxes, which are to be as good.
 * @param withEyes – looks at the eyes again, where that is wanted. @returns the model's own detector without an adapter.
 */
export async function adaptedLooks(
  metadata: ModelMetadata,
  session: DetectionSession,
  { adapter, ...options }: LookOptions & { adapter: PointAdapter | undefined },
  withEyes: (detector: Detector) => Promise<Detector>,
): Promise<Detector> {
  if (adapter?.firstLook === undefined || options.looks === 1) {
    const own = await withEyes(createDetector(metadata, session, options));
    return adapter === undefined ? own : adaptedDetector(own, adapter);
  }
  const { mirror, anyRoll } = options;
  const own = await withEyes(createDetector(metadata, session, { mirror }));
  return adaptedDetector(own, adapter, createDetector(metadata, session, { anyRoll }));
}
