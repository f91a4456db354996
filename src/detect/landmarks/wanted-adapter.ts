/** An adapter as an option of whoever opens a model: what the network must give for it, and what then looks through it. */
import { LineamentError } from '../../core/errors.js';
import { withFeatureMaps } from '../../networks/feature-maps.js';
import { adaptedDetector } from './adapted-detector.js';
import type { Detector } from './detector.js';
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
    `detect: an adapter gives the points of its own set; landmarks and convention ask for others`,
    { hint: 'give an adapter, or landmarks' },
  );
}

/** @returns the detector itself without an adapter. */
export function throughAdapter(detector: Detector, adapter: PointAdapter | undefined): Detector {
  return adapter === undefined ? detector : adaptedDetector(detector, adapter);
}
