/// <reference lib="dom" preserve="true" />
/** Opens a model file as a landmark detector in a browser: one box, one face. `open-detector.ts` is what a product opens. */
import { openedTogether } from '../../core/opened-together.js';
import type { OptionNames } from '../../core/settings/known-options.js';
import type { PointMap } from '../../landmarks/point-map.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { lookNames } from '../detection-settings.js';
import type { LookOptions } from '../landmarks/create-detector.js';
import type { Detector } from '../landmarks/detector.js';
import type { PointAdapter } from '../landmarks/point-adapter.js';
import { adaptedLooks, checkAsked, networkFor } from '../landmarks/wanted-adapter.js';
import type { ConventionSet } from '../point-maps/map-shapes.js';
import { type WantedLandmarks, wantedDetector, wantedNames } from '../point-maps/wanted-landmarks.js';
import { withEyes } from './open-eyes.js';
import { modelBytes, openNetwork, type RunOptions, runNames, type WebModel } from './open-model.js';

export interface OpenLandmarkOptions extends RunOptions, LookOptions, WantedLandmarks {
  /** Looks at the eyes again: the address of `lineament/models/eyes.onnx`, or its bytes. For models of dense sets. */
  eyes?: WebModel | undefined;
  /** Turns the points into those of another set: what `parseAdapter` makes of a file of `model adapt`. */
  adapter?: PointAdapter | undefined;
}

export const openLandmarkNames: OptionNames<OpenLandmarkOptions> = {
  ...runNames,
  ...lookNames,
  ...wantedNames,
  eyes: true,
  adapter: true,
};

/** @param model – the address of a model file, or its bytes. @returns the detector, and what frees its networks. */
export async function openModel(
  model: WebModel,
  { landmarks, convention, eyes, adapter, ...options }: OpenLandmarkOptions,
): Promise<{ detector: Detector; close: () => Promise<void> }> {
  checkAsked(adapter, { landmarks, convention });
  const { bytes, file } = await modelBytes(model);
  const metadata = readModelMetadata(bytes, file);
  const wanted = typeof landmarks === 'string' ? landmarkSet(landmarks) : landmarks;
  const { made, close } = await openedTogether(async (keep) => {
    const { session, release } = await openNetwork(networkFor(bytes, file, adapter), file, options);
    keep(release);
    const { mirror, looks, anyRoll } = options;
    const own = await adaptedLooks(metadata, session, { mirror, looks, anyRoll, adapter }, (once) =>
      withEyes(once, eyes, options, keep),
    );
    return wantedDetector(
      own,
      { ...(wanted && { landmarks: wanted }), ...(convention && { convention }) },
      fitHere,
    );
  });
  return { detector: made, close };
}

/** On the embedded head: a map that was fitted on another comes with the model file, or is given. */
async function fitHere(from: ConventionSet, to: ConventionSet): Promise<PointMap> {
  const [{ fitPointMap }, { createCageHead }] = await Promise.all([
    import('../point-maps/fit-point-map.js'),
    import('../../face/heads/cage/cage-head.js'),
  ]);
  return fitPointMap({ from, to, head: createCageHead() });
}
