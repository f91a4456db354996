/**
 * Two things are called detectors: what `openDetector` opens (pictures in, faces out) and a landmark detector (pixels and one box in,
 * plain arrays out). Both have `metadata` and `detect`, so plain JavaScript may give the one where the other belongs.
 */
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import type { Detector } from './detector.js';

/** @param operation – named in the error. @param remedy – what to do with what `openDetector` opened. */
export function checkDetector(operation: string, detector: Detector, remedy: string): void {
  const given: unknown = detector;
  if (!isRecord(given) || typeof given.detect !== 'function' || !isRecord(given.metadata))
    throw new UsageError(`${operation}: the detector is ${given === undefined ? 'missing' : 'none'}`, {
      hint: 'give what createDetector makes of a model',
    });
  if ('names' in given)
    throw new UsageError(
      `${operation}: the detector is one of whole pictures, which openDetector opens; what is needed looks at one face through a box`,
      { hint: `${remedy}; or give what createDetector makes of a model` },
    );
}
