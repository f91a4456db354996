/**
 * What a picture shows, in a few flat words and numbers: what people filter a dataset by. Read off the scene that made
 * the picture and its labels; nothing is guessed from pixels.
 */

import type {
  EarringStyle,
  HeadwearStyle,
  MaskStyle,
} from '../../face/person/appearance/worn-description.js';
import type { BeardStyle, FaceDescription, Garment, HairStyle, Rgb } from '../../face/person/description.js';
import type { ExpressionName } from '../../face/person/expression-library.js';
import { poseOfRotation } from '../../face/person/pose-distribution.js';
import { visibility } from '../../landmarks/landmark-set.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { placeHead } from '../scene/placement.js';
import type { BackgroundDescription, LightKind, SceneDescription } from '../scene/scene-description.js';
import type { Shot } from '../studio.js';
import { type ColourName, colourName } from './colour-name.js';

const eyeStates = ['open', 'half closed', 'closed', 'one closed'] as const;
type EyeState = (typeof eyeStates)[number];
const mouthStates = ['closed', 'open', 'wide open'] as const;
type MouthState = (typeof mouthStates)[number];
const hairColourNames = ['black', 'dark brown', 'brown', 'blond', 'red', 'grey', 'white', 'dyed'] as const;
type HairColourName = (typeof hairColourNames)[number];
const glassesWords = ['none', 'clear', 'dark'] as const;
const tones = ['colour', 'black and white', 'infrared'] as const;

export interface SceneAttributes {
  /** Head pose and mean gaze of both eyes against the camera, degrees; positive yaw towards the subject's left, positive pitch up. */
  yaw: number;
  pitch: number;
  roll: number;
  gaze_yaw: number;
  gaze_pitch: number;
  /** Centimetres from the camera to the eyes. */
  distance: number;
  /** 35 mm equivalent, millimetres. */
  lens: number;
  /** Years. */
  age: number;
  /** 0 feminine to 1 masculine. */
  masculinity: number;
  /** 0 palest to 1 darkest. */
  melanin: number;
  /** One of `expressionNames` of face/. */
  expression: ExpressionName;
  /**
   * What stands out in the brows' shape, `ordinary`, or `hidden` where almost nothing of them is seen: `thin` or
   * `thick`, `arched` or `straight`, joined by `+`.
   */
  brows: string;
  /** The same measured on the face at rest, millimetres: rise of the middle line, breadth, between the inner ends. */
  brow_arch: number;
  brow_breadth: number;
  brow_gap: number;
  /** Degrees; positive where the outer end stands higher than the inner. */
  brow_tilt: number;
  /** `open`, `half closed`, `closed`, `one closed`. */
  eyes: EyeState;
  /** `closed`, `open`, `wide open`. */
  mouth: MouthState;
  hair: HairStyle;
  hair_colour: HairColourName;
  /** `none`, `stubble`, or its style. */
  beard: BeardStyle | 'stubble';
  /** `none`, `clear`, `dark`. */
  glasses: (typeof glassesWords)[number];
  /** `none`, or its style; so are `mask`, `earrings` and `clothing`. */
  headwear: HeadwearStyle | 'none';
  /** In a word, `none` without headwear; datasets of before it was told have none. */
  headwear_colour?: ColourName | 'none';
  mask: MaskStyle | 'none';
  earrings: EarringStyle | 'none';
  clothing: Garment;
  /** What stands in front: `none`, or kinds joined by `+`. */
  in_front: string;
  light: LightKind;
  background: BackgroundDescription['kind'];
  /** `colour`, `black and white`, `infrared`. */
  tone: (typeof tones)[number];
  /** Share of the landmarks that are seen, 0 to 1. */
  visible: number;
}

const degrees = 180 / Math.PI;

/** @param shot – the scene's picture: gaze against the camera, brows and visibility come from its labels. */
export function sceneAttributes(
  scene: SceneDescription,
  shot: Pick<Shot, 'gaze' | 'visibility' | 'brows' | 'segmentation' | 'box'>,
): SceneAttributes {
  const { face, camera, light, background, photograph } = scene;
  // A camera that is turned about its axis changes the pitch of a head in profile.
  const pose = poseOfRotation(placeHead(scene).rotation);
  const { gaze, brows } = shot;
  const looking = [0, 1, 2].map((axis) => gaze[axis]! + gaze[axis + 3]!) as [number, number, number];
  const seen = shot.visibility.filter((value) => value === visibility.visible).length;
  return {
    yaw: rounded(pose.yaw * degrees),
    pitch: rounded(pose.pitch * degrees),
    roll: rounded(pose.roll * degrees),
    gaze_yaw: rounded(Math.atan2(looking[0], looking[2]) * degrees),
    gaze_pitch: rounded(Math.atan2(looking[1], Math.hypot(looking[0], looking[2])) * degrees),
    distance: rounded(camera.distance),
    lens: rounded(camera.lens),
    age: face.person.age,
    masculinity: rounded(face.person.masculinity, 100),
    melanin: rounded(face.skin.melanin, 100),
    expression: face.expression,
    brows: browsOf(face, shot),
    brow_arch: rounded(10 * brows.arch),
    brow_breadth: rounded(10 * brows.breadth),
    brow_gap: rounded(10 * brows.gap),
    brow_tilt: rounded(brows.tilt * degrees),
    eyes: eyesOf(face),
    mouth: mouthOf(face),
    hair: face.hair.style,
    hair_colour: hairColourName(face.hair.colour),
    beard: beardOf(face),
    glasses: face.worn.glasses === null ? 'none' : face.worn.glasses.dark ? 'dark' : 'clear',
    headwear: face.worn.headwear?.style ?? 'none',
    headwear_colour: face.worn.headwear === null ? 'none' : colourName(face.worn.headwear.colour),
    mask: face.worn.mask?.style ?? 'none',
    earrings: face.worn.earrings?.style ?? 'none',
    clothing: face.clothing.style,
    in_front: [...new Set(scene.props.map(({ kind }) => kind))].sort().join('+') || 'none',
    light: light.kind,
    background: background.kind,
    tone:
      photograph.spectrum === 'near-infrared'
        ? 'infrared'
        : photograph.monochrome
          ? 'black and white'
          : 'colour',
    visible: rounded(seen / shot.visibility.length, 1000),
  };
}

function rounded(value: number, steps = 10): number {
  return Math.round(value * steps) / steps;
}

/** Centimetres beyond which a measure is said: about one person in six lies beyond each, on both heads. */
const browLimits = { thin: 0.58, thick: 0.83, straight: 0.48, arched: 0.86 } as const;
/** Share of the face's box that brows fill at least where they are seen; 2 to 4 % are ordinary. */
const seenBrows = 0.003;

function browsOf(
  { brows: hairs }: FaceDescription,
  { brows, segmentation, box }: Pick<Shot, 'brows' | 'segmentation' | 'box'>,
): string {
  let seen = 0;
  for (let i = 0; i < segmentation.length; i++) if (segmentation[i] === segmentClasses.brows) seen++;
  if (seen < seenBrows * box.width * box.height) return 'hidden';
  // Where there is little hair, the rows at the brow's edges are missing.
  const breadth = brows.breadth * Math.min(1, hairs.thickness);
  const words = [
    breadth < browLimits.thin ? 'thin' : breadth > browLimits.thick ? 'thick' : undefined,
    brows.arch < browLimits.straight ? 'straight' : brows.arch > browLimits.arched ? 'arched' : undefined,
  ];
  return words.filter((word) => word !== undefined).join('+') || 'ordinary';
}

function eyesOf({ actions }: FaceDescription): EyeState {
  const [right, left] = [actions['eyesClosed.right'] ?? 0, actions['eyesClosed.left'] ?? 0];
  const [less, more] = [Math.min(right, left), Math.max(right, left)];
  if (less > 0.7) return 'closed';
  if (more > 0.7 && less < 0.4) return 'one closed';
  return more > 0.3 ? 'half closed' : 'open';
}

function mouthOf({ actions }: FaceDescription): MouthState {
  const open = actions.jawDrop ?? 0;
  return open > 0.5 ? 'wide open' : open > 0.12 ? 'open' : 'closed';
}

/** Beards shorter than this are stubble, centimetres. */
const stubbleLength = 0.35;

function beardOf({ beard }: FaceDescription): SceneAttributes['beard'] {
  if (beard.style === 'none') return 'none';
  return beard.length < stubbleLength ? 'stubble' : beard.style;
}

/** Linear RGB of hair in a word. */
export function hairColourName([red, green, blue]: Rgb): HairColourName {
  const lightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const most = Math.max(red, green, blue);
  const chroma = most === 0 ? 0 : (most - Math.min(red, green, blue)) / most;
  // Pigments only run from red over yellow to grey: another order of the channels is dye.
  const dyed = chroma > 0.3 && !(red >= green && green >= blue);
  if (dyed) return 'dyed';
  if (chroma < 0.2 && lightness > 0.12) return lightness > 0.35 ? 'white' : 'grey';
  if (lightness < 0.018) return 'black';
  if (red > 2.6 * green && lightness > 0.03) return 'red';
  if (lightness > 0.16) return 'blond';
  return lightness > 0.05 ? 'brown' : 'dark brown';
}
