/**
 * Which splits photographs are studied in: those they come with; where there is none for validation, a share of those for
 * training; where all are for training, splits of our own. What cannot be studied is refused with what is missing.
 */
import { LineamentError } from '../../core/errors.js';
import { splitByPerson } from '../../dataset/import/person-split.js';
import type { Job } from '../../jobs/job.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { labelledPartsJob, type PersonFace } from './labelled-parts.js';
import type { NeedyRow } from './row-needs.js';

/** Faces for training with fewer of which nothing is trained or fitted on them. */
export const leastForTraining = 2;

/** Faces for training below which a share of them would be of a handful. */
const leastToSplit = 20;
const seed = 1;

/** Persons of each split where a collection has faces for training alone. */
const ownShares = { train: 60, validation: 15, test: 25 };

/** Per cent of the persons for training where a collection has a test split and none for validation. */
const validationShares = { train: 90, validation: 10, test: 0 };

const testSplits = ['test', 'common-test', 'challenging', 'private'];

/** @param splits – of the labelled faces as they come. @returns them in the splits that a study needs, perhaps the same job. */
export function inSplits(labelled: Job<DatasetOutcome>, splits: Record<string, number>): Job<DatasetOutcome> {
  if ((splits.train ?? 0) < leastToSplit) return labelled;
  if (Object.keys(splits).every((split) => split === 'train')) return inOwnSplits(labelled);
  return splits.validation === undefined && hasTest(splits) ? withValidation(labelled) : labelled;
}

function inOwnSplits(labelled: Job<DatasetOutcome>): Job<DatasetOutcome> {
  const { train, validation, test } = ownShares;
  return labelledPartsJob({
    name: 'photographs in splits of our own',
    source: labelled,
    settings: { shares: ownShares, seed },
    split: (faces) => divided(faces, ownShares),
    warnings: () => [
      `The photographs have no test split: they were split by person or photograph, ${train} to ${validation} to ${test} (seed ${seed}). The figures are not those of a published test set.`,
    ],
  });
}

function withValidation(labelled: Job<DatasetOutcome>): Job<DatasetOutcome> {
  const { validation } = validationShares;
  return labelledPartsJob({
    name: 'photographs with a validation split',
    source: labelled,
    settings: { shares: validationShares, seed },
    split: (faces) => divided(faces, validationShares),
    keepOthers: true,
    warnings: (counts) => [
      `The photographs have no validation split: ${counts.validation ?? 0} of their ${(counts.validation ?? 0) + (counts.train ?? 0)} faces for training were taken for it, by person or photograph (${validation} % of them, seed ${seed}). No training reads their labels.`,
    ],
  });
}

function divided(faces: readonly PersonFace[], shares: typeof ownShares): Record<string, string[]> {
  return splitByPerson(
    faces.map((face) => ({ ...face, source: '' })),
    [],
    shares,
    seed,
  ).splits;
}

function hasTest(splits: Record<string, number>): boolean {
  return testSplits.some((split) => splits[split] !== undefined);
}

interface Wanted {
  folder: string;
  /** Whether that is what was imported: the remedy depends on it. */
  is300W: boolean;
  /** Rows of the study that need faces for training, and the names of all. */
  training: readonly NeedyRow[];
  rows: readonly string[];
}

export function requireSplits(
  splits: Record<string, number>,
  { folder, is300W, training, rows }: Wanted,
): void {
  const found = Object.entries(splits).map(([split, count]) => `${split} (${count})`);
  const refuse = (missing: string, hint: string): never => {
    throw new LineamentError(`the photographs have no ${missing}; their splits: ${found.join(', ')}`, {
      file: folder,
      hint,
    });
  };
  if ((splits.train ?? 0) < leastForTraining && training.length > 0) {
    const needy = training.map(({ name }) => name);
    const others = rows.filter((row) => !needy.includes(row));
    const adapting = training.filter(({ onlyAdapts }) => onlyAdapts).map(({ name }) => name);
    refuse(
      `faces for training (split train), needed by ${needy.join(', ')}`,
      [
        is300W
          ? 'give the folder above that holds training faces of 300-W too: afw, helen/trainset or lfpw/trainset'
          : 'put a splits.json beside labelled.jsonl, or import them with a split train',
        ...(others.length > 0 ? [`or run the rows that need none: --rows ${others.join(' ')}`] : []),
        ...(adapting.length > 0
          ? [`or give pictures to adapt to (${adapting.join(', ')}) with --unlabelled`]
          : []),
      ].join('; '),
    );
  }
  if (!hasTest(splits))
    refuse(
      `faces to measure on (split ${testSplits.join(', ')})`,
      is300W
        ? `give test faces of 300-W too (helen/testset, lfpw/testset, ibug, 01_Indoor, 02_Outdoor), or at least ${leastToSplit} for training, which are then split by photograph`
        : 'put a splits.json beside labelled.jsonl, or import them with a test split',
    );
}
