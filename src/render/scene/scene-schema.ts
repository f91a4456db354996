/**
 * Scenes out of files: parsed whole, so that a damaged one is refused with the place inside it before anything is
 * rendered. A key of the description that is missing here does not compile; one that is too much in a file is refused.
 */
import { z } from 'zod';
import type { Vector3 } from '../../core/vector.js';
import { faceSchema, poseSchema, rgbSchema } from '../../face/person/face-schema.js';
import { type HandLook, handGestures, type PropDescription, shapeForms } from '../props/prop-description.js';
import {
  type BackgroundDescription,
  type CameraDescription,
  type LightDescription,
  lightKinds,
  type PhotographDescription,
  paintedBackgrounds,
  type SceneDescription,
} from './scene-description.js';

const n: z.ZodNumber = z.number();
const vector: z.ZodType<Vector3> = z.tuple([n, n, n]);
const shift = z.tuple([n, n]);
const side = z.union([z.literal(-1), z.literal(1)]);

const hand: z.ZodType<HandLook> = z.strictObject({
  size: n,
  curl: n,
  spread: n,
  melanin: n.nullable(),
  sleeve: rgbSchema.nullable(),
});

const prop: z.ZodType<PropDescription> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hand'), gesture: z.enum(handGestures), side, turn: n, shift, hand }),
  z.strictObject({
    kind: z.literal('phone'),
    place: z.enum(['ear', 'before']),
    side,
    turn: n,
    shift,
    colour: rgbSchema,
    hand,
  }),
  z.strictObject({
    kind: z.literal('microphone'),
    form: z.enum(['grille', 'foam', 'stand']),
    side,
    gap: n,
    tilt: n,
    colour: rgbSchema,
    hand,
  }),
  z.strictObject({
    kind: z.literal('shape'),
    form: z.enum(shapeForms),
    x: n,
    y: n,
    size: n,
    aspect: n,
    angle: n,
    nearer: n,
    colour: rgbSchema,
    secondColour: rgbSchema,
    seed: n,
  }),
  z.strictObject({
    kind: z.literal('head'),
    face: faceSchema,
    pose: poseSchema,
    side,
    apart: n,
    higher: n,
    nearer: n,
  }),
]);

const camera: z.ZodType<CameraDescription> = z.strictObject({
  lens: n,
  distance: n,
  fill: n,
  offsetX: n,
  offsetY: n,
  offAxisX: n,
  offAxisY: n,
  roll: n,
  aperture: n,
  view: z.strictObject({ focal: n, cx: n, cy: n }).exactOptional(),
});

const light: z.ZodType<LightDescription> = z.strictObject({
  kind: z.enum(lightKinds),
  sky: rgbSchema,
  horizon: rgbSchema,
  ground: rgbSchema,
  lamps: z.array(z.strictObject({ direction: vector, colour: rgbSchema })),
  keys: z.array(z.strictObject({ direction: vector, colour: rgbSchema, softness: n, panel: z.boolean() })),
  panels: z.array(
    z.strictObject({ direction: vector, width: n, height: n, columns: n, rows: n, radiance: rgbSchema }),
  ),
  exposureStops: n,
});

const background: z.ZodType<BackgroundDescription> = z.strictObject({
  kind: z.enum([...paintedBackgrounds, 'picture']),
  file: z.string().exactOptional(),
  colours: z.tuple([rgbSchema, rgbSchema, rgbSchema]),
  blur: n,
  brightness: n,
  seed: n,
});

const photograph: z.ZodType<PhotographDescription> = z.strictObject({
  exposure: n,
  whiteBalance: rgbSchema,
  contrast: n,
  haze: n,
  shoulder: n,
  saturation: n,
  defocus: n,
  motion: n,
  motionAngle: n,
  iso: n,
  colourNoise: n,
  vignette: n,
  sharpening: n,
  resolution: n,
  monochrome: z.boolean(),
  finish: z
    .strictObject({ clarity: n, smoothing: n, shadows: rgbSchema, highlights: rgbSchema })
    .exactOptional(),
  spectrum: z.enum(['visible', 'near-infrared']),
  jpegQuality: n,
  seed: n,
});

/** Of this version's scenes: check {@link sceneVersion} first. */
export const sceneSchema: z.ZodType<SceneDescription> = z.strictObject({
  face: faceSchema,
  pose: poseSchema,
  bodyFollows: n,
  props: z.array(prop),
  bodyPose: poseSchema.exactOptional(),
  camera,
  light,
  background,
  photograph,
});
