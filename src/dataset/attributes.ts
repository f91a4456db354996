/**
 * What is known of a sample beside its labels, stored as JSON. A generated picture says how it was made and what it
 * shows, in a form with a version; a photograph keeps what its source says of it, as it is. Read here only.
 */

import { z } from 'zod';
import { LineamentError } from '../core/errors.js';
import { isRecord } from '../core/settings/is-record.js';
import { firstFault, inOurWords } from '../core/settings/schema-words.js';
import type { SceneAttributes } from '../render/labels/attributes.js';
import type { ClipEvent } from '../render/sampling/clip-events.js';
import type { FaceMotion } from '../render/sampling/drowsiness.js';
import type { Camera, Placement } from '../render/scene/scene.js';
import { type SceneDescription, sceneVersion } from '../render/scene/scene-description.js';
import { sceneSchema } from '../render/scene/scene-schema.js';

/** Of a clip's frame. */
export interface ClipPlace {
  /** Number of the clip, and the frame's place in it. */
  index: number;
  frame: number;
  frames: number;
  /** Frames a second. */
  rate: number;
  /** Of a drowsy person: how far the lids are closed and the jaw dropped (0 to 1), and by what the head hangs, radians. */
  drowsy?: FaceMotion | undefined;
  /** Of clips in which events happen: what, in its order. */
  events?: ClipEvent[] | undefined;
  /** What happens in the whole clip. */
  caption?: string | undefined;
}

/** What a simulated sample says of its labels. */
export interface SimulatedAnnotation {
  /** Number of the annotator. */
  annotator: number;
  /** `[68, 2]` pixels: the points without convention and errors. */
  exact: number[];
}

export interface GeneratedAttributes {
  /** Of the scene: it can be rendered again where this is {@link sceneVersion}. 0: made before scenes had a version. */
  sceneVersion: number;
  scene: SceneDescription;
  camera: Camera;
  head: Placement;
  /** `[2, 3]` unit vectors of the right and the left eye, camera space. */
  gaze: number[];
  shows: SceneAttributes;
  caption: string;
  /** Samples a pixel along each axis where they were not 2. */
  samples?: 1 | undefined;
  clip?: ClipPlace | undefined;
  simulated?: true | undefined;
  annotation?: SimulatedAnnotation | undefined;
  /** What a later version adds is kept. */
  readonly [other: string]: unknown;
}

/** What the source of a photograph says of it. */
export type SourceAttributes = Readonly<Record<string, unknown>>;

export type SampleAttributes = GeneratedAttributes | SourceAttributes;

const numbers = (length: number): z.ZodType<number[]> => z.array(z.number()).length(length);
const record = <T>(): z.ZodType<T> => z.custom<T>(isRecord, 'an object');

/**
 * The scene's own form is that of its version: {@link sceneOf} parses it whole when it is to be rendered again. What the picture shows is open to words of a newer generator: columns and
 * captions only pass them on.
 */
const generatedSchema = z.looseObject({
  sceneVersion: z.int().min(0),
  scene: record<SceneDescription>(),
  camera: z.object({
    width: z.number(),
    height: z.number(),
    focal: z.number(),
    cx: z.number(),
    cy: z.number(),
  }),
  head: record<Placement>().and(z.object({ rotation: numbers(9), translation: numbers(3) })),
  gaze: numbers(6),
  shows: record<SceneAttributes>().and(z.record(z.string(), z.union([z.number(), z.string()]))),
  caption: z.string(),
  samples: z.literal(1).optional(),
  clip: z
    .object({
      index: z.int(),
      frame: z.int(),
      frames: z.int(),
      rate: z.number(),
      drowsy: z.object({ closed: z.number(), jaw: z.number(), drop: z.number() }).optional(),
      events: z.array(record<ClipEvent>()).optional(),
      caption: z.string().optional(),
    })
    .optional(),
  simulated: z.literal(true).optional(),
  annotation: z.object({ annotator: z.int(), exact: z.array(z.number()) }).optional(),
});

/** Whether a sample carries the scene that made it. */
export function isGenerated(attributes: SampleAttributes): attributes is GeneratedAttributes {
  return typeof attributes.sceneVersion === 'number';
}

/** @param place – the row, for messages. */
export function parseAttributes(text: string, place: string): SampleAttributes {
  const damaged = (reason: string): LineamentError =>
    new LineamentError(`the attributes of this row are damaged: ${reason}`, {
      file: place,
      hint: 'restore the folder from a copy, or make the dataset again',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The text may be as long as a scene; where it stands is what helps.
    throw damaged('they are no JSON object');
  }
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) throw damaged('they are no JSON object');
  const parsed = generatedSchema.safeParse({ sceneVersion: 0, ...object.data }, inOurWords);
  if (parsed.success) return parsed.data;
  if (object.data.sceneVersion === undefined) return object.data;
  throw damaged(firstFault(parsed.error, 'the whole'));
}

/** The scene of a generated sample, whole. Refuses one of another version, and a damaged one with the place inside it. */
export function sceneOf({ id, attributes }: { id: string; attributes: SampleAttributes }): SceneDescription {
  if (!isGenerated(attributes) && attributes.scene === undefined)
    throw new LineamentError(`sample ${id} has no scene: it was not generated`, {
      hint: 'give a sample of a dataset made by `lineament generate`',
    });
  const version = isGenerated(attributes) && attributes.sceneVersion > 0 ? attributes.sceneVersion : 'none';
  const refuse = (what: string): LineamentError =>
    new LineamentError(`sample ${id} cannot be rendered again: its scene ${what}`, {
      hint: 'generate the dataset again, or use the version that made it',
    });
  if (!isGenerated(attributes) || version !== sceneVersion)
    throw refuse(`has version ${version}, this Lineament renders ${sceneVersion}`);
  const { error } = sceneSchema.safeParse(attributes.scene, inOurWords);
  // As it was stored: parsing brings keys into the schema's order, and the head sums its actions in theirs.
  if (error === undefined) return attributes.scene;
  throw refuse(`is damaged: scene.${firstFault(error, 'its root')}`);
}

/** The sentence for a sample, whether we or its source wrote it. */
export function captionOf({ caption }: SampleAttributes): string | undefined {
  return typeof caption === 'string' ? caption : undefined;
}

const place = z.object({ index: z.int(), frame: z.int() });

/** Of a clip's frame, its clip and its place in it. */
export function clipOf({ clip }: SampleAttributes): Pick<ClipPlace, 'index' | 'frame'> | undefined {
  return clip === undefined ? undefined : place.safeParse(clip).data;
}
