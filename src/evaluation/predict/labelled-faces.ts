/**
 * The faces of a part of a dataset that are to be measured, and where their labels come from: those that are stored, or
 * for generated faces those that their scenes give in any set.
 */
import { resolve } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { seededOrder } from '../../core/seeded-order.js';
import { isGenerated, openRelabel } from '../../dataset/generate/synthesised-pairs.js';
import type { Sample } from '../../dataset/sample.js';
import { landmarksOf } from '../../dataset/store/manifest.js';
import type { Dataset, Selection } from '../../dataset/store/store.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { hasPointsOf, pointNames } from '../../landmarks/sets/named-set.js';
import { type FaceLabels, labelFace, labelsOf } from './labels.js';
import { personOf } from './person.js';

export interface LabelledFaces {
  dataset: Dataset;
  /** Places in the dataset. */
  indices: readonly number[];
  /** Set of the labels. */
  set: LandmarkSet;
  /** The labels of a sample, in that set. */
  label(sample: Sample): FaceLabels;
  /** Their labels in the model's own set, where it is another one and the dataset stores it. */
  labelOwn: ((sample: Sample) => FaceLabels) | null;
  /** Before a person's name where names of several datasets meet: generated persons are those of their dataset. */
  home: string;
}

export interface FaceChoice extends Selection {
  /** Only the first n faces of a seeded order by person. */
  limit?: { count: number; seed: number };
  /** What the choice is called in errors; its split by default. */
  name?: string;
}

/**
 * @param set – of the labels: the dataset's own, or any set for generated faces.
 * @param own – the model's set, where its labels are wanted beside those of `set`.
 * @param convention – of the labels; where a sample lacks it, the one that it has.
 */
export async function labelledFaces(
  dataset: Dataset,
  choice: FaceChoice,
  { set, own, convention }: { set: LandmarkSet; own?: LandmarkSet; convention: Convention },
): Promise<LabelledFaces> {
  const generated = isGenerated(dataset);
  const stored = hasSet(dataset, set);
  if (!stored && !generated)
    throw new LineamentError(
      `evaluate: the dataset has labels of ${dataset.manifest.landmarks}, not of ${set.name}`,
      { file: dataset.folder, hint: `give faces with ${set.name}, or generated ones` },
    );
  const relabel = stored ? undefined : await openRelabel(dataset, set, convention);
  return {
    dataset,
    indices: await chosenIndices(dataset, choice),
    set,
    label: (sample) => labelFace(set, relabel?.(sample) ?? labelsOf(sample, convention), sample, stored),
    labelOwn:
      own !== undefined && hasSet(dataset, own)
        ? (sample) => labelFace(own, labelsOf(sample, convention), sample, true)
        : null,
    home: generated ? `${resolve(dataset.folder)}#` : '',
  };
}

/** Whether the dataset stores labels of the set. */
function hasSet({ manifest }: Dataset, set: LandmarkSet): boolean {
  return manifest.landmarks === set.name && hasPointsOf({ names: pointNames(landmarksOf(manifest)) }, set);
}

async function chosenIndices(dataset: Dataset, { limit, name, ...selection }: FaceChoice): Promise<number[]> {
  const indices = await dataset.indices(selection);
  if (indices.length === 0) throw await noFaces(dataset, selection, name);
  if (limit === undefined || limit.count >= indices.length) return indices;
  const samples = await dataset.read(indices, { images: false });
  const persons = samples.map(personOf);
  const place = new Map(
    seededOrder(persons, new Random(limit.seed, 'part limit')).map((person, i) => [person, i]),
  );
  return indices
    .map((index, i) => ({ index, place: place.get(persons[i]!)! }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .slice(0, limit.count)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}

async function noFaces(
  dataset: Dataset,
  { split, where }: Selection,
  name?: string,
): Promise<LineamentError> {
  const splits = Object.entries(await dataset.splits()).map(([name, count]) => `${name} (${count})`);
  const part = name ?? (split === undefined ? 'the dataset' : `split '${split}'`);
  return new LineamentError(
    `evaluate: ${part} holds no faces${where === undefined ? '' : ` with ${where}`}`,
    {
      file: dataset.folder,
      hint: splits.length > 0 ? `its splits are ${splits.join(', ')}` : 'make it again',
    },
  );
}
