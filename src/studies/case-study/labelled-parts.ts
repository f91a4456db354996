/**
 * Parts of the labelled faces for training: two folds by person, and nested subsets for the curve over the number of
 * labels. Fixed by the faces' names and a seed alone, so that every row and every run has the same ones.
 */
import { rm } from 'node:fs/promises';
import { Random } from '../../core/random.js';
import { groupFolds, seededOrder } from '../../core/seeded-order.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import { type Dataset, openDataset } from '../../dataset/store/store.js';
import { personOf } from '../../evaluation/predict/person.js';
import type { Job } from '../../jobs/job.js';
import { type DatasetOutcome, datasetDigest, datasetFolder, datasetJob } from '../job-kinds/dataset-job.js';

/** A face and whom it shows. */
export interface PersonFace {
  id: string;
  person: string;
}

/** The folds that fold models are trained without, by person. @returns the ids of each. */
export function trainingFolds(faces: readonly PersonFace[], count: number, seed: number): string[][] {
  const folds = groupFolds(
    faces.map(({ person }) => person),
    count,
    new Random(seed, 'folds'),
  );
  return Array.from({ length: count }, (_, fold) =>
    faces.filter((_face, i) => folds[i] === fold).map(({ id }) => id),
  );
}

/** The first `count` ids of a seeded order of persons: a smaller subset lies within every larger one. */
export function firstFaces(faces: readonly PersonFace[], count: number, seed: number): string[] {
  const persons = seededOrder(
    faces.map(({ person }) => person),
    new Random(seed, 'label subsets'),
  );
  const place = new Map(persons.map((person, i) => [person, i]));
  return [...faces]
    .sort((a, b) => place.get(a.person)! - place.get(b.person)! || (a.id < b.id ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id);
}

export interface LabelledPartsOptions {
  name: string;
  source: Job<DatasetOutcome>;
  /** All that decides what `split` says. */
  settings: Record<string, unknown>;
  /** Which of the train split's faces are in which split of the new dataset; those that it does not name are left out. */
  split(faces: readonly PersonFace[]): Record<string, string[]>;
  /** Whether the source's other splits come along as they are. */
  keepOthers?: boolean;
  /** What must be said of it. @param counts – faces of the splits that were made. */
  warnings?: (counts: Record<string, number>) => string[];
}

/** A dataset with the train split's faces of `source`, laid into splits of other names. */
export function labelledPartsJob(options: LabelledPartsOptions): Job<DatasetOutcome> {
  const { name, source, settings, split, keepOthers = false, warnings = () => [] } = options;
  return datasetJob({
    name,
    kind: 'photographs',
    settings,
    needs: [source],
    seconds: 1,
    make: async (folder, context) => {
      await rm(folder, { recursive: true, force: true }); // the rest of a run that was killed
      const from = await openDataset(datasetFolder(context, source));
      try {
        const counts = await copyParts(from, folder, { split, keepOthers });
        const said = warnings(counts);
        const { published } = context.outcomeOf(source);
        return {
          notes: said,
          ...(said.length > 0 && { warnings: said }),
          ...(keepOthers && published !== undefined && { published }),
        };
      } finally {
        from.close();
      }
    },
  });
}

/** @returns faces of each split that was made of the train split. */
async function copyParts(
  from: Dataset,
  folder: string,
  { split, keepOthers }: Required<Pick<LabelledPartsOptions, 'split' | 'keepOthers'>>,
): Promise<Record<string, number>> {
  const faces: PersonFace[] = [];
  for await (const samples of from.scan({ split: 'train', images: false }))
    faces.push(...samples.map((sample) => ({ id: sample.id, person: personOf(sample) })));
  const made = Object.entries(split(faces));
  const splitOf = new Map(made.flatMap(([part, ids]) => ids.map((id) => [id, part] as const)));
  const partOf = ({ id, split: was }: Pick<LayeredSample, 'id' | 'split'>): string | undefined =>
    was === 'train' ? splitOf.get(id) : was;
  const { landmarks, pointCount, landmarkDefinition, conventions, missingPoints } = from.manifest;
  const to = await createDataset(folder, {
    landmarks,
    pointCount,
    ...(landmarkDefinition !== undefined && { landmarkDefinition }),
    conventions,
    layers: [],
    missingPoints,
    count: null,
    origin: { kind: 'imported', format: 'part', of: await datasetDigest(from, false) },
  });
  try {
    for await (const samples of from.scan(keepOthers ? {} : { split: 'train' }))
      await to.append(
        samples.flatMap((sample) => {
          const part = partOf(sample);
          return part === undefined ? [] : [{ ...sample, split: part }];
        }),
      );
    await to.finish();
  } finally {
    to.close();
  }
  return Object.fromEntries(made.map(([part, ids]) => [part, ids.length]));
}
