/** Adapters as files: written whole, opened by name of the file, or `nearest-subset` for the plain subset of the template. */
import { LineamentError } from '../../core/errors.js';
import { openedTogether } from '../../core/opened-together.js';
import { adaptedDetector } from '../../detect/landmarks/adapted-detector.js';
import { adapterText } from '../../detect/landmarks/adapter-text.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import type { PointAdapter } from '../../detect/landmarks/point-adapter.js';
import { openAdapter } from '../../detect/node/open-adapter.js';
import { type OpenModelOptions, openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { hasPointsOf } from '../../landmarks/sets/named-set.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { writeFileWhole } from '../../node/files.js';
import { plainAdapter } from './adapter.js';

/** The kind that nothing is fitted for. */
export const needsNoFile = 'nearest-subset';

export async function saveAdapter(file: string, adapter: PointAdapter): Promise<void> {
  await writeFileWhole(file, adapterText(adapter));
}

/** A model looked through an adapter, if one is named. */
export interface AdaptedModel {
  detector: Detector;
  adapter: PointAdapter | undefined;
  /** Frees its networks. */
  close(): Promise<void>;
}

/** @param nameOrFile – `nearest-subset`: that of ibug68, which needs no file; else an adapter's file; the model alone without. */
export async function openAdapted(
  model: string,
  nameOrFile: string | undefined,
  options: Omit<OpenModelOptions, 'adapter'>,
): Promise<AdaptedModel> {
  const { made, close } = await openedTogether(async (keep) => {
    if (nameOrFile === needsNoFile) {
      const opened = await openLandmarkDetector(model, options, keep);
      const adapter = nearestAdapter(opened);
      return { detector: adaptedDetector(opened, adapter), adapter };
    }
    const adapter = nameOrFile === undefined ? undefined : await openAdapter(nameOrFile);
    return { detector: await openLandmarkDetector(model, { ...options, adapter }, keep), adapter };
  });
  return { ...made, close };
}

function nearestAdapter(detector: Detector): PointAdapter {
  const { set, names, convention } = detector.metadata.landmarks;
  const from = landmarkSet(set);
  if (!hasPointsOf({ names }, from)) {
    throw new LineamentError(`adapter: the model's '${set}' is not the built-in set of that name`, {
      hint: 'fit an adapter: lineament model adapt',
    });
  }
  const to = landmarkSet(defaultLandmarkSet);
  return plainAdapter(needsNoFile, {
    from,
    to,
    convention,
    seed: 0,
    fittedOn: 'nothing: the template alone',
  });
}

/** For reports. */
export function adapterWords({ kind, from, to, fittedOn }: PointAdapter): string {
  return `${from.set} to ${to.set} by ${kind}, fitted on ${fittedOn}`;
}
