/** A dataset of a few small generated faces, made in this thread, and a small model to search it with. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '../../core/log.js';
import { openFaceMaker } from '../../dataset/generate/make-face.js';
import { newDatasetOf, openRecipe } from '../../dataset/generate/open-recipe.js';
import { type GenerationInput, parseGeneration } from '../../dataset/generate/settings.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import { tinyClipFile } from '../../networks/clip/tiny-clip.suite.js';

export const tinyCount = 6;

export const tinyFrames = 4;

/** @param parent – exists. @returns the dataset's folder. */
export const makeTinyDataset = (parent: string): Promise<string> =>
  makeDataset(join(parent, 'tiny'), { count: tinyCount, layers: ['segmentation'] });

/** Two clips. @param parent – exists. @returns the dataset's folder. */
export const makeTinyClips = (parent: string): Promise<string> =>
  makeDataset(join(parent, 'clips'), { count: 2, frames: tinyFrames, rate: 10 });

async function makeDataset(folder: string, settings: GenerationInput): Promise<string> {
  const recipe = await openRecipe(
    parseGeneration({
      size: 48,
      head: 'cage',
      landmarks: 'ibug68',
      seed: 5,
      samples: 1,
      ...settings,
    }),
    silentLog,
  );
  const makeFace = await openFaceMaker(recipe);
  const dataset = await createDataset(folder, newDatasetOf(recipe));
  for (let i = 0; i < settings.count; i++) await dataset.append(await makeFace(i));
  await dataset.finish();
  dataset.close();
  return folder;
}

/** @param parent – exists. @returns the file of a model that has learnt nothing. */
export async function makeTinyClip(parent: string): Promise<string> {
  const file = join(parent, 'clip.onnx');
  await writeFile(file, tinyClipFile());
  return file;
}
