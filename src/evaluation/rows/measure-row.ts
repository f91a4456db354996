/**
 * Measures one trained model in every way of comparing, without a leak: the nearest subset comes from the template,
 * adapters are fitted on the fit parts alone (out-of-fold predictions where the training saw their labels), nothing is
 * chosen on what is measured, and a face that adapters were fitted on is measured through one fitted without its
 * person. The protocol in words: docs/evaluation.md.
 */

import { LineamentError } from '../../core/errors.js';
import { freedAfter, type Keep } from '../../core/opened-together.js';
import { lineamentVersion } from '../../core/version.js';
import { partOf, silentWork, type Work } from '../../core/work.js';
import { landmarksOf } from '../../dataset/store/manifest.js';
import { openDataset } from '../../dataset/store/store.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { hasPointsOf } from '../../landmarks/sets/named-set.js';
import { landmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import { patchReader } from '../adapters/adapter.js';
import { adapterNames, adapterWays } from '../adapters/registry.js';
import { type ComparedFace, comparedFace } from '../figures/figures.js';
import { labelledFaces } from '../predict/labelled-faces.js';
import { type PredictedFace, predict } from '../predict/predict.js';
import { createBootstrap, intervalLevel } from '../tests/bootstrap.js';
import { partChoice } from './part-choice.js';
import { rowCell } from './row-cell.js';
import { createFitter } from './row-fitter.js';
import {
  type Comparison,
  type FittedAdapter,
  type RowCell,
  type RowResult,
  rowSubsets,
  type WayOfComparing,
} from './row-result.js';
import { type FacePart, parseRowSettings, type RowInput } from './row-settings.js';

export function measureRow(input: RowInput, work: Work = silentWork): Promise<RowResult> {
  return freedAfter((keep) => measureWithin(input, keep, work));
}

/** @param keep – gets what frees the networks. */
async function measureWithin(input: RowInput, keep: Keep, work: Work): Promise<RowResult> {
  const began = performance.now();
  const { model, measure, fit } = input;
  const settings = parseRowSettings(input);
  const { seed, resamples, keepPoints } = settings;
  const features = fit !== undefined && settings.ways.some((way) => adapterWays[way].reads === 'features');
  const detector = await openLandmarkDetector(model, { features }, keep);
  const target = landmarkSet(settings.target);
  const own = await ownSet(detector, input);
  const { convention } = detector.metadata.landmarks;
  const failures: RowResult['failures'] = [];
  const readNamed = async (
    part: FacePart,
    by: Detector | ((id: string) => Detector) = detector,
  ): Promise<PredictedFace[]> => {
    const { faces, failures: failed } = await predictPart(
      part,
      by,
      { set: target, own, convention, seed, features },
      partOf(work, part.name),
    );
    failures.push(...failed.map((failure) => ({ part: part.name, ...failure })));
    return faces;
  };

  const detectorOf = await outOfFold(input, { detector, features }, keep);
  const fitFaces: PredictedFace[] = [];
  // Of the measured model itself: what adapters are fitted on is often measured too.
  const known = new Map<string, PredictedFace[]>();
  for (const part of fit ?? []) {
    const faces = await readNamed(part, detectorOf);
    fitFaces.push(...faces);
    if (input.folds === undefined) known.set(samePart(part), faces);
  }
  const ways = possibleWays(input, settings.ways, detector, own, target);
  const fitter = createFitter(fitFaces, input, {
    from: own,
    to: target,
    convention,
    seed,
    ...(settings.adapterSteps !== undefined && { steps: settings.adapterSteps }),
  });
  const adapters: FittedAdapter[] = [];
  for (const way of ways) {
    const described = await fitter.describe(way);
    if (described !== null) adapters.push(described);
  }

  const cells: RowCell[] = [];
  for (const part of measure) {
    const faces = known.get(samePart(part)) ?? (await readNamed(part));
    if (faces.length === 0) continue;
    fitter.refuseLeak(part, faces);
    const bootstrap = createBootstrap(
      faces.map(({ person }) => person),
      { resamples, seed },
    );
    const add = (comparison: Comparison, set: LandmarkSet, compared: readonly ComparedFace[]): void => {
      for (const points of rowSubsets) {
        const { name, data, split } = part;
        const where = { part: name, data, split: split ?? null };
        const cell = rowCell(compared, { ...where, comparison, points, set, bootstrap, keepPoints });
        if (cell !== null) cells.push(cell);
      }
    };
    for (const way of ways) {
      const compared: ComparedFace[] = [];
      for (const face of faces) {
        const { apply } = await fitter.wayFor(way, face);
        compared.push(comparedFace(face, face.labels, apply(face.predicted)));
      }
      add(way, target, compared);
    }
    if (own.name !== target.name && faces.every(({ ownLabels }) => ownLabels !== null)) {
      add(
        'own-set',
        own,
        faces.map((face) => comparedFace(face, face.ownLabels!, face.predicted.points)),
      );
    }
  }
  const { set } = detector.metadata.landmarks;
  return {
    format: 1,
    model: { file: model, set, convention, hasTransferred: detector.metadata.transfer !== undefined },
    target: target.name,
    settings: input,
    fit:
      fitFaces.length === 0
        ? null
        : {
            faces: fitFaces.length,
            persons: new Set(fitFaces.map(({ personKey }) => personKey)).size,
            outOfFold: input.folds !== undefined,
          },
    adapters,
    statistics: { seed, resamples, interval: 'percentile', level: intervalLevel, resampled: 'persons' },
    cells,
    failures,
    seconds: (performance.now() - began) / 1000,
    lineament: lineamentVersion,
  };
}

/** The same of two parts of the same faces, whatever they are called. */
function samePart({ data, split, where, limit }: FacePart): string {
  return JSON.stringify([data, split, where, limit]);
}

/** A built-in set by name, or the set of one of the datasets: a model names its set and does not define it. */
export async function ownSet(detector: Detector, { measure, synthetic }: RowInput): Promise<LandmarkSet> {
  const { set, names } = detector.metadata.landmarks;
  if (landmarkSetNames.includes(set)) return landmarkSet(set);
  for (const { data } of [...measure, ...(synthetic ? [synthetic] : [])]) {
    const dataset = await openDataset(data);
    const candidate = landmarksOf(dataset.manifest);
    dataset.close();
    if (hasPointsOf({ names }, candidate)) return candidate;
  }
  throw new LineamentError(`evaluate: no dataset defines the model's set '${set}'`, {
    hint: 'measure on a dataset with labels of it too',
  });
}

/** For each face of the fit parts a model whose training has not seen it. */
async function outOfFold(
  { folds, model }: RowInput,
  { detector, features }: { detector: Detector; features: boolean },
  keep: Keep,
): Promise<(id: string) => Detector> {
  if (folds === undefined) return () => detector;
  const opened: { detector: Detector; unseen: ReadonlySet<string> }[] = [];
  // One after another: where one cannot be opened, none is still on its way.
  for (const { file, unseen } of folds)
    opened.push({ detector: await openLandmarkDetector(file, { features }, keep), unseen: new Set(unseen) });
  const { names } = detector.metadata.landmarks;
  const strange = opened.findIndex(
    ({ detector: { metadata } }) => metadata.landmarks.names.join() !== names.join(),
  );
  if (strange >= 0) {
    throw new LineamentError('evaluate: a fold model predicts another set than the measured one', {
      file: folds[strange]!.file,
      hint: `train it as ${model} was trained`,
    });
  }
  return (id) => {
    const found = opened.find(({ unseen }) => unseen.has(id));
    if (found === undefined) {
      throw new LineamentError(`evaluate: the training of every fold model has seen face ${id}`, {
        hint: 'list it under `unseen` of a fold model that has not seen it',
      });
    }
    return found.detector;
  };
}

function possibleWays(
  { fit, synthetic }: RowInput,
  ways: readonly WayOfComparing[],
  { metadata }: Detector,
  own: LandmarkSet,
  target: LandmarkSet,
): WayOfComparing[] {
  const direct = own.name === target.name || metadata.transfer?.set === target.name;
  const possible: Record<WayOfComparing, boolean> = {
    'nearest-subset': true,
    'ridge-affine': fit !== undefined,
    'ridge-features': fit !== undefined,
    mlp: fit !== undefined,
    // From a set to itself synthetic pairs teach nothing.
    auxiliary: synthetic !== undefined && own.name !== target.name,
    'own-head': direct,
  };
  return adapterNames.filter((way) => ways.includes(way) && possible[way]);
}

interface PartLabels {
  set: LandmarkSet;
  own: LandmarkSet;
  convention: Convention;
  seed: number;
  /** Keeps what the network saw around the points of `set`. */
  features?: boolean;
}

/** The faces of a part through a detector, their labels in a set and, where they are stored, in the model's own. */
export async function predictPart(
  part: FacePart,
  detector: Detector | ((id: string) => Detector),
  { seed, features = false, ...labels }: PartLabels,
  work: Work,
): ReturnType<typeof predict> {
  const dataset = await openDataset(part.data);
  const patches = features ? patchReader(labels.own, labels.set) : undefined;
  try {
    const faces = await labelledFaces(dataset, partChoice(part, seed), labels);
    return await predict(detector, faces, { patches }, work);
  } finally {
    dataset.close();
  }
}
