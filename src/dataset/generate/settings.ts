/**
 * Everything that decides which faces `generate` makes, with its defaults: the one description from which the command's
 * flags, the options of {@link generateDataset}, the origin in a dataset's manifest, the faces made while training and
 * the studies' data are derived. What decides nothing about the faces (folder, workers, progress) is not here.
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { choice, whole } from '../../core/settings/value-kinds.js';
import {
  type ExpressionDistribution,
  expressionDistributions,
} from '../../face/person/expression-distribution.js';
import { type PoseDistribution, poseDistributions } from '../../face/person/pose-distribution.js';
import { type VarietyGroup, varietyGroups } from '../../face/person/variety.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { mostEvents } from '../../render/sampling/clip-events.js';
import { picturesOf } from '../../render/sampling/specified/place-in-specification.js';
import type { Specification } from '../../render/sampling/specified/specification.js';
import { specificationSchema } from '../../render/sampling/specified/specification-schema.js';
import { defaultSamples } from '../../render/scene/scene.js';
import { type LightKind, lightKinds } from '../../render/scene/scene-description.js';
import { type LayerName, layerNames } from '../layers/registry.js';
import { annotatedSet } from './camera-domain/annotators.js';

export const domains = ['training', 'camera'] as const;
export type Domain = (typeof domains)[number];

export interface GenerationSettings {
  /** Name of the head model: `cage`, `ict-facekit`. */
  head: string;
  /** Faces: stills, or clips of `frames` samples each. */
  count: number;
  /** Side of the square images, pixels. */
  size: number;
  /** Name of a landmark set, or a YAML file with one. */
  landmarks: string;
  seed: number;
  /** Distribution of head poses; the camera domain has its own. */
  pose: PoseDistribution;
  /** Distribution of expressions; `library` has all that have a name alike often, `open-mouths` mouths wide open alone. */
  expressions: ExpressionDistribution;
  /** The light of every picture; null: as the distribution has it. `infrared` brings a camera of near infrared. */
  light: LightKind | null;
  /**
   * `training`: what detectors are trained on. `camera`: the simulated camera domain (`render/sampling/camera-domain.ts`),
   * splits train, validation, common-test and challenging, ibug68 labels as annotators set them.
   */
  domain: Domain;
  /** Frames of each face: 1 for stills, more for clips. */
  frames: number;
  /** Frames a second of clips. */
  rate: number;
  /** Share of the clips whose person is drowsy: slow lids, microsleeps, yawns and nods. */
  drowsy: number;
  /** Clips in which one up to so many things happen, one after the other, told by their captions; 0: as people move. */
  events: number;
  /** Samples a pixel along each axis: 2 smooths edges; 1 leaves them jagged and takes a tenth less time at 128 px. */
  samples: 1 | 2;
  /** Folder of pictures to choose backgrounds from; null: they are painted. */
  backgrounds: string | null;
  /** Groups of variety left out. */
  without: VarietyGroup[];
  /**
   * What is asked for instead of the generator's own distributions (`render/sampling/specified/specification.ts`): persons,
   * attributes by percentages, light, cameras. `count` is then at most the pictures that it makes. null: nothing.
   */
  specification: Specification | null;
  /** Label layers to store. */
  layers: LayerName[];
  /** Shares of the faces that are held out. */
  validation: number;
  /** Of the camera domain its common-test. */
  test: number;
  /** Of the camera domain alone: its challenging test; null is that domain's own default. */
  challenging: number | null;
}

/** What must be said, and what may be. */
export type GenerationInput = Pick<GenerationSettings, 'count'> & {
  [Key in Exclude<keyof GenerationSettings, 'count'>]?: Input<GenerationSettings[Key]> | undefined;
};
type Input<T> = T extends readonly (infer Item)[] ? readonly Item[] : T;

const share = (): z.ZodNumber => {
  const allowed = 'fractions of at least 0 that add up to less than 1';
  return z.number(allowed).min(0, allowed).lt(1, allowed);
};
/** The same choice in any order, or with repeats, is the same dataset. */
const subset = <const Name extends string>(names: readonly Name[]): z.ZodType<Name[], readonly Name[]> =>
  z.array(choice(names), `a list of ${names.join(', ')}`).transform((list) => [...new Set(list)].sort());

type Fields = {
  readonly [Key in keyof GenerationSettings]: z.ZodType<GenerationSettings[Key], GenerationInput[Key]>;
};

export const generationFields: Fields = {
  head: z.string('the name of a head').min(1).default('cage'),
  count: whole(1, 2 ** 31 - 1),
  size: whole(16, 4096).default(256),
  landmarks: z.string('the name of a landmark set').min(1).default(defaultLandmarkSet),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  pose: choice(poseDistributions).default('in-the-wild'),
  expressions: choice(expressionDistributions).default('in-the-wild'),
  light: choice(lightKinds).nullable().default(null),
  domain: choice(domains).default('training'),
  frames: whole(1, 10_000).default(1),
  rate: z
    .number()
    .refine((rate) => rate > 0 && rate <= 1000, 'frames a second, above 0 and up to 1000')
    .default(25),
  drowsy: z
    .number()
    .refine((value) => value >= 0 && value <= 1, 'a share from 0 to 1')
    .default(0),
  events: whole(0, mostEvents).default(0),
  samples: z.union([z.literal(1), z.literal(2)], '1 or 2').default(defaultSamples),
  backgrounds: z.string('a folder').min(1).nullable().default(null),
  without: subset(varietyGroups).default([]),
  specification: specificationSchema.nullable().default(null),
  layers: subset(layerNames).default([]),
  validation: share().default(0.05),
  test: share().default(0.05),
  challenging: share().nullable().default(null),
};

/** Of the camera domain, where none is given. */
export const defaultChallenging = 0.05;

/** So that each event is seen on its way. */
const fewestEventFrames = 4;

const generationSchema = z.strictObject(generationFields);

/** What is meant where nothing is said. */
export const generationDefaults: Omit<GenerationSettings, 'count'> = omitCount(
  generationSchema.parse({ count: 1 }),
);

function omitCount({ count: _, ...rest }: GenerationSettings): Omit<GenerationSettings, 'count'> {
  return rest;
}

/** Fills in the defaults and refuses what cannot be made. */
export function parseGeneration(input: GenerationInput): GenerationSettings {
  const settings = parseSettings('generate', generationSchema, input);
  if (settings.domain === 'camera') {
    settings.challenging ??= defaultChallenging;
    checkCameraDomain(settings);
  } else {
    settings.challenging ??= 0;
    if (settings.challenging > 0)
      throw new UsageError('generate: only the camera domain has a challenging split', {
        hint: 'leave it out, or generate the camera domain',
      });
  }
  checkShares(settings);
  checkSpecification(settings);
  if (settings.drowsy > 0 && settings.frames === 1)
    throw new UsageError('generate: stills cannot be drowsy', {
      hint: 'give frames for clips: slow lids take time',
    });
  if (settings.events > 0 && settings.frames < fewestEventFrames)
    throw new UsageError(
      `generate: events take at least ${fewestEventFrames} frames, got ${settings.frames}`,
      {
        hint: 'give more frames, or leave the events out',
      },
    );
  if (settings.events > 0 && settings.expressions !== generationDefaults.expressions)
    throw new UsageError('generate: clips with events begin at rest, whatever the expressions', {
      hint: 'leave out `expressions`, or `events`',
    });
  if (settings.events > 0 && settings.drowsy > 0)
    throw new UsageError('generate: clips with events are not drowsy: both say what happens', {
      hint: 'give one of them',
    });
  if (settings.expressions !== generationDefaults.expressions && settings.without.includes('expression'))
    throw new UsageError('generate: expressions are both given and left out', {
      hint: 'give either `expressions` or `without: expression`',
    });
  if (settings.light !== null && settings.without.includes('light'))
    throw new UsageError('generate: light is both given and left out', {
      hint: 'give either `light` or `without: light`',
    });
  if (settings.backgrounds !== null && settings.without.includes('background'))
    throw new UsageError('generate: backgrounds are both given and left out', {
      hint: 'give a folder of backgrounds or leave the group out',
    });
  return settings;
}

function checkShares({ validation, test, challenging }: GenerationSettings): void {
  if (validation + test + (challenging ?? 0) < 1) return;
  const third = challenging ? ` and challenging ${challenging}` : '';
  throw new UsageError(
    `generate: split fractions validation ${validation} and test ${test}${third} leave no training data`,
    { hint: 'give fractions of at least 0 that add up to less than 1' },
  );
}

type DrawnSetting = 'frames' | 'pose' | 'expressions' | 'light' | 'without' | 'backgrounds';

/** Settings of what is drawn at random, whether they were given. */
const drawn: Record<DrawnSetting, (settings: GenerationSettings) => boolean> = {
  frames: ({ frames }) => frames > 1,
  pose: ({ pose }) => pose !== generationDefaults.pose,
  expressions: ({ expressions }) => expressions !== generationDefaults.expressions,
  light: ({ light }) => light !== null,
  without: ({ without }) => without.length > 0,
  backgrounds: ({ backgrounds }) => backgrounds !== null,
};

/**
 * Refuses, instead of ignoring it, what pictures have no use for that are not drawn as those for training are.
 * @param words – of each setting the rule and what to do instead.
 */
export function refuseDrawn(
  settings: GenerationSettings,
  wrong: (rule: string, hint: string) => UsageError,
  words: Record<DrawnSetting, readonly [rule: string, hint: string]>,
): void {
  for (const name of Object.keys(drawn) as DrawnSetting[])
    if (drawn[name](settings)) throw wrong(...words[name]);
}

/** A specification says all that its pictures show. */
function checkSpecification(settings: GenerationSettings): void {
  const { specification, count, domain } = settings;
  if (specification === null) return;
  const wrong = (rule: string, hint: string): UsageError =>
    new UsageError(`generate: a specification (of an order or a sentence) ${rule}`, { hint });
  const pictures = picturesOf(specification);
  if (count > pictures)
    throw wrong(
      `of ${pictures} pictures has no ${count}`,
      `ask for at most ${pictures}, or for more renders`,
    );
  if (domain === 'camera') throw wrong('has no camera domain', 'leave out the domain');
  refuseDrawn(settings, wrong, {
    frames: ['has stills only', 'leave out frames'],
    pose: ['has poses of its own', 'leave out `pose`, or say `turn` there'],
    expressions: ['has expressions of its own', 'leave out `expressions`, or say them there'],
    light: ['has light of its own', 'leave out `light`, or say it there'],
    without: ['leaves no groups of variety out', 'leave out `without`'],
    backgrounds: ['has painted backgrounds', 'leave out the backgrounds'],
  });
}

/** The camera domain is what it is: options of the training domain's distributions do not reach it. */
function checkCameraDomain(settings: GenerationSettings): void {
  const { landmarks } = settings;
  const wrong = (rule: string, hint: string): UsageError =>
    new UsageError(`generate: the camera domain ${rule}`, { hint });
  if (landmarks !== annotatedSet)
    throw wrong(
      `is labelled with ${annotatedSet}, not ${landmarks}`,
      `choose ${annotatedSet}: annotators have that set`,
    );
  refuseDrawn(settings, wrong, {
    frames: ['has stills only', 'leave out frames'],
    pose: ['has poses of its own', 'leave out the pose'],
    expressions: ['has expressions of its own', 'leave out `expressions`'],
    light: ['has light of its own', 'leave out the light'],
    without: ['has all groups of variety', 'leave out `without`'],
    backgrounds: ['has painted backgrounds', 'leave out the backgrounds'],
  });
}
