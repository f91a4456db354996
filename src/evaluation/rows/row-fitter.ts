/**
 * The ways of comparing of one row, fitted on the fit parts alone: each at most once for each fold, so that a face that adapters were fitted on
 * is measured through one fitted without its person.
 */
import { LineamentError } from '../../core/errors.js';
import { synthesisedPairs } from '../../dataset/generate/synthesised-pairs.js';
import { openDataset } from '../../dataset/store/store.js';
import type { FitContext, FitFace } from '../adapters/adapter.js';
import { auxiliaryPairs } from '../adapters/auxiliary.js';
import { adapterFolds } from '../adapters/folds.js';
import { adapterWays, type FittedWay, fitWay } from '../adapters/registry.js';
import type { PredictedFace } from '../predict/predict.js';
import type { FittedAdapter, WayOfComparing } from './row-result.js';
import type { FacePart, RowInput } from './row-settings.js';

export interface Fitter {
  describe(way: WayOfComparing): Promise<FittedAdapter | null>;
  /** The way for a face: one that its person had no part in. */
  wayFor(way: WayOfComparing, face: PredictedFace): Promise<FittedWay>;
  refuseLeak(part: FacePart, faces: readonly PredictedFace[]): void;
}

export function createFitter(
  fitFaces: readonly PredictedFace[],
  { fit, synthetic }: RowInput,
  context: Omit<FitContext, 'fittedOn'>,
): Fitter {
  const persons = fitFaces.map(({ personKey }) => personKey);
  const folds = adapterFolds(persons, context.seed);
  const foldOf = new Map(persons.map((person, i) => [person, folds[i]!]));
  const fitted = new Set(fitFaces.map(({ faceKey }) => faceKey));
  const names = (fit ?? []).map(({ name }) => name).join(', ');
  const labelled = (faces: readonly PredictedFace[]): FitFace[] => faces.map(fitFaceOf);
  let pairs: Promise<FitFace[]> | undefined;

  async function fitWithout(way: WayOfComparing, without: number | null): Promise<FittedWay> {
    if (adapterWays[way].learnsFrom === 'synthetic pairs' && synthetic !== undefined) {
      pairs ??= readPairs(synthetic, context);
      const fittedOn = `synthetic pairs of ${synthetic.name}`;
      return fitWay(way, await pairs, { ...context, fittedOn });
    }
    const faces = fitFaces.filter((_, i) => folds[i] !== without);
    return fitWay(way, labelled(faces), { ...context, fittedOn: `${faces.length} faces of ${names}` });
  }

  const kept = new Map<string, Promise<FittedWay>>();
  const fittedOnce = (way: WayOfComparing, without: number | null): Promise<FittedWay> => {
    const key = `${way} ${without}`;
    const found = kept.get(key) ?? fitWithout(way, without);
    kept.set(key, found);
    return found;
  };
  const usesLabels = (way: WayOfComparing): boolean => adapterWays[way].learnsFrom === 'labels';

  return {
    async describe(way) {
      if (adapterWays[way].learnsFrom === 'nothing') return null;
      const { ridge, crossValidated } = await fittedOnce(way, null);
      const on = adapterWays[way].learnsFrom === 'synthetic pairs' ? await pairs! : labelled(fitFaces);
      return {
        comparison: way,
        faces: on.length,
        persons: new Set(on.map(({ person }) => person)).size,
        ridge,
        crossValidated,
      };
    },
    async wayFor(way, { personKey }) {
      const without = usesLabels(way) ? (foldOf.get(personKey) ?? null) : null;
      return fittedOnce(way, without);
    },
    refuseLeak(part, faces) {
      // Faces that were fitted on have adapters of their own; other faces of the same persons are in no fit part.
      const leak = faces.find(({ faceKey, personKey }) => foldOf.has(personKey) && !fitted.has(faceKey));
      if (leak === undefined) return;
      throw new LineamentError(
        `evaluate: face ${leak.id} of part '${part.name}' shows ${leak.person}, on whom the adapters are fitted too`,
        { file: part.data, hint: 'split by person' },
      );
    },
  };
}

/** What an adapter learns from a face. */
export function fitFaceOf({ personKey, predicted, labels }: PredictedFace): FitFace {
  const { points, uncertainty, patches } = predicted;
  return { person: personKey, points, uncertainty, target: labels.points, patches };
}

/** Generated faces in both sets; the part's limit is the number of pairs. */
export async function readPairs(
  { data, split, where, limit }: FacePart,
  { to, convention, seed }: Omit<FitContext, 'fittedOn'>,
): Promise<FitFace[]> {
  const dataset = await openDataset(data);
  try {
    const found = await synthesisedPairs(dataset, to, {
      count: limit ?? auxiliaryPairs,
      convention,
      seed,
      ...(split !== undefined && { split }),
      ...(where !== undefined && { where }),
    });
    return found.map(({ id, points, target }) => ({ person: id, points, target }));
  } finally {
    dataset.close();
  }
}
