/**
 * Scenes as an order: pictures that somebody has chosen (in the explorer, by "render again"), to be rendered exactly so once more
 * or elsewhere. A JSON file of a few kilobytes a picture that holds no pixels.
 */

import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { firstFault, inOurWords } from '../../core/settings/schema-words.js';
import { counted } from '../../core/text/counted.js';
import { lineamentVersion } from '../../core/version.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { landmarkSetSchema } from '../../landmarks/sets/set-schema.js';
import { digestOf } from '../../node/digest.js';
import { type SceneDescription, sceneVersion } from '../../render/scene/scene-description.js';
import { sceneSchema } from '../../render/scene/scene-schema.js';
import { sceneOf } from '../attributes.js';
import { describeLandmarks } from '../store/manifest.js';
import type { GeneratedSample } from './encode-shot.js';
import { type GenerationSettings, generationDefaults, refuseDrawn } from './settings.js';

export interface OrderedScene {
  id: string;
  /** The row that it is a variant of. */
  again?: string | undefined;
  /** Side of the picture, pixels. */
  size: number;
  /** Samples a pixel along each axis. */
  samples: 1 | 2;
  scene: SceneDescription;
}

export interface SceneOrder {
  format: typeof sceneOrderFormat;
  /** Version of the package that wrote it, for people. */
  lineament: string;
  sceneVersion: typeof sceneVersion;
  /** Name of the landmark set, and the set itself where it is a user's own. */
  landmarks: string;
  landmarkDefinition?: LandmarkSet | undefined;
  scenes: OrderedScene[];
}

export const sceneOrderFormat = 'lineament-scenes';
/** Some hundred megabytes of JSON. */
const mostScenes = 10_000;

const schema = z.strictObject({
  format: z.literal(sceneOrderFormat),
  lineament: z.string(),
  sceneVersion: z.number(),
  landmarks: z.string().min(1),
  landmarkDefinition: landmarkSetSchema.optional(),
  scenes: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(200),
        again: z.string().max(200).optional(),
        size: z.int().min(16).max(4096),
        samples: z.union([z.literal(1), z.literal(2)]),
        scene: sceneSchema,
      }),
    )
    .min(1)
    .max(mostScenes),
});

/** Whether parsed JSON says that it is such an order. */
export function isSceneOrder(content: unknown): boolean {
  return isRecord(content) && content.format === sceneOrderFormat;
}

/** @param content – parsed JSON. @param file – named in errors. @throws UsageError with the place inside it and the rule. */
export function parseSceneOrder(content: unknown, file?: string): SceneOrder {
  const refuse = (what: string): UsageError =>
    new UsageError(`the order of scenes ${what}`, {
      ...(file !== undefined && { file }),
      hint: 'save it anew in `lineament explore`',
    });
  if (isRecord(content) && content.sceneVersion !== sceneVersion)
    throw refuse(`has version ${String(content.sceneVersion)}, this Lineament renders ${sceneVersion}`);
  const { error, data } = schema.safeParse(content, inOurWords);
  if (error !== undefined) throw refuse(`is damaged: ${firstFault(error, 'its root')}`);
  const heads = new Set(data.scenes.map(({ scene }) => scene.face.head));
  if (heads.size > 1) throw refuse(`has several heads (${[...heads].join(', ')}): give an order for each`);
  const pictured = data.scenes.find(({ scene }) => scene.background.file !== undefined);
  if (pictured !== undefined)
    throw refuse(`has a picture of a folder behind ${pictured.id}, which the order does not hold`);
  const ids = new Set(data.scenes.map(({ id }) => id));
  if (ids.size < data.scenes.length) throw refuse('has two scenes of one id');
  // As it was stored: parsing brings keys into the schema's order, and the head sums its actions in theirs.
  return content as SceneOrder;
}

/** An order of what was rendered. @param samples – one or more of a dataset with this set. */
export function sceneOrderOf(samples: readonly GeneratedSample[], set: LandmarkSet): SceneOrder {
  const behind = samples.find((sample) => sceneOf(sample).background.file !== undefined);
  if (behind !== undefined)
    throw new UsageError(`${behind.id} has a picture of a folder behind it, which an order does not hold`, {
      hint: 'choose another background for it',
    });
  return ordered(
    samples.map((sample) => {
      const { again, samples: perSide = 2 } = sample.attributes;
      return {
        id: sample.id,
        ...(typeof again === 'string' && { again }),
        size: sample.width,
        samples: perSide,
        scene: sceneOf(sample),
      };
    }),
    set,
  );
}

/** @param scenes – of one head. @param set – that of their labels. */
export function ordered(scenes: OrderedScene[], set: LandmarkSet): SceneOrder {
  const { landmarks, landmarkDefinition } = describeLandmarks(set);
  return {
    format: sceneOrderFormat,
    lineament: lineamentVersion,
    sceneVersion,
    landmarks,
    ...(landmarkDefinition && { landmarkDefinition }),
    scenes,
  };
}

/** What stands for the scenes in a dataset's origin. */
export function sceneOrderDigest({ scenes }: SceneOrder): { scenes: number; digest: string } {
  return {
    scenes: scenes.length,
    digest: digestOf(JSON.stringify(scenes)),
  };
}

/** Scenes say all that their pictures show. */
export function checkSceneSettings(settings: GenerationSettings, { scenes }: SceneOrder): void {
  const { count, domain, specification } = settings;
  const wrong = (rule: string, hint: string): UsageError =>
    new UsageError(`generate: an order of scenes ${rule}`, { hint });
  if (count > scenes.length)
    throw wrong(
      `of ${counted(scenes.length, 'picture')} has no ${count}`,
      `ask for at most ${scenes.length}`,
    );
  if (settings.head !== scenes[0]!.scene.face.head)
    throw wrong(`was made with the head ${scenes[0]!.scene.face.head}`, 'leave out the head');
  if (domain !== generationDefaults.domain) throw wrong('has its own cameras', 'leave out the domain');
  refuseDrawn(settings, wrong, {
    frames: ['has stills only', 'leave out frames'],
    pose: ['has poses of its own', 'leave out the pose'],
    expressions: ['has expressions of its own', 'leave out the expressions'],
    light: ['has lights of its own', 'leave out the light'],
    without: ['leaves no groups of variety out', 'leave out `without`'],
    backgrounds: ['has backgrounds of its own', 'leave out the backgrounds'],
  });
  if (specification !== null) throw wrong('is not also a sentence', 'give one of them');
}
