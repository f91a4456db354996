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

/** @param asked – the other way of asking for points, of which there can be one. @returns the detector itself without an adapter. */
export function throughAdapter(
  detector: Detector,
  adapter: PointAdapter | undefined,
  asked: { landmarks?: unknown; convention?: unknown },
): Detector {
  if (adapter === undefined) return detector;
  if (asked.landmarks !== undefined || asked.convention !== undefined)
    throw new LineamentError(
      `detect: an adapter gives the points of ${adapter.to.set}; landmarks and convention ask for others`,
      { hint: 'give an adapter, or landmarks' },
    );
  return adaptedDetector(detector, adapter);
}
