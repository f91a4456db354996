/** Adapters as files: written whole, opened by name of the file, or `nearest-subset` for the plain subset of the template. */
import { LineamentError } from '../../core/errors.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { adapterText, type PointAdapter, parseAdapter } from '../../detect/landmarks/point-adapter.js';
import { hasPointsOf } from '../../landmarks/sets/named-set.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { readTextOr, writeFileWhole } from '../../node/files.js';
import { plainAdapter } from './adapter.js';

/** The kind that nothing is fitted for. */
export const needsNoFile = 'nearest-subset';

export async function saveAdapter(file: string, adapter: PointAdapter): Promise<void> {
  await writeFileWhole(file, adapterText(adapter));
}

export async function openAdapter(file: string): Promise<PointAdapter> {
  return parseAdapter(await readTextOr(file, 'adapter'), file);
}

export interface NamedAdapter {
  /** Whether it reads what the network sees: the model is to be opened with `features`. */
  features: boolean;
  /** For this model. */
  of(detector: Detector): PointAdapter;
}

/** @param nameOrFile – `nearest-subset`: that of ibug68, which needs no file; else an adapter's file. */
export async function adapterNamed(nameOrFile: string): Promise<NamedAdapter> {
  if (nameOrFile === needsNoFile) return { features: false, of: nearestAdapter };
  const adapter = await openAdapter(nameOrFile);
  return { features: adapter.patches !== undefined, of: () => adapter };
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
