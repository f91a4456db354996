/**
 * A dataset of many rows for the benchmark of Explore: a few faces, each many times over, with numbers and captions of their own, so
 * that making them takes minutes and not hours; nothing that is measured knows of that.
 */
import { silentLog } from '../src/core/log.js';
import { Random } from '../src/core/random.js';
import { openFaceMaker } from '../src/dataset/generate/make-face.js';
import { newDatasetOf, openRecipe } from '../src/dataset/generate/open-recipe.js';
import { parseGeneration } from '../src/dataset/generate/settings.js';
import type { LayeredSample } from '../src/dataset/store/columns.js';
import { createDataset } from '../src/dataset/store/create-dataset.js';

export interface RowsOptions {
  count: number;
  /** Of the pictures, pixels. */
  size: number;
  landmarks: string;
}

export async function makeExploreRows(
  folder: string,
  { count, size, landmarks }: RowsOptions,
): Promise<void> {
  const recipe = await openRecipe(
    parseGeneration({ count, size, head: 'cage', landmarks, seed: 1, samples: 1 }),
    silentLog,
  );
  const makeFace = await openFaceMaker(recipe);
  const models: LayeredSample[] = [];
  for (let i = 0; i < 24; i++) models.push((await makeFace(i))[0]!);
  const dataset = await createDataset(folder, newDatasetOf(recipe));
  const random = new Random(1, 'bench explore');
  const batch = 4000;
  for (let start = 0; start < count; start += batch)
    await dataset.append(
      Array.from({ length: Math.min(batch, count - start) }, (_, i): LayeredSample => {
        const model = models[(start + i) % models.length]!;
        const { shows, caption } = model.attributes as { shows: object; caption: string };
        // Without the scene, which no part of this asks for: a hundred thousand of them are a gigabyte.
        const attributes = {
          ...model.attributes,
          scene: {},
          shows: { ...shows, yaw: random.normal() * 25, age: random.uniform(18, 85) },
          caption: `${caption}, number ${start + i}`,
        };
        return { ...model, id: `face-${start + i}`, attributes };
      }),
    );
  await dataset.finish();
  dataset.close();
}
