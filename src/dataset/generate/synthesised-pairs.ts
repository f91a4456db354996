/**
 * Labels of another set for generated faces: each row carries the scene that made it, and a head gives every set of it
 * without rendering. Pairs of two sets of the same faces cost no annotator; they are exact for synthetic faces and know
 * nothing of how people annotate. K points of the dataset's set, T of the target.
 */
import { LineamentError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { loadHead } from '../../face/heads/registry.js';
import type { Convention, LandmarkSet } from '../../landmarks/landmark-set.js';
import { createStudio } from '../../render/studio.js';
import { sceneOf } from '../attributes.js';
import type { Sample } from '../sample.js';
import type { Dataset, Selection } from '../store/store.js';

/** One face in two sets. */
export interface SynthesisedPair {
  id: string;
  /** `[K, 2]` pixels of the stored picture. */
  points: Float32Array;
  /** `[T, 2]` pixels of the same. */
  target: Float32Array;
}

/** Gives the points of the target set for rows of a generated dataset. */
export type Relabel = (sample: Pick<Sample, 'id' | 'attributes' | 'width'>) => Float32Array;

/** Whether the dataset's faces were generated, so that they have labels of every set. */
export function isGenerated({ manifest }: Pick<Dataset, 'manifest'>): boolean {
  return manifest.origin.kind === 'generated' && typeof manifest.origin.head === 'string';
}

/**
 * @param dataset – made by the generator; its head must be installed.
 * @returns labels `[T, 2]` of the target set in pixels of the stored picture.
 */
export async function openRelabel(
  { manifest }: Pick<Dataset, 'manifest'>,
  target: LandmarkSet,
  convention: Convention,
): Promise<Relabel> {
  const studio = createStudio({ head: await loadHead(String(manifest.origin.head)), set: target });
  return (sample) => studio.locate(sceneOf(sample), sample.width).points[convention];
}

/** @returns `count` pairs of a seeded choice of the selected faces, or all where there are fewer; the same every time. */
export async function synthesisedPairs(
  dataset: Dataset,
  target: LandmarkSet,
  {
    count,
    convention,
    seed,
    ...selection
  }: { count: number; convention: Convention; seed: number } & Selection,
): Promise<SynthesisedPair[]> {
  const relabel = await openRelabel(dataset, target, convention);
  const indices = await dataset.indices(selection);
  const chosen = new Random(seed, 'synthesised pairs').shuffle([...indices]).slice(0, count);
  const samples = await dataset.read(chosen, { images: false });
  return samples.map((sample) => {
    const points = sample.points[convention];
    if (points === undefined)
      throw new LineamentError(`sample ${sample.id} has no points of the ${convention} convention`, {
        file: dataset.folder,
      });
    return { id: sample.id, points, target: relabel(sample) };
  });
}
