/** What decides the bits of a generated dataset: stored as its origin, compared before a resumed run adds to it. */
import { UsageError } from '../../core/errors.js';
import { lineamentVersion } from '../../core/version.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { type DatasetManifest, haveSameLandmarks } from '../store/manifest.js';
import type { BackgroundFolder } from './background-folder.js';
import { type SceneOrder, sceneOrderDigest } from './scene-order.js';
import { type GenerationSettings, generationDefaults } from './settings.js';

/** Plain data: handed to each worker. */
export interface GenerationRecipe extends Omit<GenerationSettings, 'backgrounds'> {
  /** The set itself where it is a user's own; `landmarks` is then its name. */
  landmarkDefinition?: LandmarkSet;
  backgrounds: BackgroundFolder | null;
  /** Scenes that are rendered as they are, instead of drawn ones. */
  scenes?: SceneOrder | undefined;
}

/** The settings as the manifest keeps them. */
export function originOf(recipe: GenerationRecipe): DatasetManifest['origin'] {
  const { landmarkDefinition: _, backgrounds, specification, scenes, ...settings } = recipe;
  return {
    kind: 'generated',
    ...settings,
    specification: specification && plainJson(specification),
    // The folder may move; its pictures may not change.
    backgrounds: backgrounds && { pictures: backgrounds.files.length, digest: backgrounds.digest },
    ...(scenes && { order: sceneOrderDigest(scenes) }),
    // Whoever shows a figure from these faces must say that they are simulated.
    ...(recipe.domain === 'camera' && { simulated: true }),
  };
}

/** A copy of what is plain data already, as the manifest's types have it. */
function plainJson(value: object): DatasetManifest['origin'][string] {
  return JSON.parse(JSON.stringify(value));
}

/** Refuses to add to a dataset that was begun with other arguments or another version, and says what differs. */
export function checkSameRecipe(manifest: DatasetManifest, recipe: GenerationRecipe, folder: string): void {
  // Datasets of earlier versions do not name what was left at its default.
  const before: Record<string, unknown> = {
    ...generationDefaults,
    challenging: 0,
    ...manifest.origin,
    version: manifest.lineament,
  };
  const now: Record<string, unknown> = { ...originOf(recipe), version: lineamentVersion };
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  const list = differing.map(
    (name) => `${name} was ${JSON.stringify(before[name])}, is now ${JSON.stringify(now[name])}`,
  );
  if (!haveSameLandmarks(manifest, recipe))
    throw new UsageError(`the folder holds a dataset made with another set called '${recipe.landmarks}'`, {
      file: folder,
      hint: 'go back to the set as it was to continue it, or use another folder',
    });
  if (differing.length === 0) return;
  throw new UsageError(`the folder holds a dataset made with other arguments: ${list.join('; ')}`, {
    file: folder,
    hint: 'use the same arguments to continue it, or another folder',
  });
}
