/** Worker thread for features: of some rows, of the space that all rows span, and of the pairs that are nearly the same. */

import { type Dataset, openDataset } from '../../../dataset/store/store.js';
import { type FaceFeatures, openFaceFeatures } from '../../../detect/node/open-face-features.js';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import { serveTasks } from '../../../node/worker-pool.js';
import type { Duplicates } from '../asked.js';
import { type FeatureSpace, featureSpace } from './feature-space.js';
import { nearDuplicates } from './near-duplicates.js';

export type FeaturesTask =
  | { kind: 'rows'; folder: string; model: string; rows: readonly number[] }
  | { kind: 'space'; raw: Float32Array; length: number }
  | { kind: 'duplicates'; space: FeatureSpace; similarity: number };

export type FeaturesResult =
  /** `[rows, F]`, NaN where a picture cannot be read. */
  | { kind: 'rows'; features: Float32Array; length: number }
  | { kind: 'space'; space: FeatureSpace }
  | { kind: 'duplicates'; duplicates: Duplicates };

let opened: Promise<{ key: string; dataset: Dataset; network: FaceFeatures }> | undefined;

async function openFor(folder: string, model: string): Promise<{ dataset: Dataset; network: FaceFeatures }> {
  const key = JSON.stringify([folder, model]);
  const before = await opened?.catch(() => undefined);
  if (before?.key === key) return before;
  before?.dataset.close();
  await before?.network.close();
  opened = (async () => ({
    key,
    dataset: await openDataset(folder, { incomplete: true }),
    network: await openFaceFeatures(model),
  }))();
  return opened;
}

serveTasks(async (task: FeaturesTask): Promise<FeaturesResult> => {
  if (task.kind === 'space') return { kind: 'space', space: featureSpace(task.raw, task.length) };
  if (task.kind === 'duplicates')
    return { kind: 'duplicates', duplicates: nearDuplicates(task.space, task.similarity) };
  const { dataset, network } = await openFor(task.folder, task.model);
  const features = new Float32Array(task.rows.length * network.length).fill(Number.NaN);
  for (const [i, { image, box, id }] of (await dataset.read(task.rows)).entries())
    try {
      features.set(await network.of(await decodeImage(image, id), box), i * network.length);
    } catch {
      // A picture that cannot be read, or a box outside it: the row stands on no map.
    }
  return { kind: 'rows', features, length: network.length };
});
