/**
 * Everything that makes one picture, as plain JSON: stored with each sample, enough to render it again bit for bit.
 * `scene-sampling.ts` draws it; `studio.ts` shoots it. Colours are linear RGB, angles radians, lengths centimetres.
 */
import type { Vector3 } from '../../core/vector.js';
import type { FaceDescription, HeadPose, Rgb } from '../../face/person/description.js';
import type { PropDescription } from '../props/prop-description.js';

/** Raised when a scene that was stored before could not be rendered as it was, or not at all. */
export const sceneVersion = 1;

export interface CameraDescription {
  /** Focal length as of 35 mm film, millimetres: with the distance it says how much of the frame the head fills. */
  lens: number;
  /** From the camera to the midpoint between the eyes: sets the perspective. */
  distance: number;
  /** Longer side of the landmarks' box as a share of the image's side; with the distance it sets the focal length. */
  fill: number;
  /** Shift of the box's centre from the image's centre, as a share of the image's side. */
  offsetX: number;
  offsetY: number;
  /** Where the head stands in the (larger) frame that the image is cut from: angles off the optical axis. */
  offAxisX: number;
  offAxisY: number;
  /** The camera's turn about its axis: head, body and light turn the same way in the image as with a head's roll. */
  roll: number;
  /** Width of the lens's opening, centimetres: what lies behind or before the eyes is out of focus by it. 0: nothing is. */
  aperture: number;
  /** A camera that stands still, for clips: then `fill` and `offset` are not used. All as shares of the image's side. */
  view?: CameraView;
}

/** Focal length and principal point as shares of the image's side, (0, 0) its top left corner. */
export interface CameraView {
  focal: number;
  cx: number;
  cy: number;
}

/** A lamp without a shadow: a soft lobe of the environment. */
export interface SoftLamp {
  /** Unit vector towards the lamp, camera space. */
  direction: Vector3;
  colour: Rgb;
}

/** A bright rectangle of the environment as wet eyes, lips and glasses mirror it. */
export interface BrightPanel {
  /** Unit vector towards its middle, camera space. */
  direction: Vector3;
  /** Half its width and height, as tangents of the angle. */
  width: number;
  height: number;
  /** Panes, with dark bars between. */
  columns: number;
  rows: number;
  radiance: Rgb;
}

/** A light that casts shadows; its colour is the radiance a white matt surface facing it sends back. */
export interface KeyDescription {
  direction: Vector3;
  colour: Rgb;
  /** 0 a point, hard shadows; 1 a source half as wide as it is far. */
  softness: number;
  /** Mirrored as a panel, not as a round spot. */
  panel: boolean;
}

export const lightKinds = [
  'studio',
  'overcast',
  'shade',
  'sun',
  'room',
  'window',
  'side',
  'stage',
  'flash',
  'dusk',
  'backlight',
  'dim',
  'screen',
  'cabin',
  'infrared',
] as const;
export type LightKind = (typeof lightKinds)[number];

export interface LightDescription {
  kind: LightKind;
  /** Radiance from straight above, from the horizon and from below. */
  sky: Rgb;
  horizon: Rgb;
  ground: Rgb;
  lamps: readonly SoftLamp[];
  keys: readonly KeyDescription[];
  panels: readonly BrightPanel[];
  /** Stops above (+) or below (−) a well-exposed face. */
  exposureStops: number;
}

/** Backgrounds that are painted here; `picture` is one of the user's. */
export const paintedBackgrounds = [
  'plain',
  'gradient',
  'bokeh',
  'room',
  'interior',
  'foliage',
  'clouds',
  'stripes',
  'texture',
  'fractal',
  'shapes',
  'street',
  'cabin',
] as const;
export type PaintedBackground = (typeof paintedBackgrounds)[number];

export interface BackgroundDescription {
  kind: PaintedBackground | 'picture';
  /** Name of the picture in the user's folder. */
  file?: string;
  colours: readonly [Rgb, Rgb, Rgb];
  /** 0 sharp to 1 fully out of focus; a wide lens opening adds to it. */
  blur: number;
  /** Light on the background against the light on the face. */
  brightness: number;
  seed: number;
}

/** A telephone's processing (`phone-finish.ts`). */
export interface PhoneFinish {
  /** Local contrast, 0 to 1: halos around the face. */
  clarity: number;
  /** Noise reduction that takes fine texture with it, 0 to 1. */
  smoothing: number;
  /** Added to display values of red, green and blue, 0 to 1, in full where the picture is dark, or bright. */
  shadows: Rgb;
  highlights: Rgb;
}

/** What the camera does to the light that has fallen in. */
export interface PhotographDescription {
  /** Stops above (+) or below (−) what the camera meters. */
  exposure: number;
  /** Gains of red, green and blue. */
  whiteBalance: Rgb;
  /** Exponent around middle grey; 1 unchanged. */
  contrast: number;
  /** Light scattered in the lens, as radiance added everywhere: lifts the blacks. */
  haze: number;
  /** 1 a film's soft shoulder, 0 clipped highlights. */
  shoulder: number;
  saturation: number;
  /** Standard deviation of the blur of a missed focus, as a share of the image's side. */
  defocus: number;
  /** Length of the motion blur, as a share of the image's side, and its direction. */
  motion: number;
  motionAngle: number;
  /** Sensitivity: sets shot and read noise. 0: no noise. */
  iso: number;
  /** Share of the noise that is left in colour, 0 to 1. */
  colourNoise: number;
  /** Darkening of the corners, 0 to 1. */
  vignette: number;
  /** Strength of the camera's edge enhancement. */
  sharpening: number;
  /** Side that the picture once had, as a share of its side: it was enlarged again. 1: never. */
  resolution: number;
  monochrome: boolean;
  /** What a telephone's processing does to the picture; others have none. */
  finish?: PhoneFinish;
  /** Near infrared: skin is pale and even, pigment hardly shows. */
  spectrum: 'visible' | 'near-infrared';
  jpegQuality: number;
  seed: number;
}

export interface SceneDescription {
  face: FaceDescription;
  pose: HeadPose;
  /** How far the body follows the head's pose, 0 to 1. */
  bodyFollows: number;
  /** What stands before the face. */
  props: readonly PropDescription[];
  /** How the body stands where it does not follow the head: in clips. */
  bodyPose?: HeadPose;
  camera: CameraDescription;
  light: LightDescription;
  background: BackgroundDescription;
  photograph: PhotographDescription;
}
