/** The adaptation methods of a recipe, opened: their data, and the step plan that they make with the source's loss. */
import type { Log } from '../../../core/log.js';
import { Random } from '../../../core/random.js';
import { createLoader } from '../../../dataset/load/loader.js';
import { landmarksOf } from '../../../dataset/store/manifest.js';
import { type Dataset, openDataset } from '../../../dataset/store/store.js';
import type { Convention, LandmarkSet } from '../../../landmarks/landmark-set.js';
import type { ModelMetadata } from '../../../networks/model-file/model-metadata.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import { normalisation } from '../normalisation.js';
import type { ObjectiveOptions } from '../objective.js';
import type { Recipe } from '../recipe.js';
import { warnOfLeftOut } from '../training-data.js';
import type { AdaptationContext, FacesSettings, OpenFaces, OpenOptions } from './adaptation-method.js';
import { type ComposedPlan, composePlan, type StartedPart } from './compose-plan.js';
import { methodNamed } from './registry.js';

export interface OpenAdaptation extends ComposedPlan {
  /** Faces of each method, by its name. */
  readonly faces: Readonly<Record<string, number>>;
  describeModel(metadata: ModelMetadata): ModelMetadata;
  /** What the methods begin with, over the weights of the recipe; undefined where none has anything. */
  readonly beginsWith: ((state: TrainerState) => Promise<TrainerState>) | undefined;
  close(): Promise<void>;
}

/** @returns undefined where no method has a weight: training is then that of the source faces alone. */
export async function openAdaptation(
  recipe: Recipe,
  set: LandmarkSet,
  objective: Omit<ObjectiveOptions, 'frozen'>,
  log: Log,
): Promise<OpenAdaptation | undefined> {
  const entries = (recipe.adaptation ?? []).filter(({ weight }) => weight !== 0);
  if (entries.length === 0) return undefined;
  const { batch, accumulate = 1, steps, seed, augmentation } = recipe;
  const context: AdaptationContext = {
    objective,
    set,
    batch,
    accumulate,
    steps,
    seed,
    augmentation,
    open: (faces, options) => openFaces(recipe, faces, options, log),
  };
  const parts: (StartedPart & { name: string })[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(parts.map(({ part }) => part.close()));
  };
  try {
    for (const settings of entries) {
      const part = await methodNamed(settings.method).create(settings, context);
      parts.push({ name: settings.method, start: settings.start, part });
    }
    return {
      ...composePlan(parts, { objective, batch, accumulate }),
      faces: Object.fromEntries(parts.map(({ name, part }) => [name, part.faces])),
      describeModel: (metadata) =>
        parts.reduce(
          (described, { name, part }) =>
            part.describeModel?.(described) ?? adaptedTo(described, name, part.faces),
          metadata,
        ),
      beginsWith: parts.some(({ part }) => part.beginsWith !== undefined)
        ? async (given) => {
            let state = given;
            for (const { part } of parts) state = (await part.beginsWith?.(state)) ?? state;
            return state;
          }
        : undefined,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the model file says of faces that only their pictures were taken of. */
function adaptedTo(metadata: ModelMetadata, method: string, faces: number): ModelMetadata {
  const { training } = metadata;
  const data = `${training.data} Adapted by ${method} to ${faces} faces without labels.`;
  return { ...metadata, training: { ...training, data } };
}

async function openFaces(
  { model, data, seed, loaderWorkers }: Recipe,
  { data: folders, split, limit }: FacesSettings,
  { name, batch, augmentation, twins = false }: OpenOptions,
  log: Log,
): Promise<OpenFaces> {
  const datasets: Dataset[] = [];
  try {
    for (const folder of folders) datasets.push(await openDataset(folder));
    const { manifest } = datasets[0]!;
    const convention = conventionOf(manifest.conventions, data.convention);
    const loader = await createLoader(datasets, {
      split,
      batch,
      augmentation,
      inputSize: model.inputSize,
      convention,
      seed: new Random(seed, 'adaptation', name).integer(0, 2 ** 31 - 1),
      normalisation,
      workers: loaderWorkers,
      twins,
      ...(limit !== undefined && { drawn: { count: limit, seed } }),
    });
    warnOfLeftOut(name, loader, log);
    return {
      size: loader.size,
      set: landmarksOf(manifest),
      convention,
      batch: (number) => loader.batch(number),
      close: () => loader.close(),
    };
  } finally {
    for (const dataset of datasets) dataset.close();
  }
}

/** The recipe's where there are such points; else what there is, such as the contour of photographs. */
function conventionOf(there: readonly Convention[], wanted: Convention): Convention {
  return there.includes(wanted) ? wanted : there[0]!;
}
