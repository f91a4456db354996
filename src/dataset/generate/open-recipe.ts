/** From settings to a recipe, and from a recipe to the dataset that it is to become. */
import type { Log } from '../../core/log.js';
import { counted } from '../../core/text/counted.js';
import { isSetFile, openLandmarkSet } from '../../face/landmark-set-file.js';
import type { NewDataset } from '../store/create-dataset.js';
import { describeLandmarks, landmarksOf } from '../store/manifest.js';
import { scanBackgrounds } from './background-folder.js';
import { type GenerationRecipe, originOf } from './recipe.js';
import type { SceneOrder } from './scene-order.js';
import type { GenerationSettings } from './settings.js';

/**
 * Opens what the settings name. Pictures that cannot be read are listed and left out.
 * @param scenes – an order of scenes; its own set counts where the settings have its name.
 */
export async function openRecipe(
  settings: GenerationSettings,
  log: Log,
  scenes?: SceneOrder,
): Promise<GenerationRecipe> {
  const own = settings.landmarks === scenes?.landmarks ? scenes.landmarkDefinition : undefined;
  const set = own ?? (await openLandmarkSet(settings.landmarks));
  const recipe = {
    ...settings,
    landmarks: set.name,
    ...((own !== undefined || isSetFile(settings.landmarks)) && { landmarkDefinition: set }),
    backgrounds: null,
    ...(scenes && { scenes }),
  };
  if (settings.backgrounds === null) return recipe;
  const { bad, ...backgrounds } = await scanBackgrounds(settings.backgrounds);
  for (const { file, reason } of bad) log.info(`background left out: ${file}: ${reason}`);
  log.info(`${counted(backgrounds.files.length, 'picture')} for backgrounds in ${settings.backgrounds}`);
  return { ...recipe, backgrounds };
}

/** What `generate` makes of a recipe. */
export function newDatasetOf(recipe: GenerationRecipe): NewDataset {
  return {
    ...describeLandmarks(landmarksOf(recipe)),
    conventions: recipe.domain === 'camera' ? ['contour'] : ['surface', 'contour'],
    layers: [...recipe.layers],
    missingPoints: 'forbidden',
    count: recipe.count * recipe.frames,
    origin: originOf(recipe),
  };
}
