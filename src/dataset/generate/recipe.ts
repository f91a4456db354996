/** What decides the bits of a generated dataset: stored as its origin, compared before a resumed run adds to it. */
import { LineamentError } from '../../core/errors.js';
import { lineamentVersion } from '../../core/version.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import type { VarietyGroup } from '../../face/person/variety.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import type { LayerName } from '../layers.js';
import { type DatasetManifest, haveSameLandmarks } from '../store/manifest.js';
import type { BackgroundFolder } from './background-folder.js';
import type { SplitFractions } from './splits.js';

/** Plain data: handed to each worker and written to the manifest. */
export interface GenerationRecipe {
  head: string;
  count: number;
  /** Side of the square images, pixels. */
  size: number;
  /** Name of a landmark set. */
  landmarks: string;
  /** The set itself where it is a user's own. */
  landmarkDefinition?: LandmarkSet;
  seed: number;
  /** Samples a pixel along each axis: 2 smooths edges, 1 is faster. */
  samples: 1 | 2;
  pose: PoseDistribution;
  /** `camera`: the simulated camera domain (`render/sampling/camera-domain.ts`), labelled as annotators do. */
  domain: 'training' | 'camera';
  /** Frames of each face: 1 for stills, more for clips. */
  frames: number;
  /** Frames a second. */
  rate: number;
  /** Pictures to choose backgrounds from; null: they are painted. */
  backgrounds: BackgroundFolder | null;
  /** Groups of variety left out. */
  without: readonly VarietyGroup[];
  layers: readonly LayerName[];
  splits: SplitFractions;
}

export function originOf(recipe: GenerationRecipe): DatasetManifest['origin'] {
  const { head, count, frames, rate, size, landmarks, seed, pose, without, layers, splits } = recipe;
  const { backgrounds, domain, samples } = recipe;
  return {
    kind: 'generated',
    // Whoever shows a figure from these faces must say that they are simulated.
    ...(domain === 'camera' && { domain, simulated: true, challenging: splits.challenging ?? 0 }),
    head,
    count,
    ...(frames > 1 && { frames, rate }),
    size,
    landmarks,
    seed,
    pose,
    // The folder may move; its pictures may not change.
    ...(backgrounds !== null && {
      backgrounds: { pictures: backgrounds.files.length, digest: backgrounds.digest },
    }),
    ...(samples !== 2 && { samples }),
    ...(without.length > 0 && { without: [...without] }),
    layers: [...layers],
    validation: splits.validation,
    test: splits.test,
  };
}

/** Refuses to add to a dataset that was begun with other arguments or another version, and says what differs. */
export function checkSameRecipe(manifest: DatasetManifest, recipe: GenerationRecipe, folder: string): void {
  const before: Record<string, unknown> = { ...manifest.origin, version: manifest.lineament };
  const now: Record<string, unknown> = { ...originOf(recipe), version: lineamentVersion };
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  const list = differing.map(
    (name) => `${name} was ${JSON.stringify(before[name])}, is now ${JSON.stringify(now[name])}`,
  );
  if (!haveSameLandmarks(manifest, recipe))
    throw new LineamentError(
      `the folder holds a dataset made with another set called '${recipe.landmarks}'`,
      { file: folder, hint: 'go back to the set as it was to continue it, or use another folder' },
    );
  if (differing.length === 0) return;
  throw new LineamentError(`the folder holds a dataset made with other arguments: ${list.join('; ')}`, {
    file: folder,
    hint: 'use the same arguments to continue it, or another folder',
  });
}
