/**
 * Whatever points are wanted, out of whatever points a model gives: its own, by a map that its file carries, by one that is
 * given, or by one that is fitted now. Safe in browsers; each platform says how it fits.
 */
import { LineamentError } from '../../core/errors.js';
import type { OptionNames } from '../../core/settings/known-options.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import type { PointMap } from '../../landmarks/point-map.js';
import { landmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import type { Detector } from '../landmarks/detector.js';
import { mappedDetector } from '../landmarks/mapped-detector.js';
import type { ConventionSet } from './map-shapes.js';

export interface WantedLandmarks<Named = string> {
  /** A built-in set by its name, a set, or a map to one; the model's own points by default. */
  landmarks?: Named | LandmarkSet | PointMap;
  /** Of `landmarks`; that of the model by default. */
  convention?: Convention;
}

export const wantedNames: OptionNames<WantedLandmarks> = { landmarks: true, convention: true };

/** Fits a map, or knows it already. */
export type MapFitter = (from: ConventionSet, to: ConventionSet) => Promise<PointMap>;

/** @returns a detector of the wanted points. */
export async function wantedDetector(
  detector: Detector,
  { landmarks: wanted, convention }: WantedLandmarks<never>,
  fitMap: MapFitter,
): Promise<Detector> {
  const { metadata } = detector;
  if (wanted !== undefined && 'nearest' in wanted) {
    if (convention !== undefined && convention !== wanted.to.convention)
      throw new LineamentError(
        `landmarks: the map gives ${wanted.to.convention} points; convention is ${convention}`,
        { hint: 'leave the convention out, or make another map' },
      );
    return mappedDetector(detector, wanted);
  }
  if (wanted === undefined && convention === undefined) return detector;
  const to: ConventionSet = {
    set: wanted ?? ownSet(metadata),
    convention: convention ?? metadata.landmarks.convention,
  };
  if (isSet(metadata.landmarks, to)) return detector;
  const carried = metadata.maps?.find((map) => isSet(map.to, to));
  if (carried !== undefined) return mappedDetector(detector, carried);
  const from: ConventionSet = { set: ownSet(metadata), convention: metadata.landmarks.convention };
  return mappedDetector(detector, await fitMap(from, to));
}

function isSet(known: ModelMetadata['landmarks'], { set, convention }: ConventionSet): boolean {
  return (
    known.set === set.name &&
    known.convention === convention &&
    known.names.length === set.points.length &&
    set.points.every(({ name }, k) => name === known.names[k])
  );
}

/** The set that a model was trained on, with its definitions: model files hold the names alone. */
export function ownSet({ landmarks }: ModelMetadata): LandmarkSet {
  const { set, names } = landmarks;
  const known = landmarkSetNames.includes(set) ? landmarkSet(set) : undefined;
  if (known?.points.length === names.length && known.points.every(({ name }, k) => name === names[k]))
    return known;
  throw new LineamentError(
    `landmarks: the model's set '${set}' is not a built-in one, so nothing is known of its points`,
    {
      hint: `give a map that was fitted with the set's file: lineament landmarks map --from ${set}.yaml`,
    },
  );
}
